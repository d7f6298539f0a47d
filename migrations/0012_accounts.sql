-- Signing in and out, invitations, accounts. Accounts, sessions, links and guesses are read and written only by these functions,
-- owned by the door: the app's role can list none of them.
create function app.credentials(p_email text) returns table (user_id uuid, password_hash text, partnership_id uuid, demo boolean)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select u.id, u.password_hash, coalesce(
    (select p.partnership_id from people p where p.user_id = u.id and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
       and (p.invited_at is null or p.joined_at is not null) order by p.created_at limit 1),
    (select t.partnership_id from participants t where t.user_id = u.id limit 1)), u.demo
  from users u where lower(u.email) = lower(p_email) and u.disabled_at is null
$$;

-- Takes one guess out of every bucket, or out of none: the seconds to wait, 0 when the guess may be made. Only guesses that may be
-- made are kept, so a stranger who hammers a full bucket does not keep it full for longer. Simultaneous guesses queue on the bucket.
create function app.take_guess(p_guess uuid, p_buckets text[], p_limits integer[], p_partnership uuid) returns integer
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  b record;
  full_since timestamptz;
  wait integer := 0;
begin
  for b in select bucket, lim from unnest(p_buckets, p_limits) as one (bucket, lim) order by bucket loop
    perform pg_advisory_xact_lock(hashtextextended(b.bucket, 0));
    select at into full_since from sign_in_attempts
      where bucket = b.bucket and at > clock_timestamp() - interval '5 minutes' order by at desc offset b.lim - 1 limit 1;
    if full_since is not null then
      wait := greatest(wait, ceil(extract(epoch from full_since + interval '5 minutes' - clock_timestamp()))::integer, 1);
    end if;
  end loop;
  if wait = 0 then
    insert into sign_in_attempts (bucket, guess_id, aimed_at) select bucket, p_guess, p_partnership from unnest(p_buckets) as one (bucket);
  end if;
  delete from sign_in_attempts where ctid = any (array(
    select ctid from sign_in_attempts where at < clock_timestamp() - interval '1 day' limit 200 for update skip locked));
  return wait;
end $$;
-- The guess was right: it does not count.
create function app.give_back_guess(p_guess uuid) returns void
language sql security definer set search_path = public, app, pg_temp as $$ delete from sign_in_attempts where guess_id = p_guess $$;
-- Wrong guesses at accounts of this partnership since yesterday, for its administrators.
create function app.wrong_guesses() returns integer
language sql stable security definer set search_path = public, app, pg_temp as $$
  select count(distinct guess_id)::integer from sign_in_attempts
  where app.is_admin() and aimed_at = app.partnership() and at > clock_timestamp() - interval '1 day'
$$;

create function app.start_session(p_user uuid, p_partnership uuid, p_device text) returns uuid
language sql security definer set search_path = public, app, pg_temp as $$
  insert into sessions (user_id, partnership_id, device) values (p_user, p_partnership, p_device) returning id
$$;
-- One's own sessions only.
create function app.my_sessions() returns table (id uuid, device text, started_at timestamptz, last_seen_at timestamptz)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select s.id, s.device, s.created_at, s.last_seen_at from sessions s
  where s.user_id = app.user_id() and s.ended_at is null and now() < s.expires_at and now() < s.last_seen_at + interval '60 minutes'
  order by s.last_seen_at desc, s.id limit 100
$$;
create function app.end_session(p_session uuid) returns boolean
language sql security definer set search_path = public, app, pg_temp as $$
  with ended as (update sessions set ended_at = now() where id = p_session and user_id = app.user_id() and ended_at is null returning 1)
  select exists (select 1 from ended)
$$;
create function app.end_other_sessions(p_keep uuid) returns integer
language sql security definer set search_path = public, app, pg_temp as $$
  with ended as (update sessions set ended_at = now() where user_id = app.user_id() and id <> p_keep and ended_at is null returning 1)
  select count(*)::integer from ended
