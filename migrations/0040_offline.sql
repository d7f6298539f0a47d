-- Working without signal: who and what may be taken along, the keys by which it comes back sealed, a receipt for each thing that came, and a place
-- for what could not be taken as it was. Nothing here holds a readable word of what was written.

-- The wish not to be taken along on any phone, a partner's own no, and how long a lease lasts.
alter table participants add column never_offline boolean not null default false;
alter table partners add column offline_allowed boolean not null default true;
alter table partnerships add column lease_hours integer not null default 24, add constraint partnerships_lease_of_a_day_or_three check (lease_hours in (24, 72));

create function app.set_lease(p_hours integer) returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if not app.is_admin() then raise exception 'administrators only' using errcode = '42501'; end if;
  update partnerships set lease_hours = p_hours where id = app.partnership() and lease_hours <> p_hours;
  if found then
    insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id, changed_columns)
    values (app.partnership(), app.user_id(), app.request(), 'update', 'partnerships', app.partnership(), '{lease_hours}');
  end if;
end $$;

-- The keys of this installation, outside every partnership. The private half is kept locked (AES-256-GCM) under a key that only a process with the
-- secret of the sessions can make; `wrapped_by` says which secret that was, and nothing about it. A key that was replaced goes on opening.
create table offline_keys (
  id text primary key check (id ~ '^[a-z0-9-]{8,60}$'),
  kind text not null check (kind in ('sealing', 'signing')),
  public_key jsonb not null,
  private_key text not null,
  wrapped_by text not null,
  created_at timestamptz not null default now()
);
alter table offline_keys enable row level security;
alter table offline_keys force row level security;
select app.keep_for_owner('offline_keys'), app.open_to_door('offline_keys', 'select, insert');
create function app.offline_keys() returns table (id text, kind text, public_key jsonb, private_key text, wrapped_by text, created_at timestamptz)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select k.id, k.kind, k.public_key, k.private_key, k.wrapped_by, k.created_at from offline_keys k order by k.created_at desc, k.id
$$;
-- One of each kind is made, whoever comes first of many processes; another when the newest under this secret is older than p_days.
create function app.keep_offline_key(p_id text, p_kind text, p_public jsonb, p_private text, p_wrapped_by text, p_days integer) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('app.keep_offline_key', 0));
  if exists (select from offline_keys k where k.kind = p_kind and k.wrapped_by = p_wrapped_by and k.created_at > now() - make_interval(days => p_days)) then return false; end if;
  insert into offline_keys (id, kind, public_key, private_key, wrapped_by) values (p_id, p_kind, p_public, p_private, p_wrapped_by);
  return true;
end $$;
do $$ declare f text; begin
  foreach f in array array['app.offline_keys()', 'app.keep_offline_key(text, text, jsonb, text, text, integer)'] loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;

-- One for each thing that was handed in, under its own id: what came of it, and the digest of what it is the answer to. Never changed afterwards.
create table offline_receipts (
  like app.row including all,
  user_id uuid not null default app.user_id(),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  outcome text not null check (outcome in ('stored', 'conflict', 'set_aside')),
  problem text,
  constraint offline_receipts_say_why check ((outcome = 'stored') = (problem is null))
);
select app.protect('offline_receipts', null, null, 'user_id = app.user_id()', 'user_id = app.user_id()', 'select, insert');

