-- The second factor: passkeys, codes from an app on a phone, recovery codes. Whoever works here owes one; a session that still owes it is
-- half open (`sessions.waiting_for`) and the door refuses it. What a half-open session may do, it does through the functions here, which ask
-- for the session's id and for nothing of the context, because there is none yet. Like accounts, factors stand outside every partnership.

-- When whoever sits there last proved who they are. What changes their sign-in asks for a proof of the last ten minutes.
alter table sessions add column proved_at timestamptz;

create table passkeys (
  id uuid primary key,
  user_id uuid not null references users (id),
  credential_id text not null,
  public_key text not null, -- COSE, base64url
  counter bigint not null default 0 check (counter >= 0),
  transports text[] not null default '{}',
  backed_up boolean not null default false,
  name text not null check (trim(name) <> ''),
  added_at timestamptz not null default now(),
  last_used_at timestamptz,
  constraint passkeys_credential_once unique (credential_id)
);
create index passkeys_of_user on passkeys (user_id);
-- One app for each account. The secret is sealed by the service; a new one waits beside the old until a code of it was right.
create table authenticators (
  user_id uuid primary key references users (id),
  sealed text,
  last_step bigint not null default 0,
  added_at timestamptz,
  last_used_at timestamptz,
  pending_sealed text,
  pending_session uuid,
  pending_at timestamptz,
  warned_at timestamptz
);
create table recovery_codes (
  user_id uuid not null references users (id),
  digest text not null,
  made_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (user_id, digest)
);
-- What a passkey must sign: for one purpose and one session, once, for five minutes.
create table passkey_challenges (
  id uuid primary key,
  challenge text not null,
  purpose text not null check (purpose in ('enter', 'show', 'add')),
  session_id uuid,
  expires_at timestamptz not null default clock_timestamp() + interval '5 minutes',
  check ((purpose = 'enter') = (session_id is null))
);
create index passkey_challenges_age on passkey_challenges (expires_at);
do $$ declare t text; begin
  foreach t in array array['passkeys', 'authenticators', 'recovery_codes', 'passkey_challenges'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    perform app.keep_for_owner(t::regclass);
    perform app.open_to_door(t::regclass, 'select, insert, update, delete');
  end loop;
end $$;

-- Null for whoever does not work here: young people come in by codes and links.
create function app.owes_factor(p_user uuid) returns text language sql stable security definer set search_path = public, app, pg_temp as $$
  select case
    when not exists (select 1 from people p where p.user_id = p_user) then null
    when exists (select 1 from passkeys k where k.user_id = p_user) or exists (select 1 from authenticators a where a.user_id = p_user and a.sealed is not null) then 'factor'
    else 'enrolment' end
$$;

-- As in 0012; a session begins half open, so that a way of signing in which forgets to ask for the factor lets nobody in.
create or replace function app.start_session(p_user uuid, p_partnership uuid, p_device text) returns uuid
language sql security definer set search_path = public, app, pg_temp as $$
  insert into sessions (user_id, partnership_id, device, waiting_for) values (p_user, p_partnership, p_device, app.owes_factor(p_user)) returning id
$$;
-- Opens a session that has just begun, where nothing more is owed: its owner owes no factor, or gave two at once (p_strong), or is of the
-- demonstration (p_demo: this is one). What it still waits for, or null. An older session cannot be opened by it.
create function app.admit(p_session uuid, p_strong boolean, p_demo boolean) returns text
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update sessions s set waiting_for = null, proved_at = now()
  where s.id = p_session and s.ended_at is null and s.created_at > now() - interval '1 minute'
    and (s.waiting_for is null or p_strong or (p_demo and exists (select 1 from users u where u.id = s.user_id and u.demo)));
  return (select s.waiting_for from sessions s where s.id = p_session);
end $$;

/*
 The half door: a live session, half open or open, of somebody who works here. What it waits for is asked anew, so that of two half-open
 sessions only the first can enrol. p_may: 'look'; 'show' a factor (or show one again); 'change' what the account signs in with, which takes
 either nothing to lose (enrolment) or a proof of the last ten minutes. Half an hour ends a half-open session.
*/
create function app.factor_session(p_session uuid, p_may text) returns sessions
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions;
begin
  select x.* into s from sessions x join users u on u.id = x.user_id
  where x.id = p_session and x.ended_at is null and u.disabled_at is null and now() < x.expires_at and now() < x.last_seen_at + interval '60 minutes'
    and (x.waiting_for is null or now() < x.created_at + interval '30 minutes');
  if not found then raise exception 'signed out' using errcode = 'MO401'; end if;
  if not exists (select 1 from people p where p.partnership_id = s.partnership_id and p.user_id = s.user_id and p.disabled_at is null
                 and (p.left_on is null or p.left_on > current_date)) then
    if exists (select 1 from participants t where t.partnership_id = s.partnership_id and t.user_id = s.user_id) then
      raise exception 'owes no factor' using errcode = '42501';
    end if;
    raise exception 'no longer in this partnership' using errcode = 'MO401';
  end if;
  if p_may = 'change' then perform 1 from users u where u.id = s.user_id for update; end if; -- one after another
  if s.waiting_for is not null then s.waiting_for := app.owes_factor(s.user_id); end if;
  if p_may = 'show' and s.waiting_for = 'enrolment' then raise exception 'has no factor yet' using errcode = 'MO403'; end if;
  if p_may = 'change' and s.waiting_for = 'factor' then raise exception 'second factor needed' using errcode = 'MO403'; end if;
  if p_may = 'change' and s.waiting_for is null and coalesce(s.proved_at < now() - interval '10 minutes', true) then
    raise exception 'proved too long ago' using errcode = 'MO409';
  end if;
  return s;
end $$;
-- Another id for the same sitting: whoever knew the one from before the proof has nothing (ASVS 7.2.4).
create function app.renew_session(s sessions) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  fresh uuid := gen_random_uuid();
begin
  update sessions set ended_at = now() where id = s.id and ended_at is null;
  if not found then raise exception 'signed out' using errcode = 'MO401'; end if;
  -- Whatever else is known of the sitting goes with it, also what a later migration adds.
  insert into sessions select (jsonb_populate_record(s, jsonb_build_object('id', fresh, 'waiting_for', null, 'proved_at', now(), 'last_seen_at', now()))).*;
  return fresh;
end $$;
create function app.note_factor(s sessions, p_verb text, p_table text, p_row uuid) returns void
language sql security definer set search_path = public, app, pg_temp as $$
  insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id) values (s.partnership_id, s.user_id, app.request(), p_verb, p_table, p_row)
