-- What gets in the way and what shifts it, who gives what, who already helps, and how far officers, programme and organisations agree.

-- Signed by name, once a month for each level: the programme by its lead, an organisation by one of its own. What officers say stands in
-- the pulse, where nobody has a name.
create table coherence_readings (
  like app.row including all,
  programme_id uuid not null,
  level text not null check (level in ('programme', 'organisation')),
  partner_id uuid,
  month date not null constraint coherence_readings_are_months check (extract(day from month) = 1),
  -- In the order of the officers' questions: 1 never to 5 always.
  answers smallint[] not null constraint coherence_readings_one_for_each check (cardinality(answers) = 5 and 1 <= all (answers) and 5 >= all (answers)),
  words text not null default '',
  constraint coherence_readings_of_an_organisation check ((level = 'organisation') = (partner_id is not null)),
  constraint coherence_readings_once unique nulls not distinct (partnership_id, programme_id, level, partner_id, month),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
select app.protect('coherence_readings', null, null,
  'programme_id = any (app.programmes(''power'')) or (partner_id = any (app.partners()) and programme_id = any (app.mine()))',
  '(level = ''programme'' and programme_id = any (app.role_in(''programme_lead''))) or (level = ''organisation'' and partner_id = any (app.partners()) and programme_id = any (app.role_in(''partner_contact'')))',
  'select, insert');

-- Something that gets in the way. It names no young person: everyone in the programme reads it.
create table barriers (
  like app.row including all,
  programme_id uuid not null,
  raised_by_kind text not null check (raised_by_kind in ('participant', 'officer', 'partner', 'lead', 'community')),
  co_mode text check (co_mode in ('co_commission', 'co_design', 'co_deliver', 'co_assess')),
  voice_or_action text check (voice_or_action in ('voice', 'action')),
  pathway text check (pathway in ('prevention', 'detection', 'treatment', 'rehabilitation')),
  source text not null check (source in ('funding_rules', 'evidence', 'skills', 'risk_aversion', 'loss_of_control', 'time_pressure', 'budget_savings', 'burden_on_participants',
    'role_change_resistance', 'organisation_incoherence', 'no_real_opportunity', 'data_sharing', 'trust', 'stigma', 'practical', 'law')),
  level text not null check (level in ('individual', 'programme', 'organisation', 'system')),
  falls_on text not null check (falls_on in ('participant', 'professional', 'partner', 'community')),
  -- Read twice, kept apart; null is not asked yet. From 1, a bother, to 4, it stops us.
  severity_by_participants integer check (severity_by_participants between 1 and 4),
  severity_by_partners integer check (severity_by_partners between 1 and 4),
  description text not null constraint barriers_said check (trim(description) <> ''),
  status text not null default 'open' check (status in ('open', 'being_tackled', 'removed', 'lived_with', 'referred_up')),
  version integer not null default 1,
  constraint barriers_in_programme unique (partnership_id, programme_id, id)
);
create index barriers_newest on barriers (partnership_id, programme_id, id desc);

-- What was tried against it. Without a result it is too early to say.
create table barrier_strategies (
  like app.row including all,
  programme_id uuid not null,
  barrier_id uuid not null,
  tried_on date not null,
  kind text not null constraint barrier_strategies_said check (trim(kind) <> ''),
  tried_by text not null check (tried_by in ('participants', 'together', 'officer', 'partner', 'lead', 'community')),
  result text check (result in ('removed', 'reduced', 'no_change', 'worse')),
  note text not null default '',
  version integer not null default 1,
  foreign key (partnership_id, programme_id, barrier_id) references barriers (partnership_id, programme_id, id)
);
create index barrier_strategies_of_barrier on barrier_strategies (partnership_id, barrier_id, tried_on desc);
-- The team writes; a partner's contact what they raised or tried themselves. Young people answer the survey below, without a name.
do $$
declare
  t text;
  writes text := 'programme_id = any (app.programmes(''power'')) and (programme_id = any (app.role_in(''programme_lead'') || app.role_in(''outreach_officer'')) or (created_by = app.user_id() and programme_id = any (app.role_in(''partner_contact''))))';
begin
  foreach t in array array['barriers', 'barrier_strategies'] loop
    perform app.protect(t::regclass, null, null, 'programme_id = any (app.programmes(''power''))', writes);
  end loop;
end $$;

-- The barrier survey, nameless in the way of the pulse (0018): who has answered and what was answered never stand in one row, one
-- transaction or one line of a log.
create table survey_marks (
  partnership_id uuid not null default app.partnership(),
  id uuid not null default gen_random_uuid(),
  programme_id uuid not null,
  asked text not null check (asked in ('participants', 'staff', 'partners')),
  user_id uuid not null default app.user_id(),
  month date not null constraint survey_marks_are_months check (extract(day from month) = 1),
  primary key (partnership_id, id),
  constraint survey_marks_once unique (partnership_id, programme_id, user_id, month)
);
select app.protect('survey_marks', null, null, 'user_id = app.user_id()', 
  'user_id = app.user_id() and programme_id = any (case asked when ''participants'' then app.role_in(''participant'') when ''staff'' then app.role_in(''programme_lead'') || app.role_in(''outreach_officer'') || app.role_in(''mentor'') else app.role_in(''partner_contact'') || app.role_in(''placement_supervisor'') end)', 'select, insert');
create table survey_tickets (
  partnership_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  primary key (partnership_id, id)
);
select app.protect('survey_tickets', null, null, null, null, 'insert');
revoke insert on survey_tickets from modulus_app;
create table survey_answers (
  partnership_id uuid not null,
  id uuid not null default gen_random_uuid(),
  programme_id uuid not null,
  asked text not null check (asked in ('participants', 'staff', 'partners')),
  month date not null,
  -- What gets in the way: [{source, howMuch, fallsOn}], one to five of them.
  choices jsonb not null constraint survey_answers_choose_one_to_five check (jsonb_typeof(choices) = 'array' and jsonb_array_length(choices) between 1 and 5),
  words text not null default '',
  primary key (partnership_id, id)
);
create index survey_answers_of_month on survey_answers (partnership_id, programme_id, asked, month);
select app.protect('survey_answers', null, null, null, null, 'select');
revoke select on survey_answers from modulus_app;
drop trigger z_audit on survey_marks;
drop trigger z_audit on survey_tickets;
drop trigger z_audit on survey_answers;
create policy keeps on survey_tickets to modulus_counter using (true) with check (true);
create policy keeps on survey_answers to modulus_counter using (true) with check (true);
grant insert on survey_tickets to modulus_counter;
grant insert, delete on survey_answers to modulus_counter;

-- Takes one answer in, as app.answer_pulse does: all answers of the month are written anew in a random order with new ids.
create function app.answer_survey(p_partnership uuid, p_programme uuid, p_asked text, p_month date, p_ticket uuid, p_choices jsonb, p_words text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if p_month <> date_trunc('month', app.today())::date then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended(concat('survey', p_programme, p_asked, p_month), 0));
  insert into survey_tickets (partnership_id, id, programme_id) values (p_partnership, p_ticket, p_programme) on conflict do nothing;
  if not found then return false; end if;
  with kept as (
    delete from survey_answers where partnership_id = p_partnership and programme_id = p_programme and asked = p_asked and month = p_month returning choices, words
  )
  insert into survey_answers (partnership_id, programme_id, asked, month, choices, words)
  select p_partnership, p_programme, p_asked, p_month, x.choices, x.words
  from (select choices, words from kept union all select p_choices, p_words) x order by random();
  return true;
end $$;

/*
 Months that are over, newest first, each kind by itself. Below five answers nothing, not even how many. Choices come loose from the
 answers they were part of, in no order: so that nobody who knows one of somebody's choices learns the others. Words are for the team.
*/
create function app.count_survey(p_programme uuid) returns table (asked text, month date, people integer, choices jsonb, words text[])
language sql stable security definer set search_path = public, app, pg_temp as $$
  with answer as materialized (
    select a.asked, a.month, a.choices, a.words from survey_answers a
    where a.partnership_id = app.partnership() and a.programme_id = p_programme and a.month < date_trunc('month', app.today())
      and p_programme = any (app.programmes('power') || app.role_in('analyst'))
  ), monthly as (
    select a.asked, a.month, count(*)::int as n, array_agg(a.words order by random()) filter (where trim(a.words) <> '') as words from answer a group by a.asked, a.month
  )
  select m.asked, m.month, case when m.n >= 5 then m.n end,
    case when m.n >= 5 then (select jsonb_agg(c.one order by random()) from answer a, lateral jsonb_array_elements(a.choices) as c (one) where a.asked = m.asked and a.month = m.month) end,
    case when m.n >= 5 and p_programme = any (app.role_in('programme_lead') || app.role_in('outreach_officer')) then coalesce(m.words, '{}') else '{}' end
  from monthly m order by m.month desc, m.asked
$$;
do $$ declare f text; begin
  foreach f in array array['app.answer_survey(uuid, uuid, text, date, uuid, jsonb, text)', 'app.count_survey(uuid)'] loop
    execute format('alter function %s owner to modulus_counter', f);
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;

-- People outside who already help young people: as little about them as it takes, for the team alone.
create table supporters (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('coach', 'family', 'shopkeeper', 'faith_group', 'neighbour', 'club', 'employer', 'other')),
  known_as text not null constraint supporters_known_as_said check (trim(known_as) <> ''),
  -- When they were told that we keep their name. UK GDPR article 14(3): within a month of it being written down.
  told_on date,
  already_does text not null constraint supporters_already_does_said check (trim(already_does) <> ''),
  would_bring_in text not null default '',
  invited_on date,
  invited_by_id uuid,
  answer text check (answer in ('yes', 'maybe', 'not_now', 'no')),
  step_taken text not null default '',
  step_on date,
  version integer not null default 1,
  constraint supporters_in_programme unique (partnership_id, programme_id, id),
  constraint supporters_invited_by_somebody check ((invited_on is null) = (invited_by_id is null)),
  constraint supporters_answer_an_invitation check (answer is null or invited_on is not null),
  constraint supporters_step_has_a_day check ((step_on is null) = (trim(step_taken) = '')),
  foreign key (partnership_id, invited_by_id) references people (partnership_id, user_id)
);
create index supporters_newest on supporters (partnership_id, programme_id, id desc);
select app.protect('supporters', 'participation');
-- Whom they are close to, when that young person is fine with it being written down.
create table supporter_links (
  like app.entry including all,
  supporter_id uuid not null,
  words text not null default '',
  constraint supporter_links_once unique (partnership_id, supporter_id, participant_id),
  foreign key (partnership_id, programme_id, supporter_id) references supporters (partnership_id, programme_id, id)
);
select app.protect('supporter_links', 'interests', null, null, null, 'select, insert, delete');

