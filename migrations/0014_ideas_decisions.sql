-- From a voice to a session: ideas that are owed a reply, decisions with who made them and how, and votes that nobody can look into.
-- Tables of the category "power" are read by everyone in a programme, so none of them names a young person: who spoke stands in idea_voices.

-- What a young person may write about shared power goes by their own rows, through the functions below, never by the whole programme.
alter table app.access no force row level security;
update app.access set may_write = false where category = 'power' and role in ('participant', 'participant_rep');
alter table app.access force row level security;

-- A row that everyone in the programme reads must not say which young person wrote it.
create function app.no_young_author() returns trigger language plpgsql as $$
begin
  if cardinality(app.self()) > 0 or cardinality(app.role_in('participant_rep')) > 0 then
    if tg_op = 'INSERT' then new.created_by := null; end if;
    new.updated_by := null;
  end if;
  return new;
end $$;

create table ideas (
  like app.row including all,
  programme_id uuid not null,
  words text not null check (trim(words) <> ''),
  raised_by_kind text not null check (raised_by_kind in ('participant', 'supporter', 'officer', 'partner', 'lead')),
  raised_on date not null default app.today(),
  co_mode text not null default 'co_design' check (co_mode in ('co_commission', 'co_design', 'co_deliver', 'co_assess')),
  voice_or_action text not null default 'voice' check (voice_or_action in ('voice', 'action')),
  status text not null default 'raised' check (status in ('raised', 'explored', 'adopted', 'part_adopted', 'parked', 'not_possible')),
  replied_at timestamptz,
  -- Whoever raises something is told what becomes of it. This clock is a promise, so it may run late.
  reply_due_on date not null generated always as (raised_on + 14) stored,
  version integer not null default 1,
  constraint ideas_in_programme unique (partnership_id, programme_id, id),
  constraint ideas_move_with_a_reply check ((status = 'raised') = (replied_at is null))
);
select app.protect('ideas', 'power');
create trigger b_no_young_author before insert or update on ideas for each row execute function app.no_young_author();

-- What was answered, each time. Nothing is taken back; a later reply stands beside the earlier one.
create table idea_replies (
  like app.row including all,
  programme_id uuid not null,
  idea_id uuid not null,
  status text not null check (status in ('explored', 'adopted', 'part_adopted', 'parked', 'not_possible')),
  words text not null constraint idea_replies_say_why check (trim(words) <> ''),
  foreign key (partnership_id, programme_id, idea_id) references ideas (partnership_id, programme_id, id)
);
create index idea_replies_of_idea on idea_replies (partnership_id, idea_id);
select app.protect('idea_replies', 'power', null, null, null, 'select, insert');

-- Whose idea it was, or whose words it was made from: for the team and themselves.
alter table interests add constraint interests_of_person unique (partnership_id, programme_id, participant_id, id);
create table idea_voices (
  like app.entry including all,
  idea_id uuid not null,
  from_interest_id uuid,
  raised boolean not null default false,
  constraint idea_voices_once unique nulls not distinct (partnership_id, idea_id, participant_id, from_interest_id),
  foreign key (partnership_id, programme_id, idea_id) references ideas (partnership_id, programme_id, id),
  constraint idea_voices_own_interest foreign key (partnership_id, programme_id, participant_id, from_interest_id) references interests (partnership_id, programme_id, participant_id, id)
);
select app.protect('idea_voices', null, null,
  'programme_id = any (app.programmes(''interests'')) or (participant_id = any (app.self()) and visibility = ''shared_with_person'')',
  'programme_id = any (app.programmes_to_write(''interests''))');

-- One for each person. How many is everyone's to know, who is nobody's; so it leaves no trace in the audit either.
create table idea_supports (
  like app.row including all,
  programme_id uuid not null,
  idea_id uuid not null,
  user_id uuid not null default app.user_id(),
  constraint idea_supports_once unique (partnership_id, idea_id, user_id),
  foreign key (partnership_id, programme_id, idea_id) references ideas (partnership_id, programme_id, id)
);
select app.protect('idea_supports', null, null, 'user_id = app.user_id()',
  'user_id = app.user_id() and programme_id = any (app.programmes(''power''))', 'select, insert, delete');
drop trigger z_audit on idea_supports;