$$;

-- Who sits there, what they have, and what this session still waits for. Hashes and sealed secrets are for the service alone.
create function app.factor_state(p_session uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'look');
begin
  return (select jsonb_build_object('userId', u.id, 'partnershipId', s.partnership_id, 'email', u.email, 'demo', u.demo, 'passwordHash', u.password_hash,
    'name', (select p.name from people p where p.partnership_id = s.partnership_id and p.user_id = u.id),
    'waitingFor', s.waiting_for, 'provedAt', s.proved_at, 'recent', coalesce(s.proved_at > now() - interval '10 minutes', false),
    'passkeys', coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'credentialId', k.credential_id, 'publicKey', k.public_key, 'counter', k.counter,
      'transports', k.transports, 'name', k.name, 'backedUp', k.backed_up, 'addedAt', k.added_at, 'lastUsedAt', k.last_used_at) order by k.added_at, k.id)
      from passkeys k where k.user_id = u.id), '[]'),
    'authenticator', (select jsonb_build_object('sealed', a.sealed, 'addedAt', a.added_at, 'lastUsedAt', a.last_used_at) from authenticators a where a.user_id = u.id and a.sealed is not null),
    'recovery', (select jsonb_build_object('left', count(*) filter (where c.used_at is null), 'madeAt', max(c.made_at)) from recovery_codes c where c.user_id = u.id having count(*) > 0))
    from users u where u.id = s.user_id);
end $$;
create function app.end_half_session(p_session uuid) returns boolean
language sql security definer set search_path = public, app, pg_temp as $$
  with ended as (update sessions set ended_at = now() where id = p_session and ended_at is null and waiting_for is not null returning 1)
  select exists (select 1 from ended)
$$;

create function app.keep_challenge(p_id uuid, p_challenge text, p_purpose text, p_session uuid) returns void
language sql security definer set search_path = public, app, pg_temp as $$
  delete from passkey_challenges where id = any (array(select id from passkey_challenges where expires_at < clock_timestamp() limit 200 for update skip locked));
  insert into passkey_challenges (id, challenge, purpose, session_id) values (p_id, p_challenge, p_purpose, p_session)
$$;
create function app.take_challenge(p_id uuid, p_purpose text, p_session uuid) returns text
language sql security definer set search_path = public, app, pg_temp as $$
  delete from passkey_challenges where id = p_id and purpose = p_purpose and session_id is not distinct from p_session and expires_at > clock_timestamp() returning challenge
$$;