$$;
create function app.my_account() returns table (email text, password_hash text)
language sql stable security definer set search_path = public, app, pg_temp as $$ select u.email, u.password_hash from users u where u.id = app.user_id() $$;
create function app.set_my_password(p_hash text, p_keep uuid) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update users set password_hash = p_hash, password_changed_at = now() where id = app.user_id();
  update sessions set ended_at = now() where user_id = app.user_id() and id <> p_keep and ended_at is null;
end $$;

-- A young person's single-use link is spent by the first who brings its secret.
create function app.use_link(p_digest text, p_kind text) returns table (user_id uuid, partnership_id uuid)
language sql security definer set search_path = public, app, pg_temp as $$
  update links l set used_at = now() where l.token_digest = p_digest and l.kind = p_kind and l.used_at is null and now() < l.expires_at
    and exists (select 1 from users u where u.id = l.user_id and u.disabled_at is null)
  returning l.user_id, l.partnership_id
$$;
-- Whom a live link of a member of staff is for. The password's hash is here because an account that has one keeps it: whoever
-- invites it into a second partnership must not be able to choose its password.
create function app.find_link(p_digest text) returns table (kind text, user_id uuid, partnership_id uuid, name text, email text, partnership text, password_hash text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select l.kind, l.user_id, l.partnership_id, p.name, u.email, s.name, u.password_hash
  from links l join users u on u.id = l.user_id join partnerships s on s.id = l.partnership_id
  join people p on p.partnership_id = l.partnership_id and p.user_id = l.user_id
  where l.token_digest = p_digest and l.kind in ('invitation', 'password') and l.used_at is null and now() < l.expires_at
    and u.disabled_at is null and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
$$;
-- Spends it. The new hash replaces nothing but an empty one, unless the link is for a new password, which also ends every session.
create function app.accept_link(p_digest text, p_hash text) returns table (user_id uuid, partnership_id uuid)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
declare
  l record;
begin
  select * into l from app.find_link(p_digest);
  if not found then return; end if;
  update links set used_at = now() where token_digest = p_digest and used_at is null;
  if not found then return; end if; -- someone was faster
  if l.kind = 'password' then
    update users set password_hash = p_hash, password_changed_at = now() where id = l.user_id;
    update sessions set ended_at = now() where user_id = l.user_id and ended_at is null;
  else
    update users set password_hash = p_hash, password_changed_at = now() where id = l.user_id and password_hash is null;
    update people set joined_at = now() where partnership_id = l.partnership_id and user_id = l.user_id;
  end if;
  return query select l.user_id, l.partnership_id;
end $$;

-- What administrators do to accounts, always within their own partnership.
create function app.must_administer(p_user uuid) returns void
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  if not app.is_admin() or not exists (select 1 from people where partnership_id = app.partnership() and user_id = p_user) then
    raise exception 'not an administrator of this account' using errcode = '42501';
  end if;
end $$;
-- The account of an address: the one there is, perhaps from another partnership, or a new one. Which of both is not told.
create function app.account_for(p_user uuid, p_email text) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  found_id uuid;
begin
  if not app.is_admin() then raise exception 'not an administrator' using errcode = '42501'; end if;
  insert into users (id, email) values (p_user, p_email) on conflict do nothing;
  select id into found_id from users where lower(email) = lower(p_email);
  return found_id;
end $$;
-- A new link ends the older ones of its kind.
create function app.make_link(p_kind text, p_user uuid, p_digest text, p_days integer) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_administer(p_user);
  if p_kind not in ('invitation', 'password') then raise exception 'not an administrator''s to make' using errcode = '42501'; end if;
  update links set expires_at = now() where user_id = p_user and partnership_id = app.partnership() and kind = p_kind and used_at is null and expires_at > now();
  insert into links (id, partnership_id, kind, token_digest, user_id, expires_at)
  values (gen_random_uuid(), app.partnership(), p_kind, p_digest, p_user, now() + make_interval(days => p_days));
end $$;
-- The address that signs in, which need not be the one that an administrator may have typed since.
create function app.sign_in_address(p_user uuid) returns text
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_administer(p_user);
  return (select email from users where id = p_user);
end $$;
-- Shut out of this partnership at once; the account itself is disabled once no other partnership counts on it.
create function app.shut_out(p_user uuid) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_administer(p_user);
  if p_user = app.user_id() then raise exception 'nobody shuts themselves out' using errcode = '42501'; end if;
  update sessions set ended_at = now() where user_id = p_user and partnership_id = app.partnership() and ended_at is null;
  update links set expires_at = now() where user_id = p_user and partnership_id = app.partnership() and used_at is null and expires_at > now();
  update users u set disabled_at = now() where id = p_user and disabled_at is null
    and not exists (select 1 from people p where p.user_id = u.id and p.partnership_id <> app.partnership() and p.disabled_at is null);
end $$;
create function app.let_in(p_user uuid) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_administer(p_user);
  update users set disabled_at = null where id = p_user;
end $$;
-- Someone who left has no way back in from an open page.
create function app.end_sessions_of(p_user uuid) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_administer(p_user);
  update sessions set ended_at = now() where user_id = p_user and partnership_id = app.partnership() and ended_at is null;
end $$;

-- A young person's way in, made by someone who works with everyone in their programme: an account of their own the first time,
-- the role of participant, and a link that works once. False when there is no such young person for the caller.
create function app.invite_participant(p_participant uuid, p_user uuid, p_membership uuid, p_digest text, p_days integer) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  t record;
begin
  select programme_id, user_id into t from participants
  where partnership_id = app.partnership() and id = p_participant and programme_id = any (app.programmes_to_write('identity')) for update;
  if not found then return false; end if;
  if t.user_id is null then
    insert into users (id, email) values (p_user, p_participant || '@me.invalid');
    update participants set user_id = p_user where partnership_id = app.partnership() and id = p_participant;
    insert into memberships (id, programme_id, user_id, role) values (p_membership, t.programme_id, p_user, 'participant');
    t.user_id := p_user;
  end if;
  update links set expires_at = now() where user_id = t.user_id and partnership_id = app.partnership() and kind = 'me' and used_at is null and expires_at > now();
  insert into links (id, partnership_id, kind, token_digest, user_id, expires_at)
  values (gen_random_uuid(), app.partnership(), 'me', p_digest, t.user_id, now() + make_interval(days => p_days));
  return true;
end $$;
grant update (user_id) on participants to modulus_door;

-- The data lead answers "who looked at my record" without seeing the record: the reference, and nothing else of it.
create function app.references_of(p_participants uuid[]) returns table (id uuid, reference text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select t.id, t.reference from participants t
  where t.partnership_id = app.partnership() and t.id = any (p_participants) and t.programme_id = any (app.role_in('data_lead'))
$$;

create function app.demo_accounts() returns table (email text, who text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select u.email, p.name || ', ' || p.job_title from users u join people p on p.user_id = u.id where u.demo order by u.created_at, u.email
$$;

do $$ declare f text; begin
  foreach f in array array[
    'app.credentials(text)', 'app.take_guess(uuid, text[], integer[], uuid)', 'app.give_back_guess(uuid)', 'app.wrong_guesses()',
    'app.start_session(uuid, uuid, text)', 'app.my_sessions()', 'app.end_session(uuid)', 'app.end_other_sessions(uuid)', 'app.my_account()', 'app.set_my_password(text, uuid)',
    'app.use_link(text, text)', 'app.find_link(text)', 'app.accept_link(text, text)',
    'app.must_administer(uuid)', 'app.account_for(uuid, text)', 'app.make_link(text, uuid, text, integer)', 'app.sign_in_address(uuid)', 'app.shut_out(uuid)', 'app.let_in(uuid)', 'app.end_sessions_of(uuid)',
    'app.invite_participant(uuid, uuid, uuid, text, integer)', 'app.references_of(uuid[])', 'app.demo_accounts()'] loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;

-- The pages of the logs, newest first.
create index people_of_account on people (user_id);
create index audit_events_by_person on audit_events (partnership_id, user_id, id desc);
