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
  present text[] not null default '{}',
  wants_to_come text check (wants_to_come in ('yes', 'maybe', 'not_now')),
  next_step text check (next_step in ('call_back_this_week', 'call_back_in_two_weeks', 'bring_a_partner', 'leave_it_with_them', 'date_they_chose')),
  next_on date,
  told_what_we_write boolean not null default false,
  rescheduled_from_id uuid,
  closed_reason text not null default '',
  version integer not null default 1,
  constraint visits_recorded_with_an_outcome check ((status = 'recorded') = (outcome is not null and happened_at is not null)),
  foreign key (partnership_id, officer_id) references people (partnership_id, user_id),
  foreign key (partnership_id, second_officer_id) references people (partnership_id, user_id),
  foreign key (partnership_id, rescheduled_from_id) references visits (partnership_id, id)
);
create index visits_of_officer on visits (partnership_id, officer_id, starts_at);
select app.protect('visits', 'participation');
-- One officer is at one door at a time.
alter table visits add constraint visits_one_at_a_time exclude using gist (partnership_id with =, officer_id with =, starts_at with =) where (status = 'planned');
alter table interests add constraint interests_heard_at_visit foreign key (partnership_id, heard_visit_id) references visits (partnership_id, id);

create table contact_events (
  like app.entry including all,
  channel text not null check (channel in ('call', 'text', 'message', 'meet_up', 'letter', 'online')),
  direction text not null default 'out' check (direction in ('out', 'in')),
  outcome text not null check (outcome in ('no_answer', 'not_in', 'refused_today', 'brief_chat', 'good_chat', 'asked_to_stop')),
  happened_at timestamptz not null,
  next_on date
);
select app.protect('contact_events', 'participation');

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
  status text not null default 'raised' check (status in ('raised', 'reviewed_by_lead', 'passed_on', 'not_passed_on', 'feedback_received', 'closed')),
  reviewed_at timestamptz,
  passed_to text not null default '',
  passed_how text not null default '',
  lead_note text not null default '',
  version integer not null default 1
);
-- The participant's foreign key needs a visible participant: whoever raises a concern could see them.
select app.protect('safeguarding_concerns', null, null, 'programme_id = any (app.programmes(''safeguarding''))',
                   'programme_id = any (app.programmes_to_write(''safeguarding'')) or (created_by = app.user_id() and status = ''raised'' and programme_id = any (app.mine()) and (participant_id is null or programme_id = any (app.programmes(''identity'')) or participant_id = any (app.participants(''identity''))))');