create function app.count_support(p_idea uuid) returns integer language sql stable security definer set search_path = public, app, pg_temp as $$
  select count(*)::integer from idea_supports where partnership_id = app.partnership() and idea_id = p_idea and programme_id = any (app.programmes('power'))
$$;

/*
 Anyone who belongs to a programme raises an idea, and the idea says only of what kind they are. A young person's own voice is kept
 beside it; the team may also write down whose voices it was made from. Gives the kind.
   p_kind    what the team says it is; anyone else is what their role makes them
   p_voices  [{"participantId", "interestId"}]
*/
create function app.raise_idea(p_id uuid, p_programme uuid, p_words text, p_kind text, p_co_mode text, p_voice_or_action text, p_voices jsonb) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  team boolean := p_programme = any (app.programmes_to_write('power'));
  own uuid := (select id from participants where partnership_id = app.partnership() and programme_id = p_programme and id = any (app.self()) limit 1);
  kind text := case
    when team and p_kind in ('participant', 'supporter') then p_kind
    when p_programme = any (app.role_in('programme_lead')) then 'lead'
    when p_programme = any (app.role_in('outreach_officer')) then 'officer'
    when p_programme = any (app.role_in('partner_contact')) then 'partner'
    when p_programme = any (app.role_in('mentor')) then 'supporter'
    when own is not null or p_programme = any (app.role_in('participant_rep')) then 'participant' end;
begin
  if kind is null or not p_programme = any (app.programmes('power')) then
    raise exception 'not in this programme' using errcode = 'insufficient_privilege';
  end if;
  insert into ideas (id, programme_id, words, raised_by_kind, co_mode, voice_or_action) values (p_id, p_programme, p_words, kind, p_co_mode, p_voice_or_action);
  insert into idea_voices (id, programme_id, participant_id, idea_id, from_interest_id, raised)
  select gen_random_uuid(), p_programme, v.participant_id, p_id, v.interest_id, kind = 'participant'
  from (select (one ->> 'participantId')::uuid, (one ->> 'interestId')::uuid from jsonb_array_elements(p_voices) one
        union select own, null where own is not null and not jsonb_path_exists(p_voices, '$[*]')) as v (participant_id, interest_id)
  where (team and p_programme = any (app.programmes_to_write('interests'))) or v.participant_id = own;
end $$;

-- The minimum of 0003 gets its depth: options, limits said before, who was there, what came of it.
alter table decisions
  alter column decided_by drop not null, alter column how drop not null, alter column decided_on drop not null,
  drop constraint decisions_decided_by_check,
  -- What is only written down was decided; what is opened to be decided says so.
  add column state text not null default 'decided' check (state in ('open', 'options', 'decided', 'acted_on', 'fed_back', 'reviewed')),
  add column opened_on date not null default app.today(),
  add column co_mode text not null default 'co_design' check (co_mode in ('co_commission', 'co_design', 'co_deliver', 'co_assess')),
  add column voice_or_action text not null default 'voice' check (voice_or_action in ('voice', 'action')),
  add column pathway text check (pathway in ('prevention', 'detection', 'treatment', 'rehabilitation')),
  add column idea_id uuid,
  add column limits_stated boolean,
  add column limits_text text not null default '',
  add column limits_stated_on date,
  add column chosen_option_id uuid,
  add column participants_present integer check (participants_present between 0 and 1000),
  add column reason text not null default '',
  add column explained_how text not null default '',
  add column space boolean,
  add column space_evidence text not null default '',
  add column voice boolean,
  add column voice_evidence text not null default '',
  add column audience boolean,
  add column audience_evidence text not null default '',
  add column audience_person_id uuid,
  add column influence boolean,
  add column influence_evidence text not null default '',
  add column acted_on date,
  add column fed_back_on date,
  add column fed_back_how text check (fed_back_how in ('in_person', 'call', 'text', 'own_phone', 'writing')),
  add column fed_back_text text not null default '',
  add column review_on date,
  add column reviewed_on date,
  add column review_words text not null default '',
  add column vote_opened_at timestamptz,
  add column vote_closed_at timestamptz,
  add column version integer not null default 1,
  add constraint decisions_in_programme unique (partnership_id, programme_id, id),
  add constraint decisions_idea foreign key (partnership_id, programme_id, idea_id) references ideas (partnership_id, programme_id, id),
  add constraint decisions_audience foreign key (partnership_id, audience_person_id) references people (partnership_id, user_id);
