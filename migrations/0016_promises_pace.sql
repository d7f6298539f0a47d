-- Promises in both directions between named people, and the pace: theirs, ours, and what presses from outside.

-- Programmes in which I may promise something as someone who works there.
create function app.promisers() returns uuid[] language sql stable parallel safe as $$
  select app.role_in('programme_lead') || app.role_in('outreach_officer') || app.role_in('mentor') || app.role_in('partner_contact') || app.role_in('placement_supervisor') $$;

-- Has somebody gone from a programme, or is going on a day that is known: switched off, left, or without a live role in it? False for nobody.
create function app.has_gone(programme uuid, who uuid) returns boolean language sql stable as $$
  select who is not null and not exists (
    select from people p join memberships m on m.partnership_id = p.partnership_id and m.user_id = p.user_id
    where p.partnership_id = app.partnership() and p.user_id = who and p.disabled_at is null and p.left_on is null
      and m.programme_id = programme and m.from_at <= now() and (m.until_at is null or now() < m.until_at)) $$;

-- One side may be a young person; then the row is about them. Between colleagues it is about nobody.
create table promises (
  like app.entry including all,
  from_kind text not null check (from_kind in ('officer', 'partner_person', 'participant', 'lead', 'mentor')),
  from_user_id uuid,
  to_kind text not null check (to_kind in ('officer', 'partner_person', 'participant', 'lead', 'mentor')),
  to_user_id uuid,
  text text not null constraint promises_said check (trim(text) <> ''),
  due_on date,
  made_in text not null check (made_in in ('visit', 'session', 'meeting', 'contact', 'other')),
  made_in_id uuid,
  -- Nobody promises for another; what a young person promised in person may be written down for them, with how they said it.
  said_by text not null default 'self' check (said_by in ('self', 'participant')),
  how text check (how in ('in_person', 'call', 'text', 'writing')),
  status text not null default 'made' check (status in ('made', 'kept', 'partly', 'not_kept', 'renegotiated', 'released')),
  said_kept_by_maker_at timestamptz,
  said_kept_by_receiver_at timestamptz,
  -- How the receiver's word came: given by themselves, or said by a young person and written down.
  word_said_by text check (word_said_by in ('self', 'participant')),
  word_how text check (word_how in ('in_person', 'call', 'text', 'writing')),
  story text not null default '',
  -- Other words or another day that one side asked for; nothing changes until the other agrees.
  asked_by text check (asked_by in ('maker', 'receiver')),
  asked_text text,
  asked_due_on date,
  asked_words text not null default '',
  version integer not null default 1,
  constraint promises_from_somebody check ((from_kind = 'participant') = (from_user_id is null)),
  constraint promises_to_somebody check ((to_kind = 'participant') = (to_user_id is null)),
  constraint promises_between_two check (from_user_id is distinct from to_user_id),
  constraint promises_recorded_with_how check ((said_by = 'participant') = (how is not null) and (said_by = 'self' or from_kind = 'participant')),
  constraint promises_word_with_how check ((word_said_by is not distinct from 'participant') = (word_how is not null)),
  constraint promises_kept_is_said check ((status in ('kept', 'partly')) = (said_kept_by_receiver_at is not null)),
  constraint promises_word_is_someones check ((status in ('kept', 'partly', 'not_kept', 'released')) = (word_said_by is not null)),
  constraint promises_asked_whole check ((asked_by is null) = (asked_text is null)),
  -- What somebody promised themselves is never kept from them.
  constraint promises_theirs_are_theirs check (from_kind <> 'participant' or visibility = 'shared_with_person'),
  constraint promises_whole unique (partnership_id, programme_id, id),
  foreign key (partnership_id, from_user_id) references people (partnership_id, user_id),
  foreign key (partnership_id, to_user_id) references people (partnership_id, user_id)
);
alter table promises alter participant_id drop not null;
alter table promises add constraint promises_about_their_side check ((from_kind = 'participant' or to_kind = 'participant') = (participant_id is not null));
create index promises_of_maker on promises (partnership_id, from_user_id) where from_user_id is not null;
create index promises_of_receiver on promises (partnership_id, to_user_id) where to_user_id is not null;
create index promises_open on promises (partnership_id, programme_id, due_on) where status in ('made', 'renegotiated');

