-- Mentors by mutual choice; either side may end or swap without giving a reason.
create table mentor_matches (
  like app.entry including all,
  mentor_id uuid not null,
  status text not null default 'proposed' check (status in ('proposed', 'active', 'ended', 'declined')),
  proposed_on date not null,
  participant_yes_on date,
  mentor_yes_on date,
  started_on date,
  ended_on date,
  ended_by text check (ended_by in ('participant', 'mentor', 'programme')),
  ended_words text not null default '',
  swapped_from_id uuid,
  purpose text not null default '',
  goals text[] not null default '{}',
  meets_every_days integer not null default 14 check (meets_every_days between 1 and 90),
  contact_routes text not null default '',
  boundaries text not null default '',
  review_agreement_on date,
  version integer not null default 1,
  constraint mentor_matches_mutual check (status <> 'active' or (participant_yes_on is not null and mentor_yes_on is not null)),
  foreign key (partnership_id, mentor_id) references people (partnership_id, user_id),
  foreign key (partnership_id, swapped_from_id) references mentor_matches (partnership_id, id)
);
create unique index mentor_matches_one_live on mentor_matches (partnership_id, participant_id) where status in ('proposed', 'active');
select app.protect('mentor_matches', 'participation', null, 'mentor_id = app.user_id() and status = ''proposed'' and programme_id = any (app.role_in(''mentor''))',
                   'mentor_id = app.user_id() and programme_id = any (app.role_in(''mentor''))');
create function app.assign_mentor() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.assign(new.partnership_id, new.programme_id, new.participant_id, 'mentor', new.id, new.mentor_id, null, new.status = 'active');
  return null;
end $$;
alter function app.assign_mentor owner to modulus_door;
create trigger assign_mentor after insert or update on mentor_matches for each row execute function app.assign_mentor();

create table mentoring_sessions (
  like app.entry including all,
  match_id uuid not null,
  held_on date not null,
  minutes integer check (minutes between 0 and 1440),
  place text not null default '',
  kind text not null default 'met' check (kind in ('met', 'call', 'text', 'missed')),
  next_on date,
  foreign key (partnership_id, match_id) references mentor_matches (partnership_id, id)
);
select app.protect('mentoring_sessions', 'participation');
