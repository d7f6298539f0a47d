-- Other ways in: the sign-in of a partner's own organisation, tokens for programs, whose sessions are open; and how much one account may look at.

-- A service is a person of a partner who is no person: a program that holds roles under the same agreements. It has tokens, and no other way in.
alter table people add column service boolean not null default false;
alter table people add constraint people_service_once unique (partnership_id, user_id, service);
alter table people add constraint people_service_administers_nothing check (not (service and administrator));

-- Who an organisation says somebody is. The pair of issuer and subject names a person; an e-mail address never does (OpenID Connect Core 5.7).
-- It belongs to the account, outside every partnership, as a password does.
create table identities (
  id uuid primary key,
  user_id uuid not null references users (id),
  issuer text not null,
  subject text not null check (subject <> ''),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  constraint identities_once unique (issuer, subject),
  constraint identities_one_of_each unique (user_id, issuer)
);
alter table identities enable row level security;
alter table identities force row level security;
select app.keep_for_owner('identities'), app.open_to_door('identities', 'select, insert, update, delete');
-- Which of them a session came by, and what the organisation calls it there: so that signing out there signs out here.
alter table sessions add column identity_id uuid references identities (id) on delete set null;
alter table sessions add column provider_session text;
-- The two functions of 0035 that must know of it: a session under another id came by the same identity, and whoever has all their factors taken
-- away comes back by the link in their post alone.
alter function app.renew_session(sessions) rename to renew_session_alone;
create function app.renew_session(s sessions) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  fresh uuid := app.renew_session_alone(s);
begin
  if s.identity_id is not null then update sessions set identity_id = s.identity_id, provider_session = s.provider_session where id = fresh; end if;
  return fresh;
end $$;
alter function app.reset_factors(uuid) rename to reset_factors_alone;
create function app.reset_factors(p_user uuid) returns table (email text, had_password boolean)
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  return query select * from app.reset_factors_alone(p_user);
  delete from identities where user_id = p_user;
end $$;
revoke execute on function app.reset_factors_alone(uuid) from modulus_app;
create index sessions_of_identity on sessions (identity_id) where identity_id is not null and ended_at is null;

create function app.no_service_signs_in() returns trigger
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if exists (select from people where user_id = new.user_id and service) then
    raise exception 'a service signs in with its tokens only' using errcode = '42501';
  end if;
  return new;
end $$;
alter function app.no_service_signs_in owner to modulus_door;
create trigger no_service before insert on sessions for each row execute function app.no_service_signs_in();
create trigger no_service before insert on links for each row execute function app.no_service_signs_in();
create trigger no_service before insert on identities for each row execute function app.no_service_signs_in();