-- A passkey by what it calls itself, with the partnership its owner comes in to: the same as after a password.
create function app.find_passkey(p_credential text) returns table (id uuid, user_id uuid, partnership_id uuid, demo boolean, public_key text, counter bigint, transports text[])
language sql stable security definer set search_path = public, app, pg_temp as $$
  select k.id, k.user_id, c.partnership_id, c.demo, k.public_key, k.counter, k.transports
  from passkeys k join users u on u.id = k.user_id, app.credentials(u.email) c
  where k.credential_id = p_credential and u.disabled_at is null and c.partnership_id is not null
$$;
-- A counter that does not go up was seen before: a copied passkey, or a copied answer. Passkeys without a counter always say 0.
create function app.use_passkey(p_passkey uuid, p_counter bigint, p_backed_up boolean) returns boolean
language sql security definer set search_path = public, app, pg_temp as $$
  with used as (
    update passkeys set counter = p_counter, backed_up = p_backed_up, last_used_at = now()
    where id = p_passkey and (p_counter > counter or (p_counter = 0 and counter = 0)) returning 1)
  select exists (select 1 from used)
$$;

-- Showing a factor. The session to go on with, under another id; null when it was not right, or was used before.
create function app.show_passkey(p_session uuid, p_passkey uuid, p_counter bigint, p_backed_up boolean) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'show');
begin
  if not exists (select 1 from passkeys where id = p_passkey and user_id = s.user_id) or not app.use_passkey(p_passkey, p_counter, p_backed_up) then return null; end if;
  return app.renew_session(s);
end $$;
-- p_step: the half minute since 1970 to which the code belongs. One statement, so that of many at once one is taken.
create function app.show_code(p_session uuid, p_step bigint) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'show');
begin
  update authenticators set last_step = p_step, last_used_at = now() where user_id = s.user_id and sealed is not null and last_step < p_step;
  if not found then return null; end if;
  return app.renew_session(s);
end $$;
create function app.show_recovery_code(p_session uuid, p_digest text) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'show');
begin
  update recovery_codes set used_at = now() where user_id = s.user_id and digest = p_digest and used_at is null;
  if not found then return null; end if;
  perform app.note_factor(s, 'update', 'recovery_codes', s.user_id);
  return app.renew_session(s);
end $$;
-- A password proves enough only where there is no factor to show: in the demonstration, and where another service signs people in.
create function app.show_password(p_session uuid) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'look');
begin
  if s.waiting_for is not null or app.owes_factor(s.user_id) <> 'enrolment' then raise exception 'a factor is there to be shown' using errcode = 'MO403'; end if;
  return app.renew_session(s);
end $$;

-- New recovery codes end the old ones. For the functions below.
create function app.replace_recovery_codes(s sessions, p_digests text[]) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if cardinality(p_digests) = 0 then return; end if;
  delete from recovery_codes where user_id = s.user_id;
  insert into recovery_codes (user_id, digest) select s.user_id, d from unnest(p_digests) d;
  perform app.note_factor(s, 'insert', 'recovery_codes', s.user_id);
end $$;
create function app.new_recovery_codes(p_session uuid, p_digests text[]) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'change');
begin
  if app.owes_factor(s.user_id) <> 'factor' then raise exception 'nothing to recover' using errcode = 'MO403'; end if;
  perform app.replace_recovery_codes(s, p_digests);
end $$;
-- The session to go on with: a half-open one is open now, under another id. Null when there are twenty already.
create function app.add_passkey(p_session uuid, p_id uuid, p_credential text, p_key text, p_counter bigint, p_transports text[], p_backed_up boolean, p_name text, p_recovery text[])
returns uuid language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'change');
begin
  if (select count(*) >= 20 from passkeys where user_id = s.user_id) then return null; end if;
  insert into passkeys (id, user_id, credential_id, public_key, counter, transports, backed_up, name)
  values (p_id, s.user_id, p_credential, p_key, p_counter, p_transports, p_backed_up, p_name);
  perform app.note_factor(s, 'insert', 'passkeys', p_id), app.replace_recovery_codes(s, p_recovery);
  return case when s.waiting_for is null then s.id else app.renew_session(s) end;
end $$;
create function app.begin_authenticator(p_session uuid, p_sealed text) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'change');
begin
  insert into authenticators (user_id, pending_sealed, pending_session, pending_at) values (s.user_id, p_sealed, s.id, now())
  on conflict (user_id) do update set pending_sealed = excluded.pending_sealed, pending_session = excluded.pending_session, pending_at = excluded.pending_at;
end $$;
create function app.pending_authenticator(p_session uuid) returns text
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'change');
begin
  return (select pending_sealed from authenticators where user_id = s.user_id and pending_session = s.id and pending_at > now() - interval '15 minutes');
