-- Nominees and participants: from a name that a partner brings, to a young person who said yes, or did not.
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
  notice_due_on date not null,
  notice_given_on date,
  notice_how text,
  duplicate_of_id uuid,
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
-- A referrer sees what their own partner brought, and may bring more to programmes they belong to.
select app.protect('nominations', 'identity', null, 'source_partner_id = any (app.partners()) and programme_id = any (app.mine())',
                   'source_partner_id = any (app.partners()) and programme_id = any (app.mine()) and status = ''received''');

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
  constraint participants_in_programme unique (partnership_id, programme_id, id),
  constraint participants_nominated_once unique (partnership_id, nomination_id),
  foreign key (partnership_id, nomination_id) references nominations (partnership_id, id),
  foreign key (partnership_id, worker_id) references people (partnership_id, user_id),
  foreign key (partnership_id, continues_from_id) references participants (partnership_id, id)
);
grant usage on sequence participant_references to modulus_app;
create index participants_caseload on participants (partnership_id, programme_id, last_contact_at, id);
create index participants_name on participants using gin (name_key gin_trgm_ops);
create index participants_account on participants (user_id) where user_id is not null;
select app.protect('participants', 'identity');
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
select app.protect('participant_steps', 'identity');

create table participation_agreements (
  like app.entry including all,
  what_i_get text not null check (trim(what_i_get) <> ''),
  what_i_give text not null check (trim(what_i_give) <> ''),
  format text not null default 'spoken' check (format in ('spoken', 'written', 'video')),
  agreed_on date not null,
  withdrawn_on date,
  parent_agreed boolean,
  copy_given boolean not null default false,
  said_by text not null default 'participant',
  how text not null default 'in_person'
);
create unique index participation_agreements_one_live on participation_agreements (partnership_id, participant_id) where withdrawn_on is null;
select app.protect('participation_agreements', 'participation');

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
  said_by text not null default 'participant'
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
  decided_by_id uuid,
  constraint visit_risk_flags_ninety_days check (review_on between agreed_on and agreed_on + 90)
);
select app.protect('visit_risk_flags', 'risk');

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