update decisions set reason = coalesce(nullif(words, ''), 'Not written down at the time'), explained_how = 'Not written down at the time' where decided_by = 'law';
alter table decisions
  add constraint decisions_decided_by check (decided_by in ('participants', 'together', 'officer', 'partner', 'lead', 'funder', 'law', 'safeguarding')),
  add constraint decisions_decided_whole check ((state in ('open', 'options')) = (decided_by is null) and (decided_by is null or (how is not null and decided_on is not null))),
  add constraint decisions_limits_told check (limits_stated is distinct from true or trim(limits_text) <> ''),
  -- Some things the law or someone's safety decides: then the reason is owed, and how it was explained.
  add constraint decisions_by_law_explained check (decided_by is null or decided_by not in ('law', 'safeguarding') or (trim(reason) <> '' and trim(explained_how) <> '')),
  add constraint decisions_fed_back_in_words check (state not in ('fed_back', 'reviewed') or (fed_back_on is not null and fed_back_how is not null and trim(fed_back_text) <> '')),
  add constraint decisions_audience_named check (audience is distinct from true or audience_person_id is not null),
  add constraint decisions_vote_in_order check (vote_closed_at is null or vote_opened_at is not null);
create index decisions_newest on decisions (partnership_id, programme_id, coalesce(decided_on, opened_on) desc, id desc);
create trigger b_version before update on decisions for each row execute function app.next_version();
create trigger b_no_young_author before insert or update on decisions for each row execute function app.no_young_author();

create table decision_options (
  like app.row including all,
  programme_id uuid not null,
  decision_id uuid not null,
  position integer not null default 0,
  words text not null check (trim(words) <> ''),
  constraint decision_options_of_decision unique (partnership_id, decision_id, id),
  foreign key (partnership_id, programme_id, decision_id) references decisions (partnership_id, programme_id, id)
);
select app.protect('decision_options', 'power', null, null, null, 'select, insert, update, delete');
alter table decisions add constraint decisions_chosen foreign key (partnership_id, id, chosen_option_id) references decision_options (partnership_id, decision_id, id);

-- What was decided is not rewritten afterwards. Where it went from there is added, one step at a time.
create function app.guard_decision() returns trigger language plpgsql as $$
declare
  steps text[] := array['open', 'options', 'decided', 'acted_on', 'fed_back', 'reviewed'];
  was integer := array_position(steps, old.state);
  becomes integer := array_position(steps, new.state);
  broken text;
begin
  if new.programme_id <> old.programme_id then broken := 'decisions_facts_stand';
  elsif was >= 3 then
    if (new.title, new.decided_by, new.how, new.decided_on, new.words, new.co_mode, new.voice_or_action, new.pathway, new.limits_stated, new.limits_text, new.limits_stated_on,
        new.chosen_option_id, new.participants_present, new.reason, new.explained_how, new.opened_on, new.vote_opened_at, new.vote_closed_at)
      is distinct from
       (old.title, old.decided_by, old.how, old.decided_on, old.words, old.co_mode, old.voice_or_action, old.pathway, old.limits_stated, old.limits_text, old.limits_stated_on,
        old.chosen_option_id, old.participants_present, old.reason, old.explained_how, old.opened_on, old.vote_opened_at, old.vote_closed_at)
      or (old.course_id is not null and new.course_id is distinct from old.course_id) or (old.idea_id is not null and new.idea_id is distinct from old.idea_id)
      or (old.fed_back_on is not null and (new.fed_back_on, new.fed_back_how, new.fed_back_text) is distinct from (old.fed_back_on, old.fed_back_how, old.fed_back_text))
    then broken := 'decisions_facts_stand';
    elsif becomes < was or becomes > was + 1 then broken := 'decisions_one_step';
    end if;
  elsif becomes > 3 then broken := 'decisions_one_step';
  elsif becomes = 3 then
    if new.limits_stated is null then broken := 'decisions_limits_first';
    elsif new.vote_opened_at is not null and new.vote_closed_at is null then broken := 'decisions_vote_running';
    elsif new.decided_by = 'participants' and coalesce(new.participants_present, 0) < 1 then broken := 'decisions_someone_was_there';
    end if;
  elsif old.vote_opened_at is not null and ((new.title, new.limits_stated, new.limits_text, new.state) is distinct from (old.title, old.limits_stated, old.limits_text, old.state)
    or new.vote_opened_at is distinct from old.vote_opened_at or (old.vote_closed_at is not null and new.vote_closed_at is distinct from old.vote_closed_at))
    then broken := 'decisions_vote_stands';
  elsif old.vote_opened_at is null and new.vote_opened_at is not null and (new.limits_stated is null or (select count(*) from decision_options o
    where o.partnership_id = new.partnership_id and o.decision_id = new.id) < 2) then broken := 'decisions_vote_ready';
  end if;
  if broken is not null then raise exception 'refused by %', broken using errcode = 'check_violation', constraint = broken; end if;
  return new;
