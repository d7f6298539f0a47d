-- Meetings of partners: who sat there, what young people's place at the table was, and the actions, which are the minutes.
create table meetings (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('tasking', 'steering', 'design', 'review')),
  starts_at timestamptz not null,
  place text not null default '',
  -- How many young people were there, whether they were briefed before and got their fares, and what they sent when they could not come.
  participants_present integer not null default 0 check (participants_present between 0 and 500),
  pre_brief_done boolean not null default false,
  expenses_arranged boolean not null default false,
  their_view text not null default '',
  version integer not null default 1,
  constraint meetings_in_programme unique (partnership_id, programme_id, id)
);
create index meetings_in_order on meetings (partnership_id, programme_id, starts_at desc, id desc);
select app.protect('meetings', 'power', 'participation');

-- People with an account only: a young person who was there is one of a number.
create table meeting_attendees (
  like app.row including all,
  programme_id uuid not null,
  meeting_id uuid not null,
  user_id uuid not null,
  constraint meeting_attendees_once unique (partnership_id, meeting_id, user_id),
  foreign key (partnership_id, programme_id, meeting_id) references meetings (partnership_id, programme_id, id),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id)
);
select app.protect('meeting_attendees', 'power', 'participation', null, null, 'select, insert, delete');

create table actions (
  like app.row including all,
  programme_id uuid not null,
  meeting_id uuid,
  what text not null constraint actions_said check (trim(what) <> ''),
  owner_id uuid not null,
  due_on date,
  status text not null default 'todo' check (status in ('todo', 'doing', 'blocked', 'done', 'dropped')),
  blocked_by text not null default '',
  version integer not null default 1,
  constraint actions_blocked_by_something check (status <> 'blocked' or trim(blocked_by) <> ''),
  foreign key (partnership_id, programme_id, meeting_id) references meetings (partnership_id, programme_id, id),
  foreign key (partnership_id, owner_id) references people (partnership_id, user_id)
);
create index actions_open on actions (partnership_id, programme_id, due_on) where status in ('todo', 'doing', 'blocked');
create index actions_of_meeting on actions (partnership_id, meeting_id);
create index actions_of_owner on actions (partnership_id, owner_id);
-- The team writes any; a partner's person what they take on themselves.
select app.protect('actions', 'power', 'participation', null, 'owner_id = app.user_id() and programme_id = any (app.promisers()) and programme_id = any (app.programmes(''power''))');