-- Who gave what. What names a young person is for the team and for them; the rest is for everyone in the programme.
create table contributions (
  like app.entry including all,
  given_by text not null check (given_by in ('participant', 'supporter', 'partner_person', 'officer')),
  supporter_id uuid,
  user_id uuid,
  given_on date not null,
  what text not null constraint contributions_said check (trim(what) <> ''),
  co_mode text not null check (co_mode in ('co_commission', 'co_design', 'co_deliver', 'co_assess')),
  voice_or_action text not null check (voice_or_action in ('voice', 'action')),
  pathway text not null check (pathway in ('prevention', 'detection', 'treatment', 'rehabilitation')),
  role text check (role in ('took_part', 'helped_organise', 'organised_led', 'trained_peers')),
  -- Of everyone together, when several gave it.
  minutes integer check (minutes between 1 and 600000),
  money_pence integer check (money_pence > 0),
  used_how text not null default '',
  recognised_how text not null default '',
  version integer not null default 1,
  constraint contributions_named_by_kind check ((participant_id is null or given_by = 'participant') and (supporter_id is null or given_by = 'supporter') and (user_id is null or given_by in ('partner_person', 'officer'))),
  constraint contributions_in_programme unique (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, supporter_id) references supporters (partnership_id, programme_id, id),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id)
);
alter table contributions alter participant_id drop not null;
create index contributions_newest on contributions (partnership_id, programme_id, given_on desc, id desc);
do $$
declare
  unnamed text := '(participant_id is null and programme_id = any (app.programmes(''power'')) and (%s))';
