-- Voluntary courses of X weeks: elements that came from somewhere, sessions, places that cannot be overbooked, the register.
create table courses (
  like app.row including all,
  programme_id uuid not null,
  name text not null check (trim(name) <> ''),
  about text not null default '',
  status text not null default 'co_designing' check (status in ('co_designing', 'proposed', 'agreed_by_group', 'running', 'finished', 'co_assessed')),
  weeks integer check (weeks between 1 and 52),
  starts_on date,
  pattern jsonb not null default '[]',
  place text not null default '',
  capacity integer not null check (capacity between 1 and 200),
  taken integer not null default 0,
  version integer not null default 1,
  constraint courses_full check (taken between 0 and capacity),
  constraint courses_in_programme unique (partnership_id, programme_id, id)
);
select app.protect('courses', 'participation', null, 'programme_id = any (app.mine())');
alter table decisions add constraint decisions_course foreign key (partnership_id, programme_id, course_id) references courses (partnership_id, programme_id, id);
-- Whether the group itself has decided, for anyone who may move the course on, even where an agreement keeps the decisions from them.
create function app.group_has_decided(p_course uuid) returns boolean language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (select 1 from decisions where partnership_id = app.partnership() and course_id = p_course and decided_by in ('participants', 'together'))
$$;
alter function app.group_has_decided owner to modulus_counter;
revoke execute on function app.group_has_decided from public;
grant execute on function app.group_has_decided to modulus_app;

create table course_elements (
  like app.row including all,
  programme_id uuid not null,
  course_id uuid not null,
  title text not null check (trim(title) <> ''),
  position integer not null default 0,
  partner_id uuid,
  interest_id uuid,
  came_from text not null default '',
  place text not null default '',
  cost_pence integer check (cost_pence >= 0),
  chosen_by text not null default 'together' check (chosen_by in ('participants', 'together', 'officer', 'partner', 'lead')),
  status text not null default 'idea' check (status in ('idea', 'shortlisted', 'chosen', 'scheduled', 'delivered', 'swapped', 'dropped')),
  version integer not null default 1,
  constraint course_elements_of_course unique (partnership_id, course_id, id),
  foreign key (partnership_id, programme_id, course_id) references courses (partnership_id, programme_id, id),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id),
  foreign key (partnership_id, interest_id) references interests (partnership_id, id)
);
select app.protect('course_elements', 'participation', null, 'programme_id = any (app.mine())');

create table course_sessions (
  like app.row including all,
  programme_id uuid not null,
  course_id uuid not null,
  week integer not null check (week between 1 and 60),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  title text not null,
  place text not null default '',
  element_id uuid,
  planned_title text not null,
  changed_why text not null default '',
  status text not null default 'planned' check (status in ('planned', 'held', 'cancelled')),
  group_words text not null default '',
  group_score integer check (group_score between 0 and 10),
  -- The slot of the weekly pattern it was made for, however it moved since: made once, and known as part of its series.
  slot_at timestamptz,
  edited_alone boolean not null default false,
  version integer not null default 1,
  constraint course_sessions_end_after_start check (ends_at > starts_at),
  constraint course_sessions_slot_once unique (partnership_id, course_id, slot_at),
  constraint course_sessions_in_programme unique (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, course_id) references courses (partnership_id, programme_id, id),
  constraint course_sessions_element foreign key (partnership_id, course_id, element_id) references course_elements (partnership_id, course_id, id)
);
create index course_sessions_of_course on course_sessions (partnership_id, course_id, starts_at);
select app.protect('course_sessions', 'participation', null, 'programme_id = any (app.mine())');

-- What staff think of a session. The plan and the group's own words are for everyone in the programme; this is for the team.
create table course_session_notes (
  like app.row including all,
  programme_id uuid not null,
  course_session_id uuid not null,
  words text not null,
  version integer not null default 1,
  constraint course_session_notes_once unique (partnership_id, course_session_id),
  foreign key (partnership_id, programme_id, course_session_id) references course_sessions (partnership_id, programme_id, id)
);
select app.protect('course_session_notes', 'participation');

create table enrolments (
  like app.entry including all,
  course_id uuid not null,
  status text not null default 'enrolled' check (status in ('enrolled', 'waiting', 'left')),
  enrolled_on date not null,
  left_on date,
  choices_offered text not null default '',
  said_by text not null default 'participant' check (said_by in ('participant', 'worker', 'together', 'parent')),
  version integer not null default 1,
  constraint enrolments_left_after_start check ((status = 'left') = (left_on is not null) and left_on >= enrolled_on),
  foreign key (partnership_id, programme_id, course_id) references courses (partnership_id, programme_id, id)
);
-- Leaving and coming back are two enrolments, so that the register knows who was expected on which day.
create unique index enrolments_once on enrolments (partnership_id, course_id, participant_id) where status <> 'left';
create index enrolments_of_course on enrolments (partnership_id, course_id);
-- For the team, the mentor and the young person. A placement's partner has participation of its own, and none of this.
select app.protect('enrolments', null, null,
  'programme_id = any (app.programmes(''participation'')) or participant_id = any (app.self()) or (programme_id = any (app.role_in(''mentor'')) and participant_id = any (app.participants(''participation'')))',
  'programme_id = any (app.programmes_to_write(''participation'')) or participant_id = any (app.self())');
-- The count of places moves with the enrolment, in one statement and under the course's check, so simultaneous requests cannot overbook.
create function app.count_place() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  before integer := case when tg_op <> 'INSERT' and old.status = 'enrolled' then 1 else 0 end;
  after integer := case when tg_op <> 'DELETE' and new.status = 'enrolled' then 1 else 0 end;
begin
  if after <> before then
    update courses set taken = taken + after - before where partnership_id = coalesce(new.partnership_id, old.partnership_id) and id = coalesce(new.course_id, old.course_id);
  end if;
  return null;
end $$;
-- A taken place is no edit of the course: it does not make a lead's open form stale.
drop trigger b_version on courses;
create trigger b_version before update on courses for each row when (old.taken = new.taken) execute function app.next_version();
create trigger count_place after insert or update or delete on enrolments for each row execute function app.count_place();

create table attendance (
  like app.entry including all,
  course_session_id uuid not null,
  mark text not null check (mark in ('came', 'came_part', 'came_late', 'kept_in_touch', 'told_us_cant', 'didnt_come', 'chose_other', 'not_expected', 'cancelled_by_us')),
  reason_key text,
  constraint attendance_once unique (partnership_id, course_session_id, participant_id),
  foreign key (partnership_id, programme_id, course_session_id) references course_sessions (partnership_id, programme_id, id)
);
select app.protect('attendance', null, null,
  'programme_id = any (app.programmes(''participation'')) or participant_id = any (app.self()) or (programme_id = any (app.role_in(''mentor'')) and participant_id = any (app.participants(''participation'')))',
  'programme_id = any (app.programmes_to_write(''participation''))', 'select, insert, update, delete');
create trigger keep_in_touch after insert or update of mark or delete on attendance for each row execute function app.keep_in_touch();