end $$;
create trigger c_guard before update on decisions for each row execute function app.guard_decision();

-- Options stand as they were when people began to vote on them.
create function app.guard_options() returns trigger language plpgsql as $$
begin
  perform from decisions d where d.partnership_id = coalesce(new.partnership_id, old.partnership_id) and d.id = coalesce(new.decision_id, old.decision_id)
    and (d.vote_opened_at is not null or d.state not in ('open', 'options')) for share;
  if found then raise exception 'the options stand' using errcode = 'check_violation', constraint = 'decisions_vote_stands'; end if;
  return coalesce(new, old);
end $$;
create trigger c_guard before insert or update or delete on decision_options for each row execute function app.guard_options();

/*
 One vote for each young person, to change until the vote is closed. Readable by themselves and by nobody else; written only through
 app.vote; counted only by app.count_votes. Not audited, so that not even the order of votes is kept anywhere.
*/
create table decision_votes (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  decision_id uuid not null,
  option_id uuid not null,
  said_how text not null check (said_how in ('own_phone', 'in_person')),
  constraint decision_votes_once unique (partnership_id, decision_id, participant_id),
  foreign key (partnership_id, programme_id, decision_id) references decisions (partnership_id, programme_id, id),
  foreign key (partnership_id, decision_id, option_id) references decision_options (partnership_id, decision_id, id)
);
select app.protect('decision_votes', null, null, 'participant_id = any (app.self())', null, 'select');
drop trigger z_audit on decision_votes;

-- A young person votes for themselves; the team writes down the vote of someone without a phone, and never over one that was sent from a phone.
create function app.vote(p_id uuid, p_decision uuid, p_option uuid, p_participant uuid) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  d record;
  mine boolean := p_participant = any (app.self());
begin
  -- Shared with other votes, so they do not wait for each other; not with the closing, which waits for them.
  select programme_id, vote_opened_at is not null and vote_closed_at is null as running into d
  from decisions where partnership_id = app.partnership() and id = p_decision and programme_id = any (app.programmes('power')) for share;
  if not found or not exists (select from participants where partnership_id = app.partnership() and programme_id = d.programme_id and id = p_participant)
    or not exists (select from decision_options where partnership_id = app.partnership() and decision_id = p_decision and id = p_option) then
    raise exception 'no such vote' using errcode = 'foreign_key_violation';
  end if;
  if not mine and not d.programme_id = any (app.programmes_to_write('power')) then
    raise exception 'not your vote' using errcode = 'insufficient_privilege';
  end if;
  if not d.running then raise exception 'closed' using errcode = 'check_violation', constraint = 'decision_votes_open'; end if;
  insert into decision_votes (id, programme_id, participant_id, decision_id, option_id, said_how)
  values (p_id, d.programme_id, p_participant, p_decision, p_option, case when mine then 'own_phone' else 'in_person' end)
  on conflict on constraint decision_votes_once do update set option_id = excluded.option_id, said_how = excluded.said_how
  where mine or decision_votes.said_how <> 'own_phone';
  if not found then raise exception 'their own vote' using errcode = 'check_violation', constraint = 'decision_votes_their_own'; end if;
end $$;