-- What could not be taken as it was: the sealed envelope as it came, for its writer, and after the hand-over for the lead of the programme; a concern
-- is for those who keep safety and for no lead. Once it is decided about, the envelope is empty. It goes with the person it is about.
create table offline_items (
  like app.row including all,
  user_id uuid not null,
  programme_id uuid,
  participant_id uuid,
  operation text not null,
  outcome text not null check (outcome in ('conflict', 'set_aside')),
  problem text not null,
  status text not null default 'waiting' check (status in ('waiting', 'handed_over', 'taken', 'thrown_away')),
  finished_at timestamptz not null,
  digest text not null,
  sealed jsonb,
  opened_at timestamptz, -- last, by somebody else than its writer
  opened_by_id uuid,
  reminded_at timestamptz,
  resolved_at timestamptz,
  resolved_by_id uuid,
  reason text not null default '',
  version integer not null default 1,
  constraint offline_items_emptied_when_decided check ((status in ('waiting', 'handed_over')) = (sealed is not null) and (sealed is null) = (resolved_at is not null)),
  constraint offline_items_thrown_away_for_a_reason check (status <> 'thrown_away' or trim(reason) <> '')
);
create index offline_items_of_user on offline_items (partnership_id, user_id, id);
select app.protect('offline_items', null, null,
  'user_id = app.user_id() or (operation <> ''concerns.raise'' and programme_id = any (app.role_in(''programme_lead''))) or (operation = ''concerns.raise'' and programme_id = any (app.keeps_safe()))',
  'user_id = app.user_id() or (operation <> ''concerns.raise'' and programme_id = any (app.role_in(''programme_lead''))) or (operation = ''concerns.raise'' and programme_id = any (app.keeps_safe()))',
  'select, update');
-- Its writer's rights may have ended, so that only this function can say where it belongs. What it is about counts only where the writer
-- has, or once had, a role: nobody reaches into a programme by guessing an id.
create function app.set_aside_offline(p_id uuid, p_operation text, p_kind text, p_about uuid, p_outcome text, p_problem text, p_lost boolean, p_finished timestamptz, p_digest text, p_sealed jsonb)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  here uuid := app.partnership();
  who uuid := app.user_id();
  home uuid;
  person uuid;
  concern boolean := p_operation = 'concerns.raise';
  was text := app.unhide();
begin
  case p_kind
    when 'participant' then select t.programme_id, t.id into home, person from participants t where t.partnership_id = here and t.id = p_about;
    when 'visit' then select t.programme_id, t.participant_id into home, person from visits t where t.partnership_id = here and t.id = p_about;
    when 'match' then select t.programme_id, t.participant_id into home, person from mentor_matches t where t.partnership_id = here and t.id = p_about;
    when 'session' then select t.programme_id into home from course_sessions t where t.partnership_id = here and t.id = p_about;
    when 'programme' then select t.id into home from programmes t where t.partnership_id = here and t.id = p_about;
    else null;
  end case;
  if home is not null and not exists (select from memberships m where m.partnership_id = here and m.user_id = who and m.programme_id = home) then home := null; person := null; end if;
  -- A worry that names no programme still has to reach somebody who keeps safety.
  if home is null and concern then
    select m.programme_id into home from memberships m where m.partnership_id = here and m.user_id = who order by coalesce(m.until_at, 'infinity') desc, m.from_at desc limit 1;
  end if;
  insert into offline_items (partnership_id, id, user_id, programme_id, participant_id, operation, outcome, problem, status, finished_at, digest, sealed)
  values (here, p_id, who, home, person, p_operation, p_outcome, p_problem, case when home is not null and (concern or p_lost) then 'handed_over' else 'waiting' end, p_finished, p_digest, p_sealed)
  on conflict do nothing;
  perform app.hide_again(was);
end $$;
-- Who should hear that one waits: the leads of the programme, and for a worry those who keep safety there. Nobody, while the record is restricted:
-- they could not open it.
create function app.receivers_of_offline(p_item uuid) returns table (email text, programme uuid, safeguarding boolean)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
declare
  was text := app.unhide();
