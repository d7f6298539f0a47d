-- Nominees and participants: from a name that a partner brings, to a young person who said yes, or did not.
-- How a name sounds, spelled the Scottish way or not: Mac as Mc, ch and gh as k, bh and mh as v.
create function app.name_sound(words text) returns text language sql immutable parallel safe
  as $$ select public.dmetaphone(regexp_replace(regexp_replace(regexp_replace(left(app.fold(words), 100), '^mac', 'mc'), '[cg]h', 'k', 'g'), '[bm]h', 'v', 'g')) $$;

create table nominations (
  like app.row including all,
  programme_id uuid not null,
  source_partner_id uuid not null,
  source_kind text not null check (source_kind in ('police', 'fire', 'housing', 'school', 'social_work', 'eei', 'community_group', 'self', 'peer', 'family', 'other')),
  received_on date not null,
  first_name text not null check (trim(first_name) <> ''),
  family_name text not null default '',
  date_of_birth date,
  contact_pointer text not null default '',
  why_text text not null default '',
  good_at_text text not null constraint nominations_good_at_said check (trim(good_at_text) <> ''),
  tried_before_text text not null default '',
  trusted_person_text text not null default '',
  sharing_basis text not null default 'public_task' check (sharing_basis in ('public_task', 'legitimate_interest', 'consent', 'vital_interest', 'legal_obligation')),
  status text not null default 'received' check (status in ('received', 'screening', 'accepted', 'redirected', 'not_now', 'not_suitable', 'duplicate', 'declined_by_person')),
  -- Whoever is written about without having asked is told within one month (UK GDPR article 14).
  notice_due_on date not null generated always as ((received_on + interval '1 month')::date) stored,
  notice_given_on date,
  notice_how text,
  duplicate_of_id uuid,
  duplicate_of_participant_id uuid,
  erasure_due_at timestamptz,
  source_digest text,
  version integer not null default 1,
  name_key text not null generated always as (app.fold(first_name || ' ' || family_name)) stored,
  foreign key (partnership_id, source_partner_id) references partners (partnership_id, id),
  foreign key (partnership_id, duplicate_of_id) references nominations (partnership_id, id)
);
-- The same row of the same file is taken in once.
create unique index nominations_from_a_file_once on nominations (partnership_id, programme_id, source_digest) where source_digest is not null;
create index nominations_name on nominations using gin (name_key gin_trgm_ops);
create index nominations_newest on nominations (partnership_id, programme_id, received_on desc, id desc);
-- A partner's contact sees what their own partner brought, and may bring more; it is theirs to change until the panel looks at it.
select app.protect('nominations', 'identity', null, 'source_partner_id = any (app.partners()) and programme_id = any (app.role_in(''partner_contact''))',
                   'source_partner_id = any (app.partners()) and programme_id = any (app.role_in(''partner_contact'')) and status = ''received''');

create table triage_decisions (
  like app.row including all,
  programme_id uuid not null,
  nomination_id uuid not null,
  outcome text not null check (outcome in ('accepted', 'redirected', 'not_now', 'not_suitable', 'duplicate')),
  decided_on date not null,
  reasons text not null default '',
  dissent_text text not null default '',
  asset_seen text not null default '',
  foreign key (partnership_id, nomination_id) references nominations (partnership_id, id)
);
select app.protect('triage_decisions', 'identity');

-- How the words of a name sound, so that Aiden finds Aidan and Frazer finds Fraser.
create function app.sounds(words text) returns text[] language sql immutable parallel safe
  as $$ select coalesce(array_agg(distinct public.dmetaphone(one)) filter (where public.dmetaphone(one) <> ''), '{}') from regexp_split_to_table(app.fold(words), '[^a-z]+') one $$;
-- An instant as it crosses the wire, for rows that PostgreSQL writes as JSON.
create function app.iso(at timestamptz) returns text language sql stable parallel safe
  as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
