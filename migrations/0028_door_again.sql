-- What the door must know besides roles: whether an agreement was ever signed, who asked that their record be left alone, who looks in an
-- emergency, and whether a session has shown its second factor. And a purpose for what the clock does.

-- A draft is no agreement. Those that stood before count as signed on the day they were made.
alter table sharing_agreements add column agreed_at timestamptz;
update sharing_agreements set agreed_at = created_at;

-- A session that still owes its second factor opens nothing but the routes that take one.
alter table sessions add column waiting_for text check (waiting_for in ('factor', 'enrolment'));

-- Looking at one record outside one's own work, for a reason and for an hour. UK GDPR article 5(1)(f): the exception is seen by others.
create table break_glass (
  like app.entry including all,
  user_id uuid not null,
  reason text not null check (trim(reason) <> ''),
  from_at timestamptz not null default now(),
  until_at timestamptz not null default now() + interval '60 minutes',
  ended_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by uuid,
  review_words text not null default '',
  constraint break_glass_an_hour check (until_at <= from_at + interval '60 minutes' and until_at > from_at),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id)
);
create index break_glass_open on break_glass (partnership_id, user_id) where ended_at is null;
select app.protect('break_glass', null, null,
  'user_id = app.user_id() or programme_id = any (app.role_in(''programme_lead'')) or programme_id = any (app.role_in(''data_lead''))', null, 'select');
select app.open_to_door('break_glass', 'select, insert, update');

-- Restriction of processing (UK GDPR article 18): such a record is kept and shown to nobody but the young person, in no list, search,
-- count or report. A restrictive policy on every table that names a participant says so once for all; the owner's own functions (the check for
-- duplicates, rights, safeguarding) still find it. The list is empty on almost every day, so the setting is asked first.
create index participants_restricted on participants (partnership_id) where restricted;
create function app.restricted() returns uuid[] language sql stable parallel safe as $$ select app.uuids('restricted') $$;
create function app.hide_restricted(t regclass) returns void language plpgsql as $$
declare
  person text := case when t = 'participants'::regclass then 'id' else 'participant_id' end;
begin
  execute format('create policy unless_restricted on %s as restrictive to modulus_app, modulus_counter
    using (app.setting(''restricted'') is null or %2$I is null or %2$I <> all (app.restricted()))
    with check (app.setting(''restricted'') is null or %2$I is null or %2$I <> all (app.restricted()))', t, person);
end $$;
do $$ declare t regclass; begin
  for t in select a.attrelid::regclass from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and (a.attname = 'participant_id' or (c.relname = 'participants' and a.attname = 'id')) and not a.attisdropped
      and c.relname not in ('access_events', 'safeguarding_concerns', 'assignments', 'break_glass') and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'sees')
  loop perform app.hide_restricted(t); end loop;
end $$;
-- And on every table that will name one: app.protect() is kept under another name and followed by the rule.
alter function app.protect(regclass, text, text, text, text, text) rename to protect_by_category;
create function app.protect(t regclass, category text, write_category text default null, also_read text default null,
                            also_write text default null, deeds text default 'select, insert, update') returns void language plpgsql as $$
begin
  perform app.protect_by_category(t, category, write_category, also_read, also_write, deeds);
  if exists (select from pg_attribute where attrelid = t and attname = 'participant_id' and not attisdropped) then perform app.hide_restricted(t); end if;
end $$;

