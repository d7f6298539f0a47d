-- Programmes, the partners in them, who holds which role, and what each partner is allowed to see.
create table areas (
  like app.row including all,
  kind text not null check (kind in ('datazone', 'intermediate_zone', 'beat', 'estate', 'custom')),
  code text not null,
  name text not null check (trim(name) <> ''),
  source_version text not null default '',
  constraint areas_code_once unique (partnership_id, kind, code)
);
select app.protect('areas', null, null, 'cardinality(app.mine()) > 0 or app.is_admin()', 'app.is_admin() or cardinality(app.role_in(''programme_lead'')) > 0');

create table programmes (
  like app.row including all,
  name text not null check (trim(name) <> ''),
  area_id uuid not null,
  lead_partner_id uuid not null,
  cohort_name text not null default '',
  status text not null default 'spotted' check (status in ('spotted', 'convened', 'preparing', 'outreach', 'co_design', 'running', 'winding_down', 'follow_up', 'closed', 'paused')),
  paused_from text,
  pathway text not null default 'prevention' check (pathway in ('prevention', 'detection', 'treatment', 'rehabilitation')),
  started_on date,
  goal_shared text not null default '',
  deadline_what text,
  deadline_on date,
  deadline_whose text,
  derived_from_id uuid,
  tried_before text not null default '',
  invited_count integer check (invited_count >= 0),
  dpia_status text not null default 'not_started' check (dpia_status in ('not_started', 'in_progress', 'approved')),
  rights_check_status text not null default 'not_started' check (rights_check_status in ('not_started', 'in_progress', 'done')),
  safeguarding_lead_id uuid,
  safeguarding_deputy_id uuid,
  outcomes_note text not null default '',
  synthetic boolean not null default false,
  version integer not null default 1,
  constraint programmes_name_once unique (partnership_id, name),
  constraint programmes_deadline_whole check ((deadline_what is null) = (deadline_on is null)),
  foreign key (partnership_id, area_id) references areas (partnership_id, id),
  foreign key (partnership_id, lead_partner_id) references partners (partnership_id, id),
  foreign key (partnership_id, derived_from_id) references programmes (partnership_id, id),
  foreign key (partnership_id, safeguarding_lead_id) references people (partnership_id, user_id),
  foreign key (partnership_id, safeguarding_deputy_id) references people (partnership_id, user_id)
);
select app.protect('programmes', null, null, 'id = any (app.mine()) or app.is_admin()',
                   'id = any (app.role_in(''programme_lead'')) or app.is_admin()');
-- A lead may begin another programme for their own partner; only afterwards is it one of theirs.
create policy begins on programmes for insert to modulus_app with check (
  partnership_id = app.partnership() and lead_partner_id = any (app.partners()) and cardinality(app.role_in('programme_lead')) > 0);
select app.open_to_door('programmes');

