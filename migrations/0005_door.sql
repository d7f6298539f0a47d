-- The door: from a live session to a context, in one call inside the transaction it serves. It alone reads sessions and
-- memberships before a context exists, and it leaves no trace after COMMIT because every setting is transaction-local.
-- The values are built here from uuid columns, so no text from outside ever reaches a SET.

-- What a person may do in a partnership at this moment. Roles count only for people who have not left, for the lead partner
-- or under a live agreement; an agreement narrows a role to its categories.
create function app.enter(p_user uuid, p_partnership uuid, p_request uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  who record;
  lists text;
  memberships jsonb;
  me jsonb;
begin
  select p.name, p.partner_id, p.administrator into who from people p
  where p.partnership_id = p_partnership and p.user_id = p_user and p.disabled_at is null and (p.left_on is null or p.left_on > current_date);
  if not found then
    select t.known_as as name, null::uuid as partner_id, false as administrator into who from participants t
    where t.partnership_id = p_partnership and t.user_id = p_user limit 1;
    if not found then raise exception 'no longer in this partnership' using errcode = 'MO401'; end if;
  end if;
  with held as (
    select m.programme_id, m.partner_id, m.role, coalesce(g.lead_partner_id = m.partner_id, false) as lead,
      case when m.partner_id is null or g.lead_partner_id = m.partner_id then null
      else array(select c from sharing_agreements a, unnest(a.categories) c
                 where a.partnership_id = p_partnership and a.programme_id = m.programme_id and a.partner_id = m.partner_id
                   and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until) end as agreed
    from memberships m
    join programmes g on g.partnership_id = p_partnership and g.id = m.programme_id
    where m.partnership_id = p_partnership and m.user_id = p_user and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
      and (m.partner_id is null or m.partner_id = who.partner_id)
  ), live as materialized (
    select * from held where agreed is null or agreed <> '{}'
  ), granted as materialized (
    select l.programme_id, l.partner_id, l.role, a.category, a.reach, a.may_write
    from live l join app.access a on a.role = l.role and (l.agreed is null or a.category = any (l.agreed))
  ), given as materialized (
    select s.participant_id, g.category, g.may_write
    from granted g join assignments s on s.partnership_id = p_partnership and s.programme_id = g.programme_id
      and ((g.role = 'mentor' and s.kind = 'mentor' and s.user_id = p_user)
        or (g.role in ('partner_contact', 'placement_supervisor') and s.kind = 'placement' and s.partner_id = g.partner_id)
        or (g.role = 'participant' and s.kind = 'self' and s.user_id = p_user))
    where g.reach = 'given'
  ), listed (key, id) as materialized (
    select 'read_' || category, programme_id from granted where reach = 'programme'
    union all select 'write_' || category, programme_id from granted where reach = 'programme' and may_write
    union all select 'readp_' || category, participant_id from given
    union all select 'writep_' || category, participant_id from given where may_write
    union all select 'role_' || role, programme_id from live
    union all select 'mine', programme_id from live
    union all select 'self', s.participant_id from assignments s where s.partnership_id = p_partnership and s.kind = 'self' and s.user_id = p_user
  )
  select (select string_agg(line, '') from (select format('set local app.%I = %L;', key, string_agg(distinct id::text, ',')) as line from listed group by key) lines),
    (select jsonb_agg(jsonb_build_object('programmeId', programme_id, 'partnerId', partner_id, 'role', role, 'lead', lead)) from live),
    (select jsonb_agg(id) from listed where key = 'self')
  into lists, memberships, me;
  execute concat(lists, format('set local app."user" = %L; set local app.partnership = %L; set local app.request = %L;', p_user, p_partnership, p_request),
    case when who.partner_id is not null then format('set local app.partners = %L;', who.partner_id) end,
    case when who.administrator then 'set local app.admin = ''yes'';' end);
  return jsonb_build_object('userId', p_user, 'partnershipId', p_partnership, 'name', who.name, 'partnerId', who.partner_id, 'administrator', who.administrator,
    'memberships', coalesce(memberships, '[]'), 'self', coalesce(me, '[]'));
end $$;

-- Idle 60 minutes, absolute 12 hours; ended sessions, disabled accounts: refused on the next request.
create function app.open_door(p_session uuid, p_request uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s record;
begin
  select x.user_id, x.partnership_id, x.last_seen_at into s
  from sessions x join users u on u.id = x.user_id
  where x.id = p_session and x.ended_at is null and u.disabled_at is null and now() < x.expires_at and now() < x.last_seen_at + interval '60 minutes';
  if not found then raise exception 'signed out' using errcode = 'MO401'; end if;
  if s.last_seen_at < now() - interval '1 minute' then update sessions set last_seen_at = now() where id = p_session; end if;
  return app.enter(s.user_id, s.partnership_id, p_request) || jsonb_build_object('sessionId', p_session);
end $$;

-- A job that works for a person sees what that person may see at the time it runs, not at the time it was ordered.
create function app.open_as_person(p_user uuid, p_partnership uuid, p_request uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if not exists (select 1 from users where id = p_user and disabled_at is null) then
    raise exception 'account disabled' using errcode = 'MO401';
  end if;
  return app.enter(p_user, p_partnership, p_request);
end $$;

-- A job that works for nobody in particular names its purpose, and sees only what policies give to that purpose.
create function app.open_as_system(p_purpose text, p_partnership uuid, p_request uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if p_purpose not in ('messages') then raise exception 'unknown purpose %', p_purpose using errcode = 'MO401'; end if;
  execute format('set local app.system = %L; set local app.partnership = %L; set local app.request = %L', p_purpose, p_partnership, p_request);
  return jsonb_build_object('userId', null, 'partnershipId', p_partnership, 'name', p_purpose, 'administrator', false, 'memberships', '[]'::jsonb, 'self', '[]'::jsonb);
end $$;

do $$ declare f text; begin
  foreach f in array array['app.enter(uuid, uuid, uuid)', 'app.open_door(uuid, uuid)', 'app.open_as_person(uuid, uuid, uuid)', 'app.open_as_system(text, uuid, uuid)'] loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function app.open_door, app.open_as_person, app.open_as_system to modulus_app;

-- The logs: added to by everyone through triggers and handlers, read by administrators (who changed what) and data leads.
do $$ declare t text; begin
  foreach t in array array['audit_events', 'access_events'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('alter table %I add foreign key (partnership_id) references partnerships (id)', t);
    execute format('grant select, insert on %I to modulus_app', t);
    perform app.keep_for_owner(t::regclass);
  end loop;
end $$;
create policy adds on audit_events for insert to modulus_app, modulus_door, modulus_counter with check (true);
create policy sees on audit_events for select to modulus_app using (partnership_id = app.partnership() and app.is_admin());
create policy adds on access_events for insert to modulus_app with check (partnership_id = app.partnership() and user_id = app.user_id());
create policy sees on access_events for select to modulus_app using (partnership_id = app.partnership()
  and (programme_id = any (app.role_in('data_lead')) or participant_id = any (app.self())));

-- Writes that may be sent twice: the digest of what was first sent under an id. No body is kept.
create table write_digests (
  like app.row including all,
  operation text not null,
  digest text not null
);
select app.protect('write_digests', null, null, 'created_by = app.user_id()', 'created_by = app.user_id()', 'select, insert');
-- Digests and drafts change with every field and say nothing about a person's record, so they are not audited.
drop trigger z_audit on write_digests;

-- Half-filled forms, kept for their owner only until they are sent or thrown away.
create table drafts (
  like app.row including all,
  kind text not null check (kind in ('visit', 'contact', 'nomination', 'concern', 'offer', 'note', 'mentoring', 'agreement', 'review', 'course', 'other')),
  about_id uuid,
  title text not null default '',
  body jsonb not null,
  version integer not null default 1
);
create index drafts_of_owner on drafts (partnership_id, created_by, updated_at desc);
select app.protect('drafts', null, null, 'created_by = app.user_id()', 'created_by = app.user_id()', 'select, insert, update, delete');
drop trigger z_audit on drafts;