-- A vote is opened, and once closed it stays closed: by the lead, an officer or a representative of the young people. Gives false for a stale version.
create function app.move_vote(p_decision uuid, p_version integer, p_open boolean) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update decisions set vote_opened_at = case when p_open then now() else vote_opened_at end, vote_closed_at = case when p_open then vote_closed_at else now() end
  where partnership_id = app.partnership() and id = p_decision and version = p_version and programme_id = any (app.programmes('power'))
    and programme_id = any (app.programmes_to_write('power') || app.role_in('participant_rep'));
  return found;
end $$;

/*
 How many have voted, and after closing what came out. The figures are shown only when at least five voted, no option has one or two
 votes, and they did not all vote the same: otherwise a figure would tell how single people voted. Then only the winner is named,
 and with fewer than three votes not even that.
   {"voted", "result": null | {"kind": "counts" | "won" | "no_clear_choice" | "too_few", "wonId", "counts": [{"optionId", "votes"}]}}
*/
create function app.count_votes(p_decision uuid) returns jsonb language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  closed boolean;
  c record;
begin
  select vote_closed_at is not null into closed from decisions
  where partnership_id = app.partnership() and id = p_decision and programme_id = any (app.programmes('power')) and vote_opened_at is not null;
  if not found then return null; end if;
  with counted as (
    select o.id, o.position, count(v.id)::integer as n from decision_options o
    left join decision_votes v on v.partnership_id = o.partnership_id and v.decision_id = o.decision_id and v.option_id = o.id
    where o.partnership_id = app.partnership() and o.decision_id = p_decision group by o.id, o.position
  ), top as (select max(n) as n from counted)
  select coalesce(sum(counted.n), 0)::integer as voted, bool_or(counted.n in (1, 2)) as thin, max(counted.n) as most,
    case when count(*) filter (where counted.n = top.n) = 1 then (array_agg(counted.id) filter (where counted.n = top.n))[1] end as won,
    jsonb_agg(jsonb_build_object('optionId', counted.id, 'votes', counted.n) order by counted.position, counted.id) as counts
  into c from counted, top;
  return jsonb_build_object('voted', c.voted, 'result', case when closed then
    case when c.voted < 3 then jsonb_build_object('kind', 'too_few', 'wonId', null, 'counts', '[]'::jsonb)
         when c.voted >= 5 and not c.thin and c.most < c.voted then jsonb_build_object('kind', 'counts', 'wonId', c.won, 'counts', c.counts)
         when c.won is null then jsonb_build_object('kind', 'no_clear_choice', 'wonId', null, 'counts', '[]'::jsonb)
         else jsonb_build_object('kind', 'won', 'wonId', c.won, 'counts', '[]'::jsonb) end end);
end $$;

/*
 How much of the deciding was theirs, 0 (not told) to 6 (we decided), as each side reads it: one reading for each person, and one that
 the group gave together. Kept apart by side and never averaged; the gap between the sides is the finding.
*/
create table decision_readings (
  like app.row including all,
  programme_id uuid not null,
  decision_id uuid not null,
  side text not null check (side in ('participants', 'partners')),
  level integer not null check (level between 0 and 6),
  -- Null: the group, together.
  reader_id uuid,
  constraint decision_readings_once unique nulls not distinct (partnership_id, decision_id, side, reader_id),
  foreign key (partnership_id, programme_id, decision_id) references decisions (partnership_id, programme_id, id)
);
select app.protect('decision_readings', null, null,
  'reader_id = app.user_id() or (reader_id is null and programme_id = any (app.programmes(''power'')))',
  '(reader_id = app.user_id() and programme_id = any (app.programmes(''power'')) and (side = ''participants'') = (cardinality(app.self()) > 0)) or (reader_id is null and side = ''participants'' and programme_id = any (app.programmes_to_write(''power'')))');
drop trigger z_audit on decision_readings;

-- Readings by level, each side for itself; those of young people only from five of them. {"participants": {"n", "levels": null | [7 counts]}, "partners": ...}
create function app.count_readings(p_decision uuid) returns jsonb language sql stable security definer set search_path = public, app, pg_temp as $$
  select jsonb_object_agg(side, jsonb_build_object('n', n, 'levels', case when side = 'partners' or n >= 5 then levels end)) from (
    select s.side, count(r.id)::integer as n, array(select count(x.id)::integer from generate_series(0, 6) l
      left join decision_readings x on x.partnership_id = app.partnership() and x.decision_id = p_decision and x.side = s.side and x.reader_id is not null and x.level = l
        and x.programme_id = any (app.programmes('power')) group by l order by l) as levels
    from (values ('participants'), ('partners')) s (side)
    left join decision_readings r on r.partnership_id = app.partnership() and r.decision_id = p_decision and r.side = s.side and r.reader_id is not null
      and r.programme_id = any (app.programmes('power'))
    group by s.side) one
