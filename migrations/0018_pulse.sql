-- The pulse: a few short questions each month, answered by nobody in particular. Who has answered and what was answered never stand in
-- one row, one transaction or one log line: marking the month gives a ticket that is kept nowhere, and the answer comes by itself, with
-- the ticket and without a name.

-- Who has taken their ticket of a month. Without a time: the month is all that matters.
create table pulse_marks (
  partnership_id uuid not null default app.partnership(),
  id uuid not null default gen_random_uuid(),
  programme_id uuid not null,
  asked text not null check (asked in ('participants', 'officers')),
  user_id uuid not null default app.user_id(),
  month date not null constraint pulse_marks_are_months check (extract(day from month) = 1),
  primary key (partnership_id, id),
  constraint pulse_marks_once unique (partnership_id, programme_id, asked, user_id, month)
);
select app.protect('pulse_marks', null, null, 'user_id = app.user_id()',
  'user_id = app.user_id() and programme_id = any (app.role_in(case asked when ''participants'' then ''participant'' else ''outreach_officer'' end))', 'select, insert');

-- Spent tickets, by their digest: so that each counts once. Nobody reads them.
create table pulse_tickets (
  partnership_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  primary key (partnership_id, id)
);
select app.protect('pulse_tickets', null, null, null, null, 'insert');
revoke insert on pulse_tickets from modulus_app;

create table pulse_answers (
  partnership_id uuid not null,
  id uuid not null default gen_random_uuid(),
  programme_id uuid not null,
  asked text not null check (asked in ('participants', 'officers')),
  month date not null,
  -- In the order of the questions: 1 never, 2 rarely, 3 sometimes, 4 often, 5 always; 0 was skipped.
  answers smallint[] not null constraint pulse_answers_of_the_scale check (0 <= all (answers) and 5 >= all (answers)),
  why text not null default '',
  primary key (partnership_id, id),
  constraint pulse_answers_one_for_each_question check (cardinality(answers) = case asked when 'participants' then 7 else 5 end)
);
create index pulse_answers_of_month on pulse_answers (partnership_id, programme_id, asked, month);
select app.protect('pulse_answers', null, null, null, null, 'select');
revoke select on pulse_answers from modulus_app;
-- No trail: a line of it would name a time, and through the request a person.
drop trigger z_audit on pulse_marks;
drop trigger z_audit on pulse_tickets;
drop trigger z_audit on pulse_answers;
create policy keeps on pulse_tickets to modulus_counter using (true) with check (true);
create policy keeps on pulse_answers to modulus_counter using (true) with check (true);
grant insert on pulse_tickets to modulus_counter;
grant insert, delete on pulse_answers to modulus_counter;

/*
 Takes one answer in. The service has checked the ticket's seal; here it is spent. All answers of the month are written anew in a random
 order with new ids, so that they share one transaction and no order is left that could be laid beside the marks.
 Gives false when the ticket was spent before, or its month is over: an answer that came later would stand out.
*/
create function app.answer_pulse(p_partnership uuid, p_programme uuid, p_asked text, p_month date, p_ticket uuid, p_answers smallint[], p_why text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if p_month <> date_trunc('month', app.today())::date then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended(concat(p_programme, p_asked, p_month), 0));
  insert into pulse_tickets (partnership_id, id, programme_id) values (p_partnership, p_ticket, p_programme) on conflict do nothing;
  if not found then return false; end if;
  with kept as (
    delete from pulse_answers where partnership_id = p_partnership and programme_id = p_programme and asked = p_asked and month = p_month returning answers, why
  )
  insert into pulse_answers (partnership_id, programme_id, asked, month, answers, why)
  select p_partnership, p_programme, p_asked, p_month, x.answers, x.why
  from (select answers, why from kept union all select p_answers, p_why) x order by random();
  return true;
end $$;
alter function app.answer_pulse owner to modulus_counter;

/*
 What came of the months that are over, newest first; the running one would show each new answer as the difference to yesterday's. Figures
 only from five answers: below that not even how many. The words of "why?" are for the team alone, without order. Answers only in the programmes of the asker.
*/
create function app.count_pulse(p_programme uuid) returns table (asked text, month date, people integer, counts jsonb, words text[])
language sql stable security definer set search_path = public, app, pg_temp as $$
  with answer as materialized (
    select a.asked, a.month, a.answers, a.why from pulse_answers a
    where a.partnership_id = app.partnership() and a.programme_id = p_programme and a.month < date_trunc('month', app.today())
      and p_programme = any (app.programmes('power'))
  ), tally as (
    select t.asked, t.month, t.question, jsonb_agg(t.n order by t.value) as counts from (
      select a.asked, a.month, q.question, v.value, count(*) filter (where a.answers[q.question] = v.value) as n
      from answer a, lateral generate_series(1, cardinality(a.answers)) as q (question), generate_series(1, 5) as v (value)
      group by a.asked, a.month, q.question, v.value) t
    group by t.asked, t.month, t.question
  ), monthly as (
    select a.asked, a.month, count(*)::int as n, array_agg(a.why order by random()) filter (where trim(a.why) <> '') as words from answer a group by a.asked, a.month
  )
  select m.asked, m.month, case when m.n >= 5 then m.n end,
    case when m.n >= 5 then (select jsonb_agg(t.counts order by t.question) from tally t where t.asked = m.asked and t.month = m.month) end,
    case when m.n >= 5 and p_programme = any (app.role_in('programme_lead') || app.role_in('outreach_officer')) then coalesce(m.words, '{}') else '{}' end
  from monthly m order by m.month desc, m.asked desc
$$;
alter function app.count_pulse owner to modulus_counter;
revoke execute on function app.answer_pulse, app.count_pulse from public;
grant execute on function app.answer_pulse, app.count_pulse to modulus_app;