-- What happened to a promise, in order; never changed afterwards. It carries who its two sides were at that time.
create table promise_steps (
  like app.entry including all,
  promise_id uuid not null,
  deed text not null check (deed in ('made', 'said_done', 'kept', 'partly', 'not_kept', 'asked', 'agreed', 'declined', 'released', 'handed_over')),
  from_user_id uuid,
  to_user_id uuid,
  said_by text not null default 'self' check (said_by in ('self', 'participant')),
  how text check (how in ('in_person', 'call', 'text', 'writing')),
  words text not null default '',
  -- What it said before this step, where the step changed it.
  was_text text,
  was_due_on date,
  was_user_id uuid,
  constraint promise_steps_recorded_with_how check ((said_by = 'participant') = (how is not null)),
  foreign key (partnership_id, programme_id, promise_id) references promises (partnership_id, programme_id, id),
  foreign key (partnership_id, from_user_id) references people (partnership_id, user_id),
  foreign key (partnership_id, to_user_id) references people (partnership_id, user_id),
  foreign key (partnership_id, was_user_id) references people (partnership_id, user_id)
);
alter table promise_steps alter participant_id drop not null;
create index promise_steps_of_promise on promise_steps (partnership_id, promise_id, id);

-- For the team, for the young person it names, and for the two who made it; not for everyone who knows the young person.
do $$
declare
  team text := 'programme_id = any (app.programmes%s(''participation''))';
  self text := '(participant_id = any (app.self()) and participant_id = any (app.participants%s(''participation'')) and visibility = ''shared_with_person'')';
  sees text := format(team, '') || ' or ' || format(self, '') || ' or (app.user_id() in (from_user_id, to_user_id) and programme_id = any (app.mine()))';
  changes text := format(team, '_to_write') || ' or ' || format(self, '_to_write') || ' or (app.user_id() in (from_user_id, to_user_id) and programme_id = any (app.promisers()))';
begin
  perform app.protect('promises', null, null, sees, changes);
  perform app.protect('promise_steps', null, null, sees, changes, 'select, insert');
end $$;
-- Only one's own promise, or what a young person said, written down by the team.
drop policy adds on promises;
create policy adds on promises for insert to modulus_app with check (partnership_id = app.partnership() and (
  (from_user_id = app.user_id() and programme_id = any (app.promisers()) and (participant_id is null
    or programme_id = any (app.programmes_to_write('participation')) or participant_id = any (app.participants('identity'))))
  or (from_kind = 'participant' and said_by = 'self' and participant_id = any (app.self()) and participant_id = any (app.participants_to_write('participation')))
  or (from_kind = 'participant' and said_by = 'participant' and programme_id = any (app.programmes_to_write('participation')))));

-- That it was kept, or not, or may go, is the receiver's word; another hand is the lead's to give, and nobody else's.
create function app.promise_word() returns trigger language plpgsql as $$
declare
  word_changed boolean := (new.status, new.said_kept_by_receiver_at, new.word_said_by, new.story) is distinct from (old.status, old.said_kept_by_receiver_at, old.word_said_by, old.story)
    and new.status in ('kept', 'partly', 'not_kept', 'released');
begin
  if app.user_id() is null then return new; end if;
  if word_changed and not coalesce(
    (new.word_said_by = 'self' and (old.to_user_id = app.user_id() or (old.to_kind = 'participant' and old.participant_id = any (app.self()))))
    or (new.word_said_by = 'participant' and old.to_kind = 'participant' and old.programme_id = any (app.programmes_to_write('participation'))), false) then
    raise exception 'only the receiver says so' using errcode = 'check_violation', constraint = 'promises_word_is_the_receivers';
  end if;
  if (new.from_user_id, new.to_user_id, new.participant_id, new.programme_id) is distinct from (old.from_user_id, old.to_user_id, old.participant_id, old.programme_id)
    and not old.programme_id = any (app.role_in('programme_lead')) then
    raise exception 'only the lead hands over' using errcode = 'check_violation', constraint = 'promises_handed_over_by_lead';
  end if;
  if (new.from_kind = 'participant', new.to_kind = 'participant', new.participant_id, new.programme_id) is distinct from (old.from_kind = 'participant', old.to_kind = 'participant', old.participant_id, old.programme_id) then
    raise exception 'a young person does not change into another' using errcode = 'check_violation', constraint = 'promises_sides_stay';
  end if;
  return new;
end $$;
create trigger c_word before update on promises for each row execute function app.promise_word();

-- Kept and not kept, by side, never by person. The team counts exactly; for others nothing is said of fewer than five people, and
-- figures are to the nearest five, so that one answer more does not show. Null for those outside the programme.
create function app.count_promises(p_programme uuid) returns jsonb
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  exact boolean := p_programme = any (app.programmes('participation'));
begin
  if not p_programme = any (app.mine()) then return null; end if;
  return (
    with side (name) as (values ('us'), ('youngPeople')),
    one as (
      select case when from_kind = 'participant' then 'youngPeople' else 'us' end as side, coalesce(from_user_id, participant_id) as who, status
      from promises where partnership_id = app.partnership() and programme_id = p_programme and 'participant' in (from_kind, to_kind)
    ), counted as (
      select side.name, count(distinct one.who) as people, count(one.who) as made, count(*) filter (where one.status = 'kept') as kept, count(*) filter (where one.status = 'partly') as partly,
        count(*) filter (where one.status = 'not_kept') as not_kept, count(*) filter (where one.status in ('made', 'renegotiated')) as open, count(*) filter (where one.status = 'released') as released
      from side left join one on one.side = side.name group by side.name
    )
    select jsonb_object_agg(name, case when exact then jsonb_build_object('people', people, 'made', made, 'kept', kept, 'partly', partly, 'notKept', not_kept, 'open', open, 'released', released)
      when people >= 5 then jsonb_build_object('people', app.to_five(people), 'made', app.to_five(made), 'kept', app.to_five(kept), 'partly', app.to_five(partly),
        'notKept', app.to_five(not_kept), 'open', app.to_five(open), 'released', app.to_five(released)) end) || jsonb_build_object('exact', exact)
    from counted);