-- For programs. Only the digest of the secret is kept. What a token opens is never more than its person has at that moment.
create table api_tokens (
  like app.row including all,
  user_id uuid not null,
  service boolean not null default false,
  name text not null check (trim(name) <> ''),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  writes boolean not null,
  categories text[], -- null: everything that its person has
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  foreign key (partnership_id, user_id, service) references people (partnership_id, user_id, service),
  constraint api_tokens_a_year_at_most check (expires_at <= created_at + interval '366 days'),
  constraint api_tokens_of_known_categories check (categories <@ array['programme', 'identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'power'] and categories <> '{}')
);
create unique index api_tokens_digest on api_tokens (digest);
create index api_tokens_of_user on api_tokens (partnership_id, user_id);
select app.protect('api_tokens', null, null, 'user_id = app.user_id() or app.is_admin()', 'user_id = app.user_id() or app.is_admin()', 'select, insert');
-- One's own, or a service's: nobody makes a token that acts as somebody else. What was made is not widened, only revoked.
create policy whose on api_tokens as restrictive for insert to modulus_app
  with check ((service and app.is_admin()) or (not service and user_id = app.user_id() and cardinality(app.partners()) > 0));
grant update (revoked_at, revoked_by) on api_tokens to modulus_app;
select app.open_to_door('api_tokens', 'select, update');
-- Each use moves last_used_at; that is no change worth a line in the log.
drop trigger z_audit on api_tokens;
create trigger z_audit after insert or delete or update of revoked_at on api_tokens for each row execute function app.audit();

-- The door for a token: what its person may do now (app.enter), then less. Never administration, safeguarding or a record opened in an
-- emergency. A token that only reads is refused whatever would change something, and holds no list that would let it. One narrowed to
-- categories keeps roles and what hangs on them only if it has 'programme'. Its request id says that it came by a token, and by which:
-- version 8 (RFC 9562), beginning with the first twelve digits of the token's id.
create function app.open_by_token(p_digest text, p_request uuid, p_reading boolean) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  t record;
  actor jsonb;
  one text;
  kept boolean;
  opened uuid[];
begin
  select x.id, x.user_id, x.partnership_id, x.writes, x.categories, x.last_used_at into t
  from api_tokens x join users u on u.id = x.user_id
  where x.digest = p_digest and x.revoked_at is null and now() < x.expires_at and u.disabled_at is null;
  if not found then raise exception 'signed out' using errcode = 'MO401'; end if;
  if not t.writes and not p_reading then raise exception 'this token only reads' using errcode = 'MO406'; end if;
  if p_reading then perform set_config('synchronous_commit', 'off', true); end if;

  actor := app.enter(t.user_id, t.partnership_id, (left(t.id::text, 13) || '-8' || substr(p_request::text, 16))::uuid);
  if t.last_used_at is null or t.last_used_at < now() - interval '1 minute' then update api_tokens set last_used_at = now() where partnership_id = t.partnership_id and id = t.id; end if;

  perform set_config('app.admin', '', true), set_config('app.role_safeguarding_lead', '', true), set_config('app.token', t.id::text, true);
  opened := array(select b.participant_id from break_glass b where b.partnership_id = t.partnership_id and b.user_id = t.user_id and b.ended_at is null and b.until_at > now());
  foreach one in array array['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'power', 'safeguarding'] loop
    kept := one <> 'safeguarding' and (t.categories is null or one = any (t.categories));
    if not kept then perform set_config('app.read_' || one, '', true), set_config('app.readp_' || one, '', true); end if;
    if kept and opened <> '{}' then
      perform set_config('app.readp_' || one, array(select p from unnest(app.participants(one)) p where p <> all (opened))::text, true);
    end if;
    if not kept or not t.writes then perform set_config('app.write_' || one, '', true), set_config('app.writep_' || one, '', true); end if;
  end loop;
  actor := actor || jsonb_build_object('administrator', false, 'tokenId', t.id);
  if t.categories is not null and 'programme' <> all (t.categories) then
    for one in select distinct role from app.access union select unnest(array['data_lead', 'analyst', 'participant_rep']) loop perform set_config('app.role_' || one, '', true); end loop;
    perform set_config('app.mine', '', true), set_config('app.partners', '', true);
    actor := actor || '{"memberships": []}';
  end if;
  return actor;
end $$;

-- What administrators see of somebody's open sessions in their partnership, and end. The ending is in the log: sessions themselves are not.
create function app.sessions_of(p_user uuid) returns table (id uuid, device text, started_at timestamptz, last_seen_at timestamptz)
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_administer(p_user);
  return query select s.id, s.device, s.created_at, s.last_seen_at from sessions s
    where s.user_id = p_user and s.partnership_id = app.partnership() and s.ended_at is null and now() < s.expires_at and now() < s.last_seen_at + interval '60 minutes'
    order by s.last_seen_at desc, s.id limit 100;
end $$;
-- One of them, or all when none is named; how many it were.
create function app.end_their_sessions(p_user uuid, p_session uuid) returns integer
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  n integer;
begin
  perform app.must_administer(p_user);
  with ended as (
    update sessions s set ended_at = now() where s.user_id = p_user and s.partnership_id = app.partnership() and s.ended_at is null and (p_session is null or s.id = p_session)
    returning s.id
  ), logged as (
    insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id, changed_columns)
    select app.partnership(), app.user_id(), app.request(), 'update', 'sessions', e.id, '{ended_at}' from ended e
  ) select count(*)::integer into n from ended;
  return n;
end $$;

-- Whose identity this is; the account as it may sign in now, in the partnership where it was first at work. No row: nobody's, or shut out.
create function app.identity(p_issuer text, p_subject text) returns table (id uuid, user_id uuid, partnership_id uuid, demo boolean)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select i.id, u.id, p.partnership_id, u.demo
  from identities i join users u on u.id = i.user_id and u.disabled_at is null
  cross join lateral (select p.partnership_id from people p where p.user_id = u.id and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
    and (p.invited_at is null or p.joined_at is not null) order by p.created_at limit 1) p
  where i.issuer = p_issuer and i.subject = p_subject
$$;
create function app.my_identities() returns table (id uuid, issuer text, connected_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select i.id, i.issuer, i.created_at, i.last_used_at from identities i where i.user_id = app.user_id() order by i.created_at
$$;
-- What changes how an account is opened asks for a proof of the last ten minutes, as factors do (0035).
create function app.must_have_proved(p_session uuid) returns void
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  if not exists (select from sessions s where s.id = p_session and s.user_id = app.user_id() and s.proved_at > now() - interval '10 minutes') then
    raise exception 'proved too long ago' using errcode = 'MO409';
  end if;
end $$;
create function app.note_identity(p_verb text, p_partnership uuid, p_user uuid, p_id uuid) returns void
language sql security definer set search_path = public, app, pg_temp as $$
  insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id) values (p_partnership, p_user, app.request(), p_verb, 'identities', p_id)
$$;
-- To the account that is signed in and works for a partner; sent twice it is connected once.
create function app.connect_identity(p_id uuid, p_issuer text, p_subject text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.user_id() is null or cardinality(app.partners()) = 0 then raise exception 'not staff' using errcode = '42501'; end if;
  if exists (select from identities i where i.issuer = p_issuer and i.subject = p_subject and i.user_id = app.user_id()) then return false; end if;
  insert into identities (id, user_id, issuer, subject) values (p_id, app.user_id(), p_issuer, p_subject);
  perform app.note_identity('insert', app.partnership(), app.user_id(), p_id);
  return true;
end $$;
-- False when it is not theirs, or would leave an account that nobody can open.
create function app.disconnect_identity(p_id uuid) returns text
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  mine record;
begin
  select u.password_hash, (select count(*) from identities o where o.user_id = u.id) as ways into mine
  from identities i join users u on u.id = i.user_id where i.id = p_id and i.user_id = app.user_id() for update of u;
  if not found then return 'unknown'; end if;
  if mine.password_hash is null and mine.ways = 1 then return 'last'; end if;
  update sessions set ended_at = now() where identity_id = p_id and ended_at is null;
  delete from identities where id = p_id;
  perform app.note_identity('delete', app.partnership(), app.user_id(), p_id);
  return 'gone';
end $$;
-- An invitation accepted with the organisation's sign-in instead of a password. An account that has a way in already must come by a way
-- of its own: whoever invites it into a second partnership must not be able to give it another. No row: it may not.
create function app.accept_by_identity(p_id uuid, p_digest text, p_issuer text, p_subject text) returns table (identity_id uuid, user_id uuid, partnership_id uuid)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
declare
  l record;
  i record;
begin
  select * into l from app.find_link(p_digest) f where f.kind = 'invitation';
  if not found then return; end if;
  select id, user_id into i from identities where issuer = p_issuer and subject = p_subject;
  if found and i.user_id <> l.user_id then return; end if;
  if not found then
    if l.password_hash is not null or exists (select from identities o where o.user_id = l.user_id) or exists (select from people p where p.user_id = l.user_id and p.joined_at is not null)
      then return; end if;
    insert into identities (id, user_id, issuer, subject) values (p_id, l.user_id, p_issuer, p_subject) returning id, user_id into i;
    perform app.note_identity('insert', l.partnership_id, l.user_id, p_id);
  end if;
  if not exists (select from app.accept_link(p_digest, null)) then return; end if;
  return query select i.id, l.user_id, l.partnership_id;
end $$;
create function app.came_by_identity(p_session uuid, p_identity uuid, p_provider_session text) returns void
language sql security definer set search_path = public, app, pg_temp as $$
  update sessions set identity_id = p_identity, provider_session = p_provider_session where id = p_session and user_id = (select i.user_id from identities i where i.id = p_identity);
  update identities set last_used_at = now() where id = p_identity;
$$;
-- Signed out at the organisation (OpenID Connect Back-Channel Logout 1.0): one session there, or everything of one person.
create function app.end_by_provider(p_issuer text, p_subject text, p_provider_session text) returns integer
language sql security definer set search_path = public, app, pg_temp as $$
  with ended as (
    update sessions s set ended_at = now() from identities i
    where i.id = s.identity_id and i.issuer = p_issuer and s.ended_at is null and coalesce(p_subject, p_provider_session) is not null
      and (p_subject is null or i.subject = p_subject) and (p_provider_session is null or s.provider_session = p_provider_session)
    returning 1)
  select count(*)::integer from ended
$$;

-- How many single records an account asked for, by minute, added up over all processes (ASVS 2.4.1). Kept for an hour.
create table reading_tallies (
  user_id uuid not null references users (id),
  minute timestamptz not null,
  reads integer not null,
  told boolean not null default false,
  primary key (user_id, minute)
);
alter table reading_tallies enable row level security;
alter table reading_tallies force row level security;
select app.keep_for_owner('reading_tallies'), app.open_to_door('reading_tallies', 'select, insert, update, delete');
-- Adds what one process saw of a session or a token. `total` of the last ten minutes; `wait` seconds until it falls under p_most, 0 when it is;
-- `tell` the partnership that should hear of it, once in ten minutes.
create function app.count_readings(p_session uuid, p_digest text, p_reads integer, p_most integer) returns table (total integer, wait integer, tell uuid, who uuid)
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  whose record;
  this timestamptz := date_trunc('minute', clock_timestamp());
  falls timestamptz;
begin
  select s.user_id, s.partnership_id into whose from sessions s where s.id = p_session
  union all select t.user_id, t.partnership_id from api_tokens t where t.digest = p_digest limit 1;
  if not found then return query select 0, 0, null::uuid, null::uuid; return; end if;
  insert into reading_tallies as r (user_id, minute, reads) values (whose.user_id, this, p_reads)
  on conflict (user_id, minute) do update set reads = r.reads + excluded.reads;
  delete from reading_tallies r where r.user_id = whose.user_id and r.minute < this - interval '1 hour';
  select coalesce(sum(r.reads), 0) into total from reading_tallies r where r.user_id = whose.user_id and r.minute > this - interval '10 minutes';
  wait := 0;
  who := whose.user_id;
  if total >= p_most then
    select r.minute into falls from (
      select minute, sum(reads) over (order by minute desc) as since from reading_tallies where user_id = whose.user_id and minute > this - interval '10 minutes') r
    where r.since >= p_most order by r.minute desc limit 1;
    wait := greatest(ceil(extract(epoch from falls + interval '10 minutes' - clock_timestamp())), 1);
    if not exists (select from reading_tallies r where r.user_id = whose.user_id and r.told and r.minute > this - interval '10 minutes') then
      update reading_tallies r set told = true where r.user_id = whose.user_id and r.minute = this;
      tell := whose.partnership_id;
    end if;
  end if;
  return next;
end $$;
-- Whom it concerns: administrators, and the data leads of the programmes in which that account holds a role. Never the account itself.
create function app.who_hears_of_readings(p_user uuid) returns table (email text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select distinct h.email from people h
  where app.system() = 'messages' and h.partnership_id = app.partnership() and h.user_id <> p_user and not h.service and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
    and (h.administrator or exists (
      select from memberships d join memberships m on m.partnership_id = d.partnership_id and m.programme_id = d.programme_id and m.user_id = p_user
      where d.partnership_id = h.partnership_id and d.user_id = h.user_id and d.role = 'data_lead' and d.from_at <= now() and (d.until_at is null or now() < d.until_at)))
$$;

do $$ declare f text; begin
  foreach f in array array[
    'app.renew_session(sessions)', 'app.reset_factors(uuid)', 'app.must_have_proved(uuid)', 'app.note_identity(text, uuid, uuid, uuid)',
    'app.open_by_token(text, uuid, boolean)', 'app.sessions_of(uuid)', 'app.end_their_sessions(uuid, uuid)', 'app.identity(text, text)', 'app.my_identities()',
    'app.connect_identity(uuid, text, text)', 'app.disconnect_identity(uuid)', 'app.accept_by_identity(uuid, text, text, text)', 'app.came_by_identity(uuid, uuid, text)',
    'app.end_by_provider(text, text, text)', 'app.count_readings(uuid, text, integer, integer)', 'app.who_hears_of_readings(uuid)'] loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
    if f !~ 'renew_session|note_identity' then execute format('grant execute on function %s to modulus_app', f); end if;
  end loop;
end $$;