begin
  perform app.protect('contributions', null, null,
    format(unnamed, 'true') || ' or (participant_id is not null and programme_id = any (app.programmes(''participation''))) or (participant_id = any (app.self()) and participant_id = any (app.participants(''participation'')) and visibility = ''shared_with_person'')',
    format(unnamed, 'programme_id = any (app.role_in(''programme_lead'') || app.role_in(''outreach_officer'')) or (user_id = app.user_id() and programme_id = any (app.role_in(''partner_contact'')))')
      || ' or (participant_id is not null and programme_id = any (app.programmes_to_write(''participation'')))');
end $$;

-- Which of the four Co's a part of a course is, and on which pathway: said by the team, so that its hours and money can be counted.
create table element_modes (
  like app.row including all,
  programme_id uuid not null,
  course_id uuid not null,
  element_id uuid not null,
  co_mode text not null check (co_mode in ('co_commission', 'co_design', 'co_deliver', 'co_assess')),
  pathway text not null check (pathway in ('prevention', 'detection', 'treatment', 'rehabilitation')),
  version integer not null default 1,
  constraint element_modes_once unique (partnership_id, element_id),
  foreign key (partnership_id, programme_id, course_id) references courses (partnership_id, programme_id, id),
  foreign key (partnership_id, course_id, element_id) references course_elements (partnership_id, course_id, id)
);
select app.protect('element_modes', null, null, 'programme_id = any (app.mine())', 'programme_id = any (app.programmes_to_write(''participation''))');
