-- Home visits and every other touch, and the way to tell someone about a worry.
create table visits (
  like app.entry including all,
  status text not null default 'planned' check (status in ('planned', 'recorded', 'rescheduled', 'cancelled')),
  starts_at timestamptz not null,
  place text not null default '',
  why text not null default '',
  officer_id uuid not null,
  second_officer_id uuid,
  outcome text check (outcome in ('welcomed', 'listened', 'not_today', 'no_one_in', 'asked_to_leave')),
  happened_at timestamptz,
  present text[] not null default '{}' check (present <@ array['them', 'parent', 'carer', 'sibling', 'friend', 'agency']),
  wants_to_come text check (wants_to_come in ('yes', 'maybe', 'not_now')),
  next_step text check (next_step in ('call_back_this_week', 'call_back_in_two_weeks', 'bring_a_partner', 'leave_it_with_them', 'date_they_chose')),
  next_on date,
  told_what_we_write boolean not null default false,
  rescheduled_from_id uuid,
  closed_reason text not null default '',
  recorded_at timestamptz,
  recorded_by_id uuid,
  version integer not null default 1,
  constraint visits_recorded_with_an_outcome check ((status = 'recorded') = (outcome is not null and happened_at is not null)),
  constraint visits_two_officers check (second_officer_id <> officer_id),
  constraint visits_closed_with_a_reason check (status not in ('rescheduled', 'cancelled') or trim(closed_reason) <> ''),
  foreign key (partnership_id, officer_id) references people (partnership_id, user_id),
  foreign key (partnership_id, second_officer_id) references people (partnership_id, user_id),
  foreign key (partnership_id, rescheduled_from_id) references visits (partnership_id, id)
);
create index visits_of_officer on visits (partnership_id, officer_id, starts_at);
create index visits_in_order on visits (partnership_id, participant_id, starts_at);
-- One officer is at one door at a time; and a visit is moved once.
create unique index visits_one_at_a_time on visits (partnership_id, officer_id, starts_at) where status = 'planned';
create unique index visits_moved_once on visits (partnership_id, rescheduled_from_id);
-- When and where somebody can be found at home is for the team and for the young person: not for a match, a placement or an employer.
select app.protect('visits', null, null,
  'programme_id = any (app.programmes(''participation'')) or (participant_id = any (app.self()) and visibility = ''shared_with_person'')',
  'programme_id = any (app.programmes_to_write(''participation''))');
alter table interests add constraint interests_heard_at_visit foreign key (partnership_id, heard_visit_id) references visits (partnership_id, id);
create index interests_heard_at on interests (partnership_id, heard_visit_id) where heard_visit_id is not null;

create table contact_events (
  like app.entry including all,
  channel text not null check (channel in ('call', 'text', 'message', 'meet_up', 'letter', 'online')),
  direction text not null default 'out' check (direction in ('out', 'in')),
  outcome text not null check (outcome in ('no_answer', 'not_in', 'refused_today', 'brief_chat', 'good_chat', 'asked_to_stop')),
  happened_at timestamptz not null,
  next_on date
);
create index contact_events_in_order on contact_events (partnership_id, participant_id, happened_at);
select app.protect('contact_events', null, null,
  'programme_id = any (app.programmes(''participation'')) or (participant_id = any (app.self()) and visibility = ''shared_with_person'')',
  'programme_id = any (app.programmes_to_write(''participation''))');

-- What stood before each change, in the same category as what it stood in, so that old and new can be seen side by side.
create table visit_versions (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  visit_id uuid not null,
  of_version integer not null,
  was jsonb not null,
  constraint visit_versions_once unique (partnership_id, visit_id, of_version),
  foreign key (partnership_id, visit_id) references visits (partnership_id, id)
);
select app.protect('visit_versions', null, null, 'programme_id = any (app.programmes(''participation''))',
                   'programme_id = any (app.programmes_to_write(''participation''))', 'select, insert');
create table note_versions (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  note_id uuid not null,
  of_version integer not null,
  was jsonb not null,
  constraint note_versions_once unique (partnership_id, note_id, of_version),
  foreign key (partnership_id, note_id) references notes (partnership_id, id)
);
-- Whoever may change a note may keep what it said before; a mentor sees the earlier words of their own notes only.
select app.protect('note_versions', null, null,
  'programme_id = any (app.programmes(''notes'')) or (created_by = app.user_id() and participant_id = any (app.participants(''participation'')))',
  'programme_id = any (app.programmes_to_write(''notes'')) or (participant_id = any (app.participants_to_write(''participation'')) and participant_id <> all (app.self()))',
  'select, insert');