-- A calendar date in a list of instants stands where that day begins here, so that what has a time that day comes after it.
create function app.begun(day date) returns timestamptz language sql stable parallel safe
  as $$ select day::timestamp at time zone 'Europe/London' $$;
create function app.today() returns date language sql stable parallel safe as $$ select (now() at time zone 'Europe/London')::date $$;
-- Does the asker have this category for this one participant? The same two questions as the policies.
create function app.sees(category text, programme uuid, participant uuid) returns boolean language sql stable parallel safe
  as $$ select programme = any (app.programmes(category)) or participant = any (app.participants(category)) $$;
-- The age band of someone born on a day, on another day.
create function app.age_band(born date, on_day date) returns text language sql immutable parallel safe
  as $$ select case when years < 16 then 'under_16' when years < 18 then '16_17' when years < 21 then '18_20' when years <= 25 then '21_25' else 'over_25' end
        from (select extract(year from age(on_day, born))) as lived (years) $$;

create sequence participant_references start 1001;
create table participants (
  like app.row including all,
  programme_id uuid not null,
  nomination_id uuid,
  reference text not null default 'YP-' || nextval('participant_references'),
  known_as text not null check (trim(known_as) <> ''),
  pronouns text not null default '',
  age_band text not null default 'not_known' check (age_band in ('under_16', '16_17', '18_20', '21_25', 'over_25', 'not_known')),
  status text not null default 'in_conversation' check (status in ('in_conversation', 'interested', 'agreed', 'active', 'paused', 'completed', 'stepped_back', 'moved_on', 'ended_for_safety', 'declined')),
  status_since date not null default current_date,
  worker_id uuid,
  user_id uuid references users (id),
  continues_from_id uuid,
  communication_note text not null default '',
  next_step text not null default '',
  next_step_on date,
  last_contact_at timestamptz,
  restricted boolean not null default false,
  erasure_due_at timestamptz,
  version integer not null default 1,
  name_key text not null generated always as (app.fold(known_as)) stored,
  sounds text[] not null generated always as (app.sounds(known_as)) stored,
  constraint participants_in_programme unique (partnership_id, programme_id, id),
  constraint participants_nominated_once unique (partnership_id, nomination_id),
  foreign key (partnership_id, nomination_id) references nominations (partnership_id, id),
  foreign key (partnership_id, worker_id) references people (partnership_id, user_id),
  foreign key (partnership_id, continues_from_id) references participants (partnership_id, id)
);
grant usage on sequence participant_references to modulus_app;
-- A caseload is read in order within a programme: longest without contact first, or by name. Trigram operators are not leakproof,
-- so under row-level security an index on them would only cost; a search compares the names of the programmes its asker may see.
create index participants_caseload on participants (partnership_id, programme_id, coalesce(last_contact_at, '-infinity'::timestamptz), id);
create index participants_by_name on participants (partnership_id, programme_id, name_key, id);
create index participants_account on participants (user_id) where user_id is not null;
select app.protect('participants', 'identity');
-- A contact that was made is no edit of the record: it does not make an open form stale.
drop trigger b_version on participants;
create trigger b_version before update on participants for each row when (old.last_contact_at is not distinct from new.last_contact_at) execute function app.next_version();
select app.open_to_door('participants');

-- Where to find them, and where not to. Its own category: never shown to placements or employers.
create table participant_contacts (
  like app.entry including all,
  family_name text not null default '',
  date_of_birth date,
  address text not null default '',
  postcode text not null default '',
  phone text not null default '',
  email text not null default '',
  safe_to_call boolean,
  safe_times text not null default '',
  voicemail_ok boolean,
  unsafe_places text not null default '',
  version integer not null default 1,
  name_key text not null generated always as (app.fold(family_name)) stored,
  sounds text[] not null generated always as (app.sounds(family_name)) stored,
  constraint participant_contacts_once unique (partnership_id, participant_id)
);
select app.protect('participant_contacts', 'contact');

