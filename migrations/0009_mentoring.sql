-- Mentors by mutual choice; either side may end or swap without giving a reason.
create table mentor_matches (
  like app.entry including all,
  mentor_id uuid not null,
  status text not null default 'proposed' check (status in ('proposed', 'active', 'ended', 'declined')),
  proposed_on date not null,
  participant_yes_on date,
  participant_yes_said_by text check (participant_yes_said_by in ('participant', 'together', 'parent')),
  participant_yes_how text check (participant_yes_how in ('in_person', 'call', 'text', 'own_phone', 'writing')),
  mentor_yes_on date,
  started_on date,
  ended_on date,
  ended_by text check (ended_by in ('participant', 'mentor', 'programme')),
  ended_words text not null default '',
  swap_wanted boolean not null default false,
  swapped_from_id uuid,
  purpose text not null default '',
  goals text[] not null default '{}',
  meets_every_days integer not null default 14 check (meets_every_days between 1 and 90),
  contact_routes text not null default '',
  boundaries text not null default '',
  review_agreement_on date,
  version integer not null default 1,
  constraint mentor_matches_mutual check (status <> 'active' or (participant_yes_on is not null and mentor_yes_on is not null)),
  constraint mentor_matches_five_goals check (cardinality(goals) <= 5),
  constraint mentor_matches_whole unique (partnership_id, id, programme_id, participant_id, mentor_id),
  foreign key (partnership_id, mentor_id) references people (partnership_id, user_id),
  foreign key (partnership_id, swapped_from_id) references mentor_matches (partnership_id, id)
);
create unique index mentor_matches_one_live on mentor_matches (partnership_id, participant_id) where status in ('proposed', 'active');
create index mentor_matches_of_mentor on mentor_matches (partnership_id, mentor_id);

create table mentoring_sessions (
  like app.entry including all,
  match_id uuid not null,
  mentor_id uuid not null,
  held_on date not null,
  minutes integer check (minutes between 0 and 1440),
  place text not null default '',
  kind text not null default 'met' check (kind in ('met', 'call', 'text', 'missed')),
  next_on date,
  foreign key (partnership_id, match_id, programme_id, participant_id, mentor_id) references mentor_matches (partnership_id, id, programme_id, participant_id, mentor_id)
);
create index mentoring_sessions_of_match on mentoring_sessions (partnership_id, match_id, held_on desc);

-- A mentor sees the matches proposed to them and their live ones, and what they themselves kept: never another mentor's. PostgreSQL lets
-- nobody change a row into one they could not see, so an ending is still in sight for the transaction that writes it, and no longer.
do $$
declare
  team text := 'programme_id = any (app.programmes%s(''participation''))';
  self text := 'participant_id = any (app.participants%s(''participation'')) and participant_id = any (app.self()) and visibility = ''shared_with_person''';
  mentor text := 'mentor_id = app.user_id() and programme_id = any (app.role_in(''mentor''))';
  given text := ' and participant_id = any (app.participants%s(''participation''))';
begin
  perform app.protect('mentor_matches', null, null,
    format('%s or (%s) or (%s)', format(team, ''), format(self, ''), mentor || ' and (status in (''proposed'', ''active'') or (updated_by = app.user_id() and updated_at = now()))'),
    format('%s or (%s) or (%s)', format(team, '_to_write'), format(self, '_to_write'), mentor));
  perform app.protect('mentoring_sessions', null, null,
    format('%s or (%s) or (%s)', format(team, ''), format(self, ''), mentor || format(given, '')),
    format('%s or (%s)', format(team, '_to_write'), mentor || format(given, '_to_write')));
end $$;

create function app.assign_mentor() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.assign(new.partnership_id, new.programme_id, new.participant_id, 'mentor', new.id, new.mentor_id, null, new.status = 'active');
  return null;
end $$;
alter function app.assign_mentor owner to modulus_door;
create trigger assign_mentor after insert or update on mentor_matches for each row execute function app.assign_mentor();
create trigger keep_in_touch after insert or update or delete on mentoring_sessions for each row execute function app.keep_in_touch();

-- Whoever mentors someone who may be under 18 has a confirmed PVG. Asked here, because a mentor who is being asked may not yet know whom.
create function app.mentor_has_pvg() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if exists (select from participants t where t.partnership_id = new.partnership_id and t.id = new.participant_id and t.age_band not in ('18_20', '21_25', 'over_25'))
    and not exists (select from people p where p.partnership_id = new.partnership_id and p.user_id = new.mentor_id and p.pvg_confirmed_on is not null) then
    raise exception 'the mentor has no confirmed PVG' using errcode = 'check_violation', constraint = 'mentor_matches_pvg';
  end if;
  return new;
end $$;
create trigger c_pvg before insert or update of status, mentor_id on mentor_matches for each row when (new.status in ('proposed', 'active')) execute function app.mentor_has_pvg();