-- The trail names the change of the thing itself; its old copies need no line of their own.
drop trigger z_audit on visit_versions;
drop trigger z_audit on note_versions;

create function app.keep_visit() returns trigger language plpgsql as $$
begin
  insert into visit_versions (partnership_id, id, programme_id, participant_id, visit_id, of_version, was)
  values (old.partnership_id, gen_random_uuid(), old.programme_id, old.participant_id, old.id, old.version, jsonb_build_object(
    'status', old.status, 'startsAt', old.starts_at, 'happenedAt', old.happened_at, 'place', old.place, 'outcome', old.outcome, 'present', old.present,
    'wantsToCome', old.wants_to_come, 'nextStep', old.next_step, 'nextOn', old.next_on, 'by', old.updated_by, 'at', old.updated_at));
  return null;
end $$;
create trigger y_keep after update on visits for each row when (old.status = 'recorded' and new.status = 'recorded') execute function app.keep_visit();
create function app.keep_note() returns trigger language plpgsql as $$
begin
  insert into note_versions (partnership_id, id, programme_id, participant_id, note_id, of_version, was)
  values (old.partnership_id, gen_random_uuid(), old.programme_id, old.participant_id, old.id, old.version, jsonb_build_object(
    'skillsWords', old.skills_words, 'jobWords', old.job_words, 'theirWords', old.their_words, 'staffWords', old.staff_words, 'by', old.updated_by, 'at', old.updated_at));
  return null;
end $$;
create trigger y_keep after update on notes for each row
  when ((old.skills_words, old.job_words, old.their_words, old.staff_words) is distinct from (new.skills_words, new.job_words, new.their_words, new.staff_words))
  execute function app.keep_note();

-- What a fresh record means for the person, in one write: when somebody last had word with them, and what comes next. A correction is
-- rarer, and there app.keep_in_touch() of the participants looks at everything again.
create function app.visit_recorded() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  latest boolean := not exists (select 1 from visits v where v.partnership_id = new.partnership_id and v.participant_id = new.participant_id and v.status = 'recorded' and v.happened_at > new.happened_at);
begin
  update participants p set
    last_contact_at = case when new.outcome = 'no_one_in' then p.last_contact_at else greatest(p.last_contact_at, new.happened_at) end,
    next_step = case when latest then coalesce(new.next_step, '') else p.next_step end,
    next_step_on = case when latest then new.next_on else p.next_step_on end
  where p.partnership_id = new.partnership_id and p.id = new.participant_id
    and (latest or (new.outcome <> 'no_one_in' and p.last_contact_at is distinct from greatest(p.last_contact_at, new.happened_at)));
  return null;
end $$;
create trigger visit_recorded after insert on visits for each row when (new.status = 'recorded') execute function app.visit_recorded();
create trigger visit_recorded_as_planned after update on visits for each row when (old.status <> 'recorded' and new.status = 'recorded') execute function app.visit_recorded();
create trigger keep_in_touch after update on visits for each row when (old.status = 'recorded') execute function app.keep_in_touch();
create trigger keep_in_touch after insert or update or delete on contact_events for each row execute function app.keep_in_touch();
-- A touch alone is no edit of the person, so it does not make a colleague's open form stale; another next step is.
drop trigger b_version on participants;
create trigger b_version before update on participants for each row
  when (old.last_contact_at is not distinct from new.last_contact_at or (old.next_step, old.next_step_on) is distinct from (new.next_step, new.next_step_on))
  execute function app.next_version();