end $$;
alter function app.count_promises owner to modulus_counter;
revoke execute on function app.count_promises from public;
grant execute on function app.count_promises to modulus_app;

-- How many open promises somebody would leave behind: for an administrator about to switch an account off, who sees none of them.
create function app.promises_left_by(p_user uuid) returns integer
language sql stable security definer set search_path = public, app, pg_temp as $$
  select case when app.is_admin() then (select count(*)::int from promises p
    where p.partnership_id = app.partnership() and p_user in (p.from_user_id, p.to_user_id) and p.status in ('made', 'renegotiated')) end
$$;
alter function app.promises_left_by owner to modulus_counter;
revoke execute on function app.promises_left_by from public;
grant execute on function app.promises_left_by to modulus_app;

-- A reading of the pace: theirs, said by young people; ours, said by officers and partners. From 1, much too slow, to 5, much too fast.
create table pace_checks (
  like app.row including all,
  programme_id uuid not null,
  held_on date not null,
  held_in text not null check (held_in in ('meeting', 'visit', 'session')),
  held_in_id uuid,
  asked integer not null default 0 check (asked between 0 and 500),
  their_pace integer check (their_pace between 1 and 5),
  our_pace integer check (our_pace between 1 and 5),
  note text not null default '',
  action text not null check (action in ('slow_down', 'hold', 'carry_on', 'speed_up')),
  version integer not null default 1,
  constraint pace_checks_theirs_is_asked check ((their_pace is null) = (asked = 0)),
  constraint pace_checks_read_something check (their_pace is not null or our_pace is not null)
);
create index pace_checks_latest on pace_checks (partnership_id, programme_id, held_on desc, id desc);
-- What fewer than five young people said is the team's: with so few, everyone would know who.
select app.protect('pace_checks', null, null,
  'programme_id = any (app.programmes(''participation'')) or (programme_id = any (app.programmes(''power'')) and (asked = 0 or asked >= 5))',
  'programme_id = any (app.programmes_to_write(''participation''))');

-- What presses from outside: whose clock, what it wants, what it threatens, what was agreed about it and what that cost.
create table time_pressures (
  like app.row including all,
  programme_id uuid not null,
  source text not null check (source in ('funder', 'partner', 'council', 'event', 'season', 'staffing', 'other')),
  whose text not null constraint time_pressures_whose check (trim(whose) <> ''),
  deadline_on date,
  wants text not null constraint time_pressures_wants check (trim(wants) <> ''),
  threatens text not null default '',
  response text check (response in ('resisted', 'absorbed', 'compromised', 'yielded')),
  cost_noted text not null default '',
  state text not null default 'open' check (state in ('open', 'answered', 'passed')),
  version integer not null default 1,
  constraint time_pressures_answered_how check (state <> 'answered' or response is not null)
);
select app.protect('time_pressures', 'power', 'participation');

-- How far a programme has come with its young people, in steps without figures: visited, heard, shaping a course, agreed by the group,
-- running, judged together. Everyone in the programme may know; nobody can be told apart by it.
create function app.pace_steps(p_programme uuid) returns text[]
language sql stable security definer set search_path = public, app, pg_temp as $$
  select case when p_programme = any (app.mine()) then array_remove(array[
    case when exists (select from visits v where v.partnership_id = app.partnership() and v.programme_id = p_programme and v.status = 'recorded' and v.outcome <> 'no_one_in') then 'visited' end,
    case when exists (select from interests i where i.partnership_id = app.partnership() and i.programme_id = p_programme) then 'heard' end,
    case when count(*) > 0 then 'shaping' end,
    case when bool_or(c.status in ('agreed_by_group', 'running', 'finished', 'co_assessed')) then 'agreed' end,
    case when bool_or(c.status in ('running', 'finished', 'co_assessed')) then 'running' end,
    case when bool_or(c.status = 'co_assessed') then 'judged' end], null) end
  from courses c where c.partnership_id = app.partnership() and c.programme_id = p_programme
$$;
alter function app.pace_steps owner to modulus_counter;
revoke execute on function app.pace_steps from public;
grant execute on function app.pace_steps to modulus_app;
