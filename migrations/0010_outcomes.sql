-- What changed: for each young person in their own measures, for the community in counts by area and month.
alter table goals add constraint goals_of_one_person unique (partnership_id, participant_id, id);
alter table placements add constraint placements_of_one_person unique (partnership_id, participant_id, id);

-- One row is one answer. Answers given together by the same rater share an occasion; an answer is never overwritten.
create table measures (
  like app.entry including all,
  occasion_id uuid not null,
  framework text not null check (framework in ('goal', 'shanarri')),
  edition integer not null default 1 check (edition >= 1),
  item text not null default '' check ((framework = 'goal' and item = '') or item in ('safe', 'healthy', 'achieving', 'nurtured', 'active', 'respected', 'responsible', 'included')),
  goal_id uuid,
  value integer not null check (value between 0 and 10),
  rated_by text not null check (rated_by in ('self', 'together', 'worker')),
  rated_on date not null,
  words text not null default '',
  constraint measures_of_a_goal check ((framework = 'goal') = (goal_id is not null)),
  constraint measures_goal_is_theirs foreign key (partnership_id, participant_id, goal_id) references goals (partnership_id, participant_id, id)
);
create unique index measures_answered_once on measures (partnership_id, occasion_id, framework, item, coalesce(goal_id, occasion_id));
select app.protect('measures', 'outcomes');

create table destinations (
  like app.entry including all,
  kind text not null check (kind in ('higher_education', 'further_education', 'training', 'employment', 'voluntary_work', 'personal_skills_development', 'unemployed_seeking', 'unemployed_not_seeking', 'unknown')),
  starts_on date not null,
  ends_on date,
  checked_on date not null,
  evidence text not null default '',
  employer_partner_id uuid,
  placement_id uuid,
  version integer not null default 1,
  constraint destinations_in_order check (ends_on >= starts_on),
  constraint destinations_of_one_person unique (partnership_id, participant_id, id),
  foreign key (partnership_id, employer_partner_id) references partners (partnership_id, id),
  constraint destinations_placement_is_theirs foreign key (partnership_id, participant_id, placement_id) references placements (partnership_id, participant_id, id)
);
select app.protect('destinations', 'outcomes');

create table follow_ups (
  like app.entry including all,
  months integer not null check (months in (3, 6, 9, 12)),
  due_on date not null,
  status text not null default 'due' check (status in ('due', 'done', 'unreachable')),
  done_on date,
  destination_id uuid,
  words text not null default '',
  version integer not null default 1,
  constraint follow_ups_once unique (partnership_id, participant_id, months),
  constraint follow_ups_done_on_a_day check ((status = 'due') = (done_on is null)),
  constraint follow_ups_destination_is_theirs foreign key (partnership_id, participant_id, destination_id) references destinations (partnership_id, participant_id, id)
);
create index follow_ups_due on follow_ups (partnership_id, programme_id, due_on) where status = 'due';
select app.protect('follow_ups', 'outcomes');

-- Counts by month and area. Never a person. A revision is a new row; the latest one counts.
create table community_counts (
  like app.row including all,
  area_id uuid not null,
  kind text not null check (kind in ('recorded_crime', 'asb_incident', 'deliberate_fire', 'attack_on_crew', 'call_for_service', 'tenancy_complaint', 'resident_survey', 'school_exclusion', 'other')),
  type text not null default '',
  month date not null check (extract(day from month) = 1),
  count integer not null check (count >= 0),
  source text not null check (trim(source) <> ''),
  extract_date date not null,
  revision integer not null default 1 check (revision >= 1),
  definition text not null default '',
  import_id uuid,
  constraint community_counts_once unique (partnership_id, area_id, kind, type, month, revision),
  foreign key (partnership_id, area_id) references areas (partnership_id, id)
);
select app.protect('community_counts', null, null, 'cardinality(app.mine()) > 0',
                   'cardinality(app.role_in(''programme_lead'')) > 0', 'select, insert');

-- What a programme is compared with: the measure, the comparator area and why, two windows of equal length (the end is not in them).
create table comparisons (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('recorded_crime', 'asb_incident', 'deliberate_fire', 'attack_on_crew', 'call_for_service', 'tenancy_complaint', 'resident_survey', 'school_exclusion', 'other')),
  type text not null default '',
  area_id uuid not null,
  comparator_area_id uuid,
  comparator_reason text not null default '',
  no_comparator_reason text not null default '',
  before_from date not null check (extract(day from before_from) = 1),
  before_to date not null,
  after_from date not null check (extract(day from after_from) = 1),
  after_to date not null,
  ran_from date,
  ran_to date,
  confounders text[] not null default '{}' check (confounders <@ array['police_operation', 'event_policing', 'key_person_moved', 'cctv_or_lighting', 'season', 'recording_change', 'school_holiday']),
  caption text not null default '',
  version integer not null default 1,
  constraint comparisons_in_order check (before_from < before_to and before_to <= after_from and after_from < after_to),
  constraint comparisons_equal_windows check (age(before_to, before_from) = age(after_to, after_from)),
  constraint comparisons_compared_or_said_why check ((comparator_area_id is not null and trim(comparator_reason) <> '') or (comparator_area_id is null and trim(no_comparator_reason) <> '')),
  constraint comparisons_with_another_area check (comparator_area_id <> area_id),
  constraint comparisons_ran_in_order check (ran_to >= ran_from),
  foreign key (partnership_id, area_id) references areas (partnership_id, id),
  foreign key (partnership_id, comparator_area_id) references areas (partnership_id, id)
);
select app.protect('comparisons', null, null, 'programme_id = any (app.mine())', 'programme_id = any (app.role_in(''programme_lead''))');