create table programme_partners (
  like app.row including all,
  programme_id uuid not null,
  partner_id uuid not null,
  role text not null check (role in ('lead', 'anchor', 'outreach', 'provider', 'referrer', 'funder', 'adviser')),
  offers text not null default '',
  asks text not null default '',
  constraint programme_partners_once unique (partnership_id, programme_id, partner_id, role),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
select app.protect('programme_partners', null, null, 'programme_id = any (app.mine()) or partner_id = any (app.partners()) or app.is_admin()',
                   'programme_id = any (app.role_in(''programme_lead'')) or app.is_admin()', 'select, insert, update, delete');
select app.open_to_door('programme_partners', 'select, insert');

create table memberships (
  like app.row including all,
  programme_id uuid,
  user_id uuid not null references users (id),
  partner_id uuid,
  role text not null check (role in ('programme_lead', 'outreach_officer', 'mentor', 'partner_contact', 'placement_supervisor', 'safeguarding_lead', 'data_lead', 'analyst', 'participant', 'participant_rep')),
  from_at timestamptz not null default now(),
  until_at timestamptz,
  constraint memberships_in_a_programme check (programme_id is not null),
  constraint memberships_for_a_partner check (partner_id is not null or role in ('participant', 'participant_rep')),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
create unique index memberships_role_once on memberships (partnership_id, programme_id, user_id, role) where until_at is null;
create index memberships_of_user on memberships (user_id, partnership_id);
-- An administrator gives roles, and cannot give one to themselves.
select app.protect('memberships', null, null, 'user_id = app.user_id() or programme_id = any (app.mine()) or app.is_admin()',
                   'app.is_admin() and user_id <> app.user_id()');
select app.open_to_door('memberships', 'select, insert');

-- Whoever begins a programme for their own partner leads it; an administrator never leads by beginning one. The lead partner is in it.
create function app.begin_programme() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  insert into programme_partners (partnership_id, id, programme_id, partner_id, role) values (new.partnership_id, gen_random_uuid(), new.id, new.lead_partner_id, 'lead');
  if not app.is_admin() and new.lead_partner_id = any (app.partners()) then
    insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role)
    values (new.partnership_id, gen_random_uuid(), new.id, app.user_id(), new.lead_partner_id, 'programme_lead');
  end if;
  return null;
end $$;
alter function app.begin_programme owner to modulus_door;
create trigger begin_programme after insert on programmes for each row when (app.user_id() is not null) execute function app.begin_programme();

create table sharing_agreements (
  like app.row including all,
  programme_id uuid not null,
  partner_id uuid not null,
  categories text[] not null check (categories <@ array['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'safeguarding', 'power'] and cardinality(categories) > 0),
  purpose text not null check (trim(purpose) <> ''),
  reference text not null default '',
  valid_from timestamptz not null default now(),
  valid_until timestamptz not null,
  ended_at timestamptz,
  ended_reason text,
  version integer not null default 1,
  constraint sharing_agreements_in_order check (valid_until > valid_from),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
select app.protect('sharing_agreements', null, null,
  'app.is_admin() or programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead'')) or partner_id = any (app.partners())',
  'app.is_admin() or programme_id = any (app.role_in(''data_lead''))');
select app.open_to_door('sharing_agreements');

-- What a programme needs before anyone knocks on a door, in figures: not everyone who may read the programme may read the
-- agreements behind them. Answers only for programmes that the reader can see.
create function app.count_readiness(p_programme uuid) returns table (live_agreements integer, clear_officers integer)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select
    (select count(*)::int from sharing_agreements a where a.partnership_id = app.partnership() and a.programme_id = p_programme
       and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until),
    (select count(distinct m.user_id)::int from memberships m join people p on p.partnership_id = m.partnership_id and p.user_id = m.user_id
     where m.partnership_id = app.partnership() and m.programme_id = p_programme and m.role = 'outreach_officer' and m.from_at <= now()
       and (m.until_at is null or now() < m.until_at) and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
       and p.pvg_confirmed_on <= current_date)
  where p_programme = any (app.mine()) or app.is_admin()
$$;
alter function app.count_readiness owner to modulus_counter;
revoke execute on function app.count_readiness from public;
grant execute on function app.count_readiness to modulus_app;

-- Why personal data is held. Later issues deepen it; every entry about a person can already name its purpose.
create table processing_purposes (
  like app.row including all,
  name text not null,
  lawful_basis text not null default 'public_task',
  retention_note text not null default ''
);
select app.protect('processing_purposes', null, null, 'cardinality(app.mine()) > 0 or app.is_admin()', 'app.is_admin()');

-- Who decided what. The minimum that a course agreed by the group stands on; a later issue gives it its depth.
create table decisions (
  like app.row including all,
  programme_id uuid not null,
  title text not null check (trim(title) <> ''),
  decided_by text not null check (decided_by in ('participants', 'together', 'officer', 'partner', 'lead', 'funder', 'law')),
  how text not null default 'consensus' check (how in ('consensus', 'vote', 'individual_choice', 'toss', 'rule')),
  decided_on date not null,
  words text not null default '',
  outcome_text text not null default '',
  course_id uuid
);
select app.protect('decisions', 'power');