-- Single participants given to a person or a partner: a match, a placement, oneself. Kept by triggers of those tables.
create table assignments (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  user_id uuid,
  partner_id uuid,
  kind text not null check (kind in ('mentor', 'placement', 'self')),
  source_id uuid not null,
  constraint assignments_once unique (partnership_id, kind, source_id)
);
create index assignments_user on assignments (partnership_id, user_id);
create index assignments_partner on assignments (partnership_id, partner_id);
select app.protect('assignments', null, null, 'programme_id = any (app.programmes(''identity''))', null, 'select');
select app.open_to_door('assignments', 'select, insert, update, delete');
grant insert on audit_events to modulus_door;

-- Gives or takes back one participant. Called by triggers only, and owned by the door because callers may not see assignments.
create function app.assign(p_partnership uuid, p_programme uuid, p_participant uuid, p_kind text, p_source uuid, p_user uuid, p_partner uuid, p_live boolean)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if not p_live then
    delete from assignments where partnership_id = p_partnership and kind = p_kind and source_id = p_source;
  else
    insert into assignments (partnership_id, id, programme_id, participant_id, user_id, partner_id, kind, source_id)
    values (p_partnership, gen_random_uuid(), p_programme, p_participant, p_user, p_partner, p_kind, p_source)
    on conflict on constraint assignments_once do update set user_id = excluded.user_id, partner_id = excluded.partner_id;
  end if;
end $$;
alter function app.assign owner to modulus_door;
revoke execute on function app.assign from public;

create function app.assign_self() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.assign(new.partnership_id, new.programme_id, new.id, 'self', new.id, new.user_id, null, new.user_id is not null);
  return null;
end $$;
alter function app.assign_self owner to modulus_door;
create trigger assign_self after insert or update of user_id on participants for each row execute function app.assign_self();

-- Every change of status, with who said it. Neutral endings: a reason is optional, and theirs.
create table participant_steps (
  like app.entry including all,
  from_status text,
  to_status text not null,
  happened_on date not null,
  reason text not null default '',
  said_by text not null default 'worker' check (said_by in ('participant', 'worker', 'together', 'parent')),
  how text not null default 'in_person' check (how in ('in_person', 'call', 'text', 'own_phone', 'writing'))
);
-- Reasons are theirs: for the team and themselves, not for a match or a placement.
select app.protect('participant_steps', null, null,
  'programme_id = any (app.programmes(''identity'')) or (participant_id = any (app.self()) and visibility = ''shared_with_person'')',
  'programme_id = any (app.programmes_to_write(''identity''))', 'select, insert');

create table participation_agreements (
  like app.entry including all,
  what_i_get text not null check (trim(what_i_get) <> ''),
  what_i_give text not null check (trim(what_i_give) <> ''),
  format text not null default 'spoken' check (format in ('spoken', 'written', 'video')),
  agreed_on date not null,
  withdrawn_on date,
  changed_to_id uuid,
  parent_agreed boolean,
  copy_given boolean not null default false,
  said_by text not null default 'participant',
  how text not null default 'in_person'
);
create unique index participation_agreements_one_live on participation_agreements (partnership_id, participant_id) where withdrawn_on is null;
-- The deal is between the young person and the team; a matched partner or mentor has no part in it.
select app.protect('participation_agreements', null, null,
  'programme_id = any (app.programmes(''participation'')) or (participant_id = any (app.self()) and visibility = ''shared_with_person'')',
  'programme_id = any (app.programmes_to_write(''participation''))');
alter table participation_agreements add constraint participation_agreements_changed_to foreign key (partnership_id, changed_to_id) references participation_agreements (partnership_id, id);

