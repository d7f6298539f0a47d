-- "Forgotten your password?": who asks is unknown, so the asking is kept the same way for every address, and a job looks later whether
-- anybody has it. Nothing that the asker can see or time depends on the answer.
create table password_requests (
  id uuid primary key,
  email text not null,
  asked_at timestamptz not null default clock_timestamp()
);
create index password_requests_age on password_requests (asked_at);
alter table password_requests enable row level security;
alter table password_requests force row level security;
select app.keep_for_owner('password_requests'), app.open_to_door('password_requests', 'select, insert, update, delete');

-- Keeps the asking, unless one of the buckets (the address typed, the network it came from) is full for this hour: false, which the
-- asker is not told. Buckets are seals: neither an e-mail nor a network address stands in them.
create function app.ask_for_password(p_id uuid, p_email text, p_buckets text[], p_limits integer[]) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  b record;
  full_up boolean := false;
begin
  for b in select bucket, lim from unnest(p_buckets, p_limits) as one (bucket, lim) order by bucket loop
    perform pg_advisory_xact_lock(hashtextextended(b.bucket, 0));
    full_up := full_up or (select count(*) >= b.lim from sign_in_attempts a where a.bucket = b.bucket and a.at > clock_timestamp() - interval '1 hour');
  end loop;
  delete from password_requests where asked_at < clock_timestamp() - interval '1 hour';
  if full_up then return false; end if;
  insert into sign_in_attempts (bucket, guess_id) select bucket, p_id from unnest(p_buckets) as one (bucket);
  insert into password_requests (id, email) values (p_id, p_email);
  return true;
end $$;

-- The partnership in whose name the answer goes out; null when nobody who signs in with a password has this address. Whoever was invited
-- and has not come in yet is answered by a fresh invitation, a young person by their worker.
create function app.partnership_of_request(p_id uuid, p_demo boolean) returns uuid
language sql stable security definer set search_path = public, app, pg_temp as $$
  select p.partnership_id from password_requests r join users u on lower(u.email) = lower(r.email) join people p on p.user_id = u.id
  where r.id = p_id and u.disabled_at is null and (p_demo or not u.demo) and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
    and (p.invited_at is null or p.joined_at is not null)
  order by p.created_at limit 1
$$;
-- Answers the asking once: a link for one hour, which ends the earlier ones. No row when there is nobody, or it was answered already.
create function app.answer_request(p_id uuid, p_digest text, p_demo boolean) returns table (name text, email text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
declare
  home uuid := app.partnership_of_request(p_id, p_demo);
  asked text;
  who record;
begin
  delete from password_requests r where r.id = p_id returning r.email into asked;
  if asked is null or home is null or home is distinct from app.partnership() then return; end if;
  select u.id, u.email, p.name into who from users u join people p on p.user_id = u.id and p.partnership_id = home where lower(u.email) = lower(asked);
  update links l set expires_at = now() where l.user_id = who.id and l.kind = 'password' and l.used_at is null and l.expires_at > now();
  insert into links (id, partnership_id, kind, token_digest, user_id, expires_at)
  values (gen_random_uuid(), home, 'password', p_digest, who.id, now() + interval '1 hour');
  return query select who.name, who.email;
end $$;
-- Nobody has the address: the asking is forgotten.
create function app.forget_request(p_id uuid) returns void
language sql security definer set search_path = public, app, pg_temp as $$ delete from password_requests where id = p_id $$;

do $$ declare f text; begin
  foreach f in array array['app.ask_for_password(uuid, text, text[], integer[])', 'app.partnership_of_request(uuid, boolean)',
    'app.answer_request(uuid, text, boolean)', 'app.forget_request(uuid)'] loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;

-- A contact or a meet-up that was just saved is put right by whoever wrote it, within half an hour; earlier words stay in note_versions.
alter table contact_events add column version integer not null default 1;
alter table mentoring_sessions add column version integer not null default 1;
create trigger b_version before update on contact_events for each row execute function app.next_version();
create trigger b_version before update on mentoring_sessions for each row execute function app.next_version();

/*
 Saved by mistake, perhaps about the wrong person: within that half hour its writer takes it back, and what was said is really gone. A
 function, because nobody may otherwise delete words about a person. Null when it is not theirs, false when it is too late or when
 "asked us to stop" had more follow from it.
*/
create function app.take_back(p_kind text, p_id uuid) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  e record;
begin
  if p_kind = 'contact' then
    select partnership_id, participant_id, created_at, next_on, outcome = 'asked_to_stop' as stands into e from contact_events
    where partnership_id = app.partnership() and id = p_id and created_by = app.user_id() and programme_id = any (app.programmes_to_write('participation')) for update;
  else
    select partnership_id, participant_id, created_at, null::date as next_on, false as stands into e from mentoring_sessions
    where partnership_id = app.partnership() and id = p_id and created_by = app.user_id()
      and (programme_id = any (app.programmes_to_write('participation')) or (mentor_id = app.user_id() and participant_id = any (app.participants_to_write('participation')))) for update;
  end if;
  if not found then return null; end if;
  if e.stands or e.created_at < now() - interval '30 minutes' then return false; end if;
  delete from note_versions x using notes n where n.partnership_id = e.partnership_id and n.kind = p_kind and n.about_id = p_id and x.partnership_id = n.partnership_id and x.note_id = n.id;
  delete from notes where partnership_id = e.partnership_id and kind = p_kind and about_id = p_id;
  if p_kind = 'contact' then
    delete from contact_events where partnership_id = e.partnership_id and id = p_id;
    update participants set next_step = '', next_step_on = null
    where partnership_id = e.partnership_id and id = e.participant_id and e.next_on is not null and next_step = 'get_in_touch' and next_step_on = e.next_on;
  else
    delete from mentoring_sessions where partnership_id = e.partnership_id and id = p_id;
  end if;
  return true;
end $$;
revoke execute on function app.take_back from public;
grant execute on function app.take_back to modulus_app;