-- The door, once more: as in 0021, and it asks for what is above.
create or replace function app.enter(p_user uuid, p_partnership uuid, p_request uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  who record;
  held record;
  placed record;
  category text;
begin
  select p.name, p.partner_id, p.administrator into who from people p
  where p.partnership_id = p_partnership and p.user_id = p_user and p.disabled_at is null and (p.left_on is null or p.left_on > current_date);
  if not found then
    select t.known_as as name, null::uuid as partner_id, false as administrator into who from participants t
    where t.partnership_id = p_partnership and t.user_id = p_user limit 1;
    if not found then raise exception 'no longer in this partnership' using errcode = 'MO401'; end if;
  end if;

  -- Roles that live now, side by side in arrays. `agreed` is null where the role is not narrowed by an agreement; a role that would be
  -- narrowed to nothing is not held.
  select array_agg(l.programme_id) as programmes, array_agg(l.partner_id) as partners, array_agg(l.role) as roles, array_agg(l.agreed) as agreed,
    array_agg(distinct l.programme_id)::text as mine,
    coalesce(jsonb_agg(jsonb_build_object('programmeId', l.programme_id, 'partnerId', l.partner_id, 'role', l.role, 'lead', l.lead)), '[]') as memberships,
    array(select s.participant_id from assignments s where s.partnership_id = p_partnership and s.user_id = p_user and s.kind = 'self') as self,
    array(select t.id from participants t where t.partnership_id = p_partnership and t.restricted and t.user_id is distinct from p_user) as restricted,
    array(select b.participant_id from break_glass b where b.partnership_id = p_partnership and b.user_id = p_user and b.ended_at is null and b.until_at > now()) as opened
  into held from (
    select m.programme_id, m.partner_id, m.role, m.lead, case when not m.lead then s.agreed end as agreed
    from (
      select x.programme_id, x.partner_id, x.role,
        coalesce(x.partner_id = (select g.lead_partner_id from programmes g where g.partnership_id = p_partnership and g.id = x.programme_id), false) as lead
      from memberships x
      where x.partnership_id = p_partnership and x.user_id = p_user and x.from_at <= now() and (x.until_at is null or now() < x.until_at)
        and (x.partner_id is null or x.partner_id = who.partner_id)
      offset 0 -- so that `lead` is asked once for each role
    ) m left join lateral (
      select array_agg(c)::text as agreed from sharing_agreements a, unnest(a.categories) c
      where a.partnership_id = p_partnership and a.programme_id = m.programme_id and a.partner_id = m.partner_id
        and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until and not m.lead
    ) s on true
    where m.lead or m.partner_id is null or s.agreed is not null
  ) l;

  perform set_config('app.user', p_user::text, true), set_config('app.partnership', p_partnership::text, true), set_config('app.request', p_request::text, true);
  if who.partner_id is not null then perform set_config('app.partners', '{' || who.partner_id || '}', true); end if;
  if who.administrator then perform set_config('app.admin', 'yes', true); end if;
  if held.self <> '{}' then perform set_config('app.self', held.self::text, true); end if;
  if held.restricted <> '{}' then perform set_config('app.restricted', held.restricted::text, true); end if;
  if held.programmes is not null then
    perform set_config('app.mine', held.mine, true);
    perform set_config('app.role_' || l.role, array_agg(distinct l.programme)::text, true) from unnest(held.programmes, held.roles) l (programme, role) group by l.role;
    -- The access matrix: which categories reach everyone in which programmes.
    select bool_or(g.given) as given,
      count(case when g.reads is not null then set_config('app.read_' || g.category, g.reads, true) end),
      count(case when g.writes is not null then set_config('app.write_' || g.category, g.writes, true) end)
    into placed from (
      select a.category, bool_or(a.reach = 'given') as given, (array_agg(distinct l.programme) filter (where a.reach = 'programme'))::text as reads,
        (array_agg(distinct l.programme) filter (where a.reach = 'programme' and a.may_write))::text as writes
      from unnest(held.programmes, held.roles, held.agreed) l (programme, role, agreed)
      join app.access a on a.role = l.role and (l.agreed is null or a.category = any (l.agreed::text[]))
      group by a.category
    ) g;
    -- And which reach only the participants given to this person: their match, their placement, themselves.
    if placed.given then
      perform set_config('app.readp_' || g.category, g.reads, true), case when g.writes is not null then set_config('app.writep_' || g.category, g.writes, true) end
      from (
        select a.category, array_agg(distinct s.participant_id)::text as reads, (array_agg(distinct s.participant_id) filter (where a.may_write))::text as writes
        from unnest(held.programmes, held.partners, held.roles, held.agreed) l (programme, partner, role, agreed)
        join app.access a on a.role = l.role and a.reach = 'given' and (l.agreed is null or a.category = any (l.agreed::text[]))
        join assignments s on s.partnership_id = p_partnership and s.programme_id = l.programme
          and ((l.role = 'mentor' and s.kind = 'mentor' and s.user_id = p_user)
            or (l.role in ('partner_contact', 'placement_supervisor') and s.kind = 'placement' and s.partner_id = l.partner)
            or (l.role = 'participant' and s.kind = 'self' and s.user_id = p_user))
        group by a.category
      ) g;
    end if;
    -- Whoever works for a programme here may be let in to one record for an hour: to read what a worker would need, and nothing of it to change.
    if held.opened <> '{}' then
      foreach category in array array['identity', 'contact', 'interests', 'participation', 'notes', 'risk'] loop
        perform set_config('app.readp_' || category, (app.participants(category) || held.opened)::text, true);
      end loop;
    end if;
  end if;
  return jsonb_build_object('userId', p_user, 'partnershipId', p_partnership, 'name', who.name, 'partnerId', who.partner_id, 'administrator', who.administrator,
    'memberships', held.memberships, 'self', to_jsonb(held.self));
end $$;

-- As in 0021; a session that waits for its second factor is refused by name.
create or replace function app.open_door(p_session uuid, p_request uuid, p_reading boolean) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s record;
begin
  select x.user_id, x.partnership_id, x.last_seen_at, x.waiting_for into s
  from sessions x join users u on u.id = x.user_id
  where x.id = p_session and x.ended_at is null and u.disabled_at is null and now() < x.expires_at and now() < x.last_seen_at + interval '60 minutes';
  if not found then raise exception 'signed out' using errcode = 'MO401'; end if;
  if s.waiting_for is not null then raise exception 'second factor needed' using errcode = 'MO403'; end if;
  if s.last_seen_at < now() - interval '1 minute' then update sessions set last_seen_at = now() where id = p_session; end if;
  if p_reading then perform set_config('synchronous_commit', 'off', true); end if;
  return app.enter(s.user_id, s.partnership_id, p_request) || jsonb_build_object('sessionId', p_session);
end $$;

-- 'messages' delivers what was written; 'clock' is what time alone makes necessary. Either sees only what policies and functions give it.
create or replace function app.open_as_system(p_purpose text, p_partnership uuid, p_request uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if p_purpose not in ('messages', 'clock') then raise exception 'unknown purpose %', p_purpose using errcode = 'MO401'; end if;
  execute format('set local app.system = %L; set local app.partnership = %L; set local app.request = %L', p_purpose, p_partnership, p_request);
  return jsonb_build_object('userId', null, 'partnershipId', p_partnership, 'name', p_purpose, 'administrator', false, 'memberships', '[]'::jsonb, 'self', '[]'::jsonb);
end $$;
-- For whom the clock strikes: ids, and nothing that goes with them.
create function app.partnership_ids() returns setof uuid language sql stable security definer set search_path = public, app, pg_temp
  as $$ select id from partnerships order by id $$;
alter function app.partnership_ids owner to modulus_door;
revoke execute on function app.partnership_ids from public;
grant execute on function app.partnership_ids to modulus_app;

-- The two other places that say whom an agreement lets in: a draft lets in nobody there either.
create or replace function app.who_reads(p_programme uuid, p_category text) returns setof uuid
language sql stable security definer set search_path = public, app, pg_temp as $$
  select distinct m.user_id
  from memberships m
  join programmes g on g.partnership_id = m.partnership_id and g.id = m.programme_id
  join app.access a on a.role = m.role and a.category = p_category and a.reach = 'programme'
  join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.partner_id = m.partner_id
    and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
  where m.partnership_id = app.partnership() and m.programme_id = p_programme and p_programme = any (app.mine())
    and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    and (g.lead_partner_id = m.partner_id or exists (
      select from sharing_agreements s where s.partnership_id = m.partnership_id and s.programme_id = m.programme_id and s.partner_id = m.partner_id
        and p_category = any (s.categories) and s.agreed_at is not null and s.ended_at is null and s.valid_from <= now() and now() < s.valid_until))
$$;
create or replace function app.count_readiness(p_programme uuid) returns table (live_agreements integer, clear_officers integer)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select
    (select count(*)::int from sharing_agreements a where a.partnership_id = app.partnership() and a.programme_id = p_programme
       and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until),
    (select count(distinct m.user_id)::int from memberships m join people p on p.partnership_id = m.partnership_id and p.user_id = m.user_id
     where m.partnership_id = app.partnership() and m.programme_id = p_programme and m.role = 'outreach_officer' and m.from_at <= now()
       and (m.until_at is null or now() < m.until_at) and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
       and p.pvg_confirmed_on <= current_date)
  where p_programme = any (app.mine()) or app.is_admin()
$$;
create or replace function app.who_sees(p_participant uuid) returns table (
  partner_id uuid, partner_name text, lead boolean, role text, people integer, names text[], categories text[], until timestamptz
) language sql stable security definer set search_path = public, app, pg_temp as $$
  with person as (
    select p.partnership_id, p.programme_id, p.id, g.lead_partner_id
    from participants p join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
    where p.partnership_id = app.partnership() and p.id = p_participant and app.sees('identity', p.programme_id, p.id)
  ), agreed as (
    select a.partner_id, array_agg(distinct c) as categories, max(a.valid_until) as until
    from person join sharing_agreements a on a.partnership_id = person.partnership_id and a.programme_id = person.programme_id, unnest(a.categories) c
    where a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until
    group by a.partner_id
  ), reached as (
    select m.partner_id, m.role, m.user_id, h.name, x.category, m.partner_id = person.lead_partner_id as lead, x.reach = 'given' as given, agreed.until
    from person
    join memberships m on m.partnership_id = person.partnership_id and m.programme_id = person.programme_id and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.partner_id = m.partner_id and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
    join access x on x.role = m.role
    left join agreed on agreed.partner_id = m.partner_id
    where (m.partner_id = person.lead_partner_id or x.category = any (agreed.categories))
      and x.category <> 'power'
      and (x.reach = 'programme' or exists (
        select 1 from assignments s where s.partnership_id = person.partnership_id and s.participant_id = person.id
          and ((m.role = 'mentor' and s.kind = 'mentor' and s.user_id = m.user_id) or (m.role in ('partner_contact', 'placement_supervisor') and s.kind = 'placement' and s.partner_id = m.partner_id))))
  )
  select r.partner_id, t.name, coalesce(r.lead, false), r.role, count(distinct r.user_id)::integer,
    coalesce(array_agg(distinct r.name) filter (where r.given), '{}'), array_agg(distinct r.category), max(r.until)
  from reached r join partners t on t.partnership_id = app.partnership() and t.id = r.partner_id
  group by r.partner_id, t.name, r.lead, r.role
  order by 3 desc, t.name, r.role
$$;