end $$;
-- Null when another set-up has begun meanwhile.
create function app.add_authenticator(p_session uuid, p_sealed text, p_step bigint, p_recovery text[]) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'change');
begin
  update authenticators set sealed = pending_sealed, last_step = p_step, added_at = now(), last_used_at = null, pending_sealed = null, pending_session = null, pending_at = null
  where user_id = s.user_id and pending_session = s.id and pending_sealed = p_sealed;
  if not found then return null; end if;
  perform app.note_factor(s, 'insert', 'authenticators', s.user_id), app.replace_recovery_codes(s, p_recovery);
  return case when s.waiting_for is null then s.id else app.renew_session(s) end;
end $$;
-- p_kind 'passkey' (with its id) or 'authenticator'. The name of what is gone; '' when it is the last and one must stay; null when there is none.
create function app.remove_factor(p_session uuid, p_kind text, p_id uuid, p_spare_last boolean) returns text
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'change');
  gone text;
  others integer;
begin
  if s.waiting_for is not null then raise exception 'second factor needed' using errcode = 'MO403'; end if;
  if p_kind = 'passkey' then select k.name into gone from passkeys k where k.user_id = s.user_id and k.id = p_id;
  else select 'authenticator' into gone from authenticators a where a.user_id = s.user_id and a.sealed is not null; end if;
  if gone is null then return null; end if;
  select (select count(*) from passkeys k where k.user_id = s.user_id and (p_kind <> 'passkey' or k.id <> p_id))
    + (select count(*) from authenticators a where a.user_id = s.user_id and a.sealed is not null and p_kind = 'passkey') into others;
  if others = 0 and not (p_spare_last and (select demo from users where id = s.user_id)) then return ''; end if;
  if p_kind = 'passkey' then delete from passkeys k where k.user_id = s.user_id and k.id = p_id;
  else delete from authenticators a where a.user_id = s.user_id; end if;
  if others = 0 then delete from recovery_codes c where c.user_id = s.user_id; end if;
  perform app.note_factor(s, 'delete', p_kind || 's', coalesce(p_id, s.user_id));
  return gone;
end $$;

-- Lost everything: an administrator who knows who it is takes the factors away. Every session ends, and the password with them: who comes
-- back comes by a link in their own post, and enrols again. Nobody does it for themselves. The address, and whether there was a password.
create function app.reset_factors(p_user uuid) returns table (email text, had_password boolean)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
begin
  perform app.must_administer(p_user);
  if p_user = app.user_id() then raise exception 'nobody resets their own' using errcode = '42501'; end if;
  perform 1 from users where id = p_user for update;
  return query select u.email, u.password_hash is not null from users u where u.id = p_user;
  delete from passkeys where user_id = p_user;
  delete from authenticators where user_id = p_user;
  delete from recovery_codes where user_id = p_user;
  update users set password_hash = null, password_changed_at = now() where id = p_user;
  update sessions set ended_at = now() where user_id = p_user and ended_at is null;
  insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id) values (app.partnership(), app.user_id(), app.request(), 'reset', 'factors', p_user);
end $$;

-- Wrong guesses in a bucket since yesterday, and one warning a day to the owner: whoever guesses here knows the password.
create function app.guesses_today(p_bucket text) returns integer language sql stable security definer set search_path = public, app, pg_temp as $$
  select count(*)::integer from sign_in_attempts a where a.bucket = p_bucket and a.at > clock_timestamp() - interval '1 day'
$$;
create function app.warn_of_guesses(p_user uuid) returns boolean language sql security definer set search_path = public, app, pg_temp as $$
  with warned as (update authenticators set warned_at = now() where user_id = p_user and (warned_at is null or warned_at < now() - interval '1 day') returning 1)
  select exists (select 1 from warned)
$$;

do $$ declare f regprocedure; begin
  for f in select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'app' and p.proname in (
    'owes_factor', 'start_session', 'admit', 'factor_session', 'renew_session', 'note_factor', 'factor_state', 'end_half_session', 'keep_challenge', 'take_challenge',
    'find_passkey', 'use_passkey', 'show_passkey', 'show_code', 'show_recovery_code', 'show_password', 'replace_recovery_codes', 'new_recovery_codes', 'add_passkey',
    'begin_authenticator', 'pending_authenticator', 'add_authenticator', 'remove_factor', 'reset_factors', 'guesses_today', 'warn_of_guesses')
  loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
    if f::text !~ '^(app\.)?(owes_factor|factor_session|renew_session|note_factor|replace_recovery_codes)\(' then
      execute format('grant execute on function %s to modulus_app', f);
    end if;
  end loop;
end $$;