begin
  return query
    select distinct h.email, i.programme_id, i.operation = 'concerns.raise'
    from offline_items i join programmes g on g.partnership_id = i.partnership_id and g.id = i.programme_id join people h on h.partnership_id = i.partnership_id
    where i.partnership_id = app.partnership() and i.id = p_item and h.user_id <> i.user_id and app.has_role_now(i.partnership_id, i.programme_id, h.user_id)
      and not exists (select from participants t where t.partnership_id = i.partnership_id and t.id = i.participant_id and t.restricted)
      and (case when i.operation = 'concerns.raise' and h.user_id in (g.safeguarding_lead_id, g.safeguarding_deputy_id) then true
        else exists (select from memberships m where m.partnership_id = i.partnership_id and m.programme_id = i.programme_id and m.user_id = h.user_id
          and m.role = case when i.operation = 'concerns.raise' then 'safeguarding_lead' else 'programme_lead' end and m.from_at <= now() and (m.until_at is null or now() < m.until_at)) end);
  perform app.hide_again(was);
end $$;
-- Asked by its writer, as it is set aside or handed over.
create function app.offline_receivers(p_item uuid) returns table (email text, programme uuid, safeguarding boolean)
language sql security definer set search_path = public, app, pg_temp as $$
  select r.email, r.programme, r.safeguarding from offline_items i, app.receivers_of_offline(i.id) r
  where i.partnership_id = app.partnership() and i.id = p_item and i.user_id = app.user_id()
$$;
-- Asked by the clock: what nobody has decided about for three days, a worry for two hours; said once more, and then left to the list.
create function app.remind_offline() returns table (item uuid, email text, programme uuid, safeguarding boolean)
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.system() is distinct from 'clock' then return; end if;
  return query
    with due as (
      update offline_items i set reminded_at = now() where i.partnership_id = app.partnership() and i.status in ('waiting', 'handed_over') and i.reminded_at is null
        and i.created_at < now() - case when i.operation = 'concerns.raise' then interval '2 hours' else interval '72 hours' end returning i.id)
    select due.id, r.email, r.programme, r.safeguarding from due, app.receivers_of_offline(due.id) r;
end $$;
-- Was the record erased that this is about? Only for whoever has, or had, a role where it was.
create function app.erased_meanwhile(p_about uuid) returns boolean language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (select from erasures e join memberships m on m.partnership_id = e.partnership_id and m.programme_id = e.programme_id and m.user_id = app.user_id()
    where e.partnership_id = app.partnership() and e.subject_id = p_about)
$$;
-- The name of whoever wrote it, also when they have left; and whether they still have a role where it belongs.
create function app.offline_writers(p_items uuid[]) returns table (id uuid, name text, gone boolean) language sql stable security definer set search_path = public, app, pg_temp as $$
  select i.id, h.name, i.programme_id is not null and not app.has_role_now(i.partnership_id, i.programme_id, i.user_id)
  from offline_items i left join people h on h.partnership_id = i.partnership_id and h.user_id = i.user_id
  where i.partnership_id = app.partnership() and i.id = any (p_items) and (i.user_id = app.user_id() or i.programme_id = any (app.role_in('programme_lead') || app.keeps_safe()))
$$;
do $$ declare f text; begin
  foreach f in array array['app.set_lease(integer)', 'app.erased_meanwhile(uuid)', 'app.offline_receivers(uuid)', 'app.remind_offline()', 'app.offline_writers(uuid[])',
    'app.set_aside_offline(uuid, text, text, uuid, text, text, boolean, timestamptz, text, jsonb)'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
revoke execute on function app.receivers_of_offline from public;

-- A worry that waits for its reader stops an erasure, as a raised one does. What was decided about goes after a month, what nobody decided about in three.
insert into erasure_blockers values ('offline_items', 't.participant_id = $2 and t.operation = ''concerns.raise'' and t.status in (''waiting'', ''handed_over'')', 'open_matter', false);
insert into retention_targets values ('quarantine', 'offline_items', 'coalesce(t.resolved_at, t.created_at + interval ''60 days'')'), ('write_digests', 'offline_receipts', 't.created_at');
alter table app.rights_not_searched no force row level security;
insert into app.rights_not_searched values ('offline_items', 'Sealed: what is in it is not in the record unless somebody takes it');
alter table app.rights_not_searched force row level security;