/*
 Stepping back takes one word, from the young person themselves or from the team: the agreement ends and the record says so, without a
 reason unless one was given. A function, because a young person may take back their own yes but may not otherwise change the record.
 Gives false when there is no such live agreement that the asker may end.
*/
create function app.step_back(p_agreement uuid, p_on date, p_reason text, p_said_by text, p_how text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  who record;
begin
  update participation_agreements a set withdrawn_on = p_on
  where a.partnership_id = app.partnership() and a.id = p_agreement and a.withdrawn_on is null
    and (a.programme_id = any (app.programmes_to_write('identity')) or a.participant_id = any (app.self()))
  returning a.programme_id, a.participant_id into who;
  if not found then return false; end if;
  insert into participant_steps (id, programme_id, participant_id, from_status, to_status, happened_on, reason, said_by, how)
  select gen_random_uuid(), p.programme_id, p.id, p.status, 'stepped_back', p_on, p_reason, p_said_by, p_how
  from participants p where p.partnership_id = app.partnership() and p.id = who.participant_id and p.status in ('agreed', 'active', 'paused');
  update participants p set status = 'stepped_back', status_since = p_on
  where p.partnership_id = app.partnership() and p.id = who.participant_id and p.status in ('agreed', 'active', 'paused');
  return true;
end $$;
revoke execute on function app.step_back from public;
grant execute on function app.step_back to modulus_app;

create table interests (
  like app.entry including all,
  own_words text not null check (trim(own_words) <> ''),
  tag text,
  strength integer check (strength between 1 and 3),
  heard_on date not null,
  heard_visit_id uuid,
  status text not null default 'heard' check (status in ('heard', 'being_worked_on', 'offered', 'done', 'gone')),
  said_by text not null default 'participant',
  version integer not null default 1
);
select app.protect('interests', 'interests');
create table assets (
  like app.entry including all,
  own_words text not null check (trim(own_words) <> ''),
  kind text not null default 'skill' check (kind in ('skill', 'knowledge', 'network', 'role', 'experience')),
  heard_on date not null,
  heard_visit_id uuid,
  said_by text not null default 'participant',
  version integer not null default 1
);
select app.protect('assets', 'interests');
create table goals (
  like app.entry including all,
  own_words text not null check (trim(own_words) <> ''),
  set_on date not null,
  status text not null default 'open' check (status in ('open', 'reached', 'changed', 'let_go')),
  said_by text not null default 'participant',
  version integer not null default 1
);
select app.protect('goals', 'interests');

-- What keeps a visit safe: what to do, who decided, until when. Never a score.
create table visit_risk_flags (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  what_to_do text not null check (trim(what_to_do) <> ''),
  why text not null default '',
  source text not null default '',
  agreed_on date not null,
  review_on date not null,
  ended_on date,
  ended_why text not null default '',
  decided_by_id uuid,
  version integer not null default 1,
  constraint visit_risk_flags_ninety_days check (review_on between agreed_on and agreed_on + 90),
  foreign key (partnership_id, decided_by_id) references people (partnership_id, user_id)
);
select app.protect('visit_risk_flags', 'risk');
-- Someone looked, and there was nothing to record. An empty list alone would read as "safe".
create table safety_checks (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  checked_on date not null
);
select app.protect('safety_checks', 'risk');

-- Staff words and a person's own words about one thing that happened, apart from each other and apart from the thing.
create table notes (
  like app.entry including all,
  kind text not null check (kind in ('visit', 'contact', 'mentoring', 'placement')),
  about_id uuid not null,
  skills_words text not null default '',
  job_words text not null default '',
  their_words text not null default '',
  staff_words text not null default '',
  version integer not null default 1,
  constraint notes_once unique (partnership_id, kind, about_id)
);
-- A mentor has no notes but their own.
select app.protect('notes', 'notes', null, 'created_by = app.user_id() and participant_id = any (app.participants(''participation''))',
                   'kind in (''mentoring'', ''placement'') and participant_id = any (app.participants_to_write(''participation'')) and participant_id <> all (app.self())');

create table saved_views (
  like app.row including all,
  page text not null,
  name text not null check (trim(name) <> ''),
  filters jsonb not null,
  constraint saved_views_name_once unique (partnership_id, created_by, page, name)
);
select app.protect('saved_views', null, null, 'created_by = app.user_id()', 'created_by = app.user_id()', 'select, insert, update, delete');

/*
 When the person was last really in touch, and what comes next: kept here from what happened, so that no list has to look for it. A knock
 that no one answered is no contact, but it may name the next step. Coming to a session is being in touch, and so is telling us
 that they cannot. Called by triggers of visits, contact events, mentoring sessions and attendance.
*/
create function app.keep_in_touch() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  what jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  whom uuid := (what ->> 'participant_id')::uuid;
  reached timestamptz;
begin
  select max(at) into reached from (
    select max(happened_at) from visits where partnership_id = (what ->> 'partnership_id')::uuid and participant_id = whom and status = 'recorded' and outcome <> 'no_one_in'
    union all select max(happened_at) from contact_events where partnership_id = (what ->> 'partnership_id')::uuid and participant_id = whom and outcome not in ('no_answer', 'not_in')
    union all select case when max(held_on) is not null then least(app.begun(max(held_on)), now()) end from mentoring_sessions where partnership_id = (what ->> 'partnership_id')::uuid and participant_id = whom and kind <> 'missed'
    union all select max(s.starts_at) from attendance a join course_sessions s on s.partnership_id = a.partnership_id and s.id = a.course_session_id
      where a.partnership_id = (what ->> 'partnership_id')::uuid and a.participant_id = whom and a.mark in ('came', 'came_part', 'came_late', 'kept_in_touch', 'told_us_cant', 'chose_other')
  ) as touch (at);
  update participants set last_contact_at = reached
  where partnership_id = (what ->> 'partnership_id')::uuid and id = whom and last_contact_at is distinct from reached;
  if tg_table_name = 'visits' and what ->> 'status' = 'recorded' and not exists (
    select 1 from visits where partnership_id = (what ->> 'partnership_id')::uuid and participant_id = whom and status = 'recorded' and happened_at > (what ->> 'happened_at')::timestamptz) then
    update participants set next_step = coalesce(what ->> 'next_step', ''), next_step_on = (what ->> 'next_on')::date
    where partnership_id = (what ->> 'partnership_id')::uuid and id = whom
      and (next_step, next_step_on) is distinct from (coalesce(what ->> 'next_step', ''), (what ->> 'next_on')::date);
  elsif tg_table_name = 'contact_events' and tg_op = 'INSERT' and what ->> 'next_on' is not null then
    update participants set next_step = 'get_in_touch', next_step_on = (what ->> 'next_on')::date
    where partnership_id = (what ->> 'partnership_id')::uuid and id = whom
      and (next_step, next_step_on) is distinct from ('get_in_touch', (what ->> 'next_on')::date);
  end if;
  return null;
end $$;

/*
 Who sees what of one person, in the words of the matrix: for each partner and role, the categories that the lead partner's place or a
 live agreement leaves of it, whether for everyone in the programme or because this person was given to them. Names only those given.
 Answers only someone who may see the person.
*/
create function app.who_sees(p_participant uuid) returns table (
  partner_id uuid, partner_name text, lead boolean, role text, people integer, names text[], categories text[], until timestamptz
) language sql stable security definer set search_path = public, app, pg_temp as $$
  with person as (
    select p.partnership_id, p.programme_id, p.id, g.lead_partner_id
    from participants p join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
    where p.partnership_id = app.partnership() and p.id = p_participant and app.sees('identity', p.programme_id, p.id)
  ), agreed as (
    select a.partner_id, array_agg(distinct c) as categories, max(a.valid_until) as until
    from person join sharing_agreements a on a.partnership_id = person.partnership_id and a.programme_id = person.programme_id, unnest(a.categories) c
    where a.ended_at is null and a.valid_from <= now() and now() < a.valid_until
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
revoke execute on function app.who_sees from public;
grant execute on function app.who_sees to modulus_app;