/*
 Saved by mistake, perhaps about the wrong person: within half an hour its writer takes a record back. What was said is then really gone,
 not kept as an earlier version; the row stays, called off. A function, because nobody may otherwise delete words about a person.
 Gives null when there is no such visit of theirs, false when it is too late.
*/
create function app.undo_visit(p_visit uuid) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  v record;
begin
  select * into v from visits where partnership_id = app.partnership() and id = p_visit and status = 'recorded' and recorded_by_id = app.user_id()
    and programme_id = any (app.programmes_to_write('participation')) for update;
  if not found then return null; end if;
  if v.recorded_at < now() - interval '30 minutes' then return false; end if;
  delete from note_versions x using notes n where n.partnership_id = v.partnership_id and n.kind = 'visit' and n.about_id = v.id and x.partnership_id = n.partnership_id and x.note_id = n.id;
  delete from notes where partnership_id = v.partnership_id and kind = 'visit' and about_id = v.id;
  delete from visit_versions where partnership_id = v.partnership_id and visit_id = v.id;
  delete from interests i where i.partnership_id = v.partnership_id and i.heard_visit_id = v.id
    and not exists (select 1 from course_elements c where c.partnership_id = i.partnership_id and c.interest_id = i.id)
    and not exists (select 1 from placements c where c.partnership_id = i.partnership_id and c.matched_interest_id = i.id);
  update interests set status = 'gone' where partnership_id = v.partnership_id and heard_visit_id = v.id; -- already built upon elsewhere
  update visits set status = 'cancelled', closed_reason = 'Saved by mistake and taken back', outcome = null, happened_at = null, present = '{}', wants_to_come = null,
    next_step = null, next_on = null, told_what_we_write = false, recorded_at = null, recorded_by_id = null where partnership_id = v.partnership_id and id = v.id;
  update participants p set next_step = coalesce(before.next_step, ''), next_step_on = before.next_on
  from (select 1) as one left join lateral (select b.next_step, b.next_on from visits b where b.partnership_id = v.partnership_id and b.participant_id = v.participant_id
    and b.status = 'recorded' order by b.happened_at desc limit 1) as before on true
  where p.partnership_id = v.partnership_id and p.id = v.participant_id and p.next_step = coalesce(v.next_step, '') and p.next_step_on is not distinct from v.next_on;
  return true;
end $$;
revoke execute on function app.undo_visit from public;
grant execute on function app.undo_visit to modulus_app;

-- A worry about anyone's safety. Its author adds it; from then on it is the safeguarding lead's.
create table safeguarding_concerns (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid,
  about_whom text not null default '',
  what_seen text not null check (trim(what_seen) <> ''),
  their_words text not null default '',
  immediate_danger boolean not null default false,
  told_them boolean,
  age_route text not null default 'not_known' check (age_route in ('child', 'adult', 'both', 'not_known')),
  -- The five questions of Scotland's national practice model (Getting it right for every child), as prompts.
  in_the_way text not null default '',
  all_we_need text not null default '',
  i_can_do text not null default '',
  we_can_do text not null default '',
  others_can_do text not null default '',
  raised_at timestamptz not null default now(),
  status text not null default 'raised' check (status in ('raised', 'reviewed_by_lead', 'passed_on', 'not_passed_on', 'feedback_received', 'closed')),
  reviewed_at timestamptz,
  passed_at timestamptz,
  passed_to text not null default '',
  passed_how text not null default '',
  passed_reference text not null default '',
  ird_requested_on date,
  not_passed_reason text not null default '',
  second_reader text not null default '',
  feedback text not null default '',
  feedback_on date,
  closed_at timestamptz,
  closed_reason text not null default '',
  lead_note text not null default '',
  version integer not null default 1,
  constraint safeguarding_concerns_about_someone check (participant_id is not null or trim(about_whom) <> ''),
  constraint safeguarding_concerns_passed_to_someone check (status <> 'passed_on' or (trim(passed_to) <> '' and trim(passed_how) <> '')),
  constraint safeguarding_concerns_kept_with_a_reason check (status <> 'not_passed_on' or (trim(not_passed_reason) <> '' and trim(second_reader) <> ''))
);
create index safeguarding_concerns_inbox on safeguarding_concerns (partnership_id, programme_id, status, raised_at);
-- The participant's foreign key needs a visible participant: whoever raises a concern could see them.
select app.protect('safeguarding_concerns', null, null, 'programme_id = any (app.programmes(''safeguarding''))',
                   'programme_id = any (app.programmes_to_write(''safeguarding'')) or (created_by = app.user_id() and status = ''raised'' and programme_id = any (app.mine()) and (participant_id is null or programme_id = any (app.programmes(''identity'')) or participant_id = any (app.participants(''identity''))))');