$$;

-- The group has decided when it did, not when somebody opened the question.
create or replace function app.group_has_decided(p_course uuid) returns boolean language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (select 1 from decisions where partnership_id = app.partnership() and course_id = p_course
                 and decided_by in ('participants', 'together') and state in ('decided', 'acted_on', 'fed_back', 'reviewed'))
$$;

-- Where a part of a course came from, so that a session can say why it exists.
alter table course_elements add column idea_id uuid, add column decision_id uuid,
  add constraint course_elements_idea foreign key (partnership_id, programme_id, idea_id) references ideas (partnership_id, programme_id, id),
  add constraint course_elements_decision foreign key (partnership_id, programme_id, decision_id) references decisions (partnership_id, programme_id, id);

-- Enough different people have spoken in a programme that words without a name do not point at one of them.
create function app.spoken_enough(p_programme uuid) returns boolean language sql stable as $$
  select count(distinct participant_id) >= 3 from interests
  where partnership_id = app.partnership() and programme_id = p_programme and status <> 'gone' and visibility = 'shared_with_person'
$$;
-- Words as a list of plain words with a space on each side, so that a name can be looked for as a whole.
create function app.spaced(words text) returns text language sql immutable parallel safe
  as $$ select ' ' || trim(regexp_replace(app.fold(words), '[^[:alnum:]]+', ' ', 'g')) || ' ' $$;

/*
 What was heard, in own words and without who, for everyone in the programme. Words in which someone of the programme is named keep only
 their tag. Nothing at all when fewer than three people spoke. No day and no order of time, which would point at a visit.
*/
create function app.heard_words(p_programme uuid) returns table (id uuid, own_words text, tag text, status text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select i.id, case when exists (
      select from participants t left join participant_contacts c on c.partnership_id = t.partnership_id and c.participant_id = t.id
      where t.partnership_id = i.partnership_id and t.programme_id = i.programme_id
        and ((trim(app.spaced(t.known_as)) <> '' and position(app.spaced(t.known_as) in app.spaced(i.own_words)) > 0)
          or (trim(app.spaced(c.family_name)) <> '' and position(app.spaced(c.family_name) in app.spaced(i.own_words)) > 0))
    ) then null else i.own_words end, i.tag, i.status
  from interests i
  where i.partnership_id = app.partnership() and i.programme_id = p_programme and i.status <> 'gone' and i.visibility = 'shared_with_person'
    and p_programme = any (app.programmes('power')) and app.spoken_enough(p_programme)
$$;

-- Which words an idea was made from: a chain of ids that names nobody.
create function app.idea_links(p_programme uuid) returns table (idea_id uuid, interest_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select v.idea_id, v.from_interest_id from idea_voices v
  where v.partnership_id = app.partnership() and v.programme_id = p_programme and v.from_interest_id is not null
    and p_programme = any (app.programmes('power'))
    and (p_programme = any (app.programmes('interests')) or v.participant_id = any (app.self()) or (v.visibility = 'shared_with_person' and app.spoken_enough(p_programme)))
$$;

do $$ declare f text; begin
  foreach f in array array['app.count_support(uuid)', 'app.count_votes(uuid)', 'app.count_readings(uuid)', 'app.heard_words(uuid)', 'app.idea_links(uuid)'] loop
    execute format('alter function %s owner to modulus_counter', f);
  end loop;
  foreach f in array array['app.count_support(uuid)', 'app.count_votes(uuid)', 'app.count_readings(uuid)', 'app.heard_words(uuid)', 'app.idea_links(uuid)',
    'app.raise_idea(uuid, uuid, text, text, text, text, jsonb)', 'app.vote(uuid, uuid, uuid, uuid)', 'app.move_vote(uuid, integer, boolean)'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
