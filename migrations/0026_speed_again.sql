-- What is asked most, made cheaper once more: the audit compares two pictures of a row instead of one for each column, keys that follow
-- from another key are not checked twice, and what the board counts is read from indexes.

-- Each side of the comparison is written out once; it used to be once for every column of the row.
create or replace function app.audit() returns trigger language plpgsql as $$
declare
  changed text[];
  what record := case when tg_op = 'DELETE' then old else new end;
  was jsonb;
begin
  if tg_op = 'UPDATE' then
    was := to_jsonb(old);
    changed := array(select n.key from jsonb_each(to_jsonb(new)) n
                     where n.value is distinct from was -> n.key and n.key not in ('updated_at', 'updated_by', 'version') order by 1);
    if changed = '{}' then return null; end if;
  end if;
  insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id, changed_columns)
  values (what.partnership_id, app.user_id(), app.request(), lower(tg_op), tg_table_name, what.id, changed);
  return null;
end $$;

-- A row about a participant names partnership, programme and participant in one key, and the participant names the other two: their own
-- keys can never fail where that one holds. Each of them locked the same one row of the partnership for every row that was written.
-- A digest copies its partnership from the context, as the logs do.
do $$ declare k record; begin
  for k in select c.conrelid::regclass as t, c.conname as name from pg_constraint c
    join pg_constraint whole on whole.conrelid = c.conrelid and whole.contype = 'f' and whole.confrelid = 'participants'::regclass and cardinality(whole.conkey) = 3
    where c.contype = 'f' and (c.confrelid = 'partnerships'::regclass or c.confrelid = 'programmes'::regclass) and c.conkey <@ whole.conkey
      and not exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (whole.conkey) and not a.attnotnull)
  loop execute format('alter table %s drop constraint %I', k.t, k.name); end loop;
end $$;
alter table write_digests drop constraint write_digests_partnership;

-- Indexes that another one begins with: each was one more to write whenever a visit is recorded.
drop index participants_of_programme, participant_contacts_of_participant;

-- Who was visited, from the index alone; and the courses of the programme only, not those of everyone. Otherwise the count is as it was.
drop index visits_of_programme;
create index visits_of_programme on visits (partnership_id, programme_id, participant_id) include (status, outcome);
create or replace function app.outcome_people(p_programme uuid)
returns table (participant_id uuid, stage integer, employed boolean, sustained_13w boolean, sustained_26w boolean)
language sql stable as $$
  with person as (
    select t.id, t.status from participants t where t.partnership_id = app.partnership() and t.programme_id = p_programme
  ), visited as (
    select distinct v.participant_id as id from visits v
    where v.partnership_id = app.partnership() and v.programme_id = p_programme and v.status = 'recorded' and v.outcome <> 'no_one_in'
  ), told as (
    select distinct i.participant_id as id from interests i where i.partnership_id = app.partnership() and i.programme_id = p_programme
  ), started as (
    select a.participant_id as id from participation_agreements a where a.partnership_id = app.partnership() and a.programme_id = p_programme
    union select e.participant_id from enrolments e where e.partnership_id = app.partnership() and e.programme_id = p_programme and e.status <> 'waiting'
    union select s.participant_id from participant_steps s
      where s.partnership_id = app.partnership() and s.programme_id = p_programme and s.to_status in ('agreed', 'active', 'completed')
    union select id from person where status in ('agreed', 'active', 'paused', 'completed')
  ), finished as (
    select e.participant_id as id from enrolments e join courses c on c.partnership_id = e.partnership_id and c.id = e.course_id
    where e.partnership_id = app.partnership() and e.programme_id = p_programme and c.programme_id = p_programme and e.status = 'enrolled' and c.status in ('finished', 'co_assessed')
    union select id from person where status = 'completed'
  ), state as (
    select p.id as placement_id, p.participant_id, p.partner_id, p.state from placements p where p.partnership_id = app.partnership() and p.programme_id = p_programme
    union select p.id, p.participant_id, p.partner_id, s.to_state from placement_steps s
      join placements p on p.partnership_id = s.partnership_id and p.id = s.placement_id
      where s.partnership_id = app.partnership() and s.programme_id = p_programme
  ), reached as (
    select s.participant_id as id, bool_or(s.state in ('placement', 'job_offered', 'job_accepted', 'sustained_13w', 'sustained_26w')) as placed,
      bool_or(ours and s.state in ('job_accepted', 'sustained_13w', 'sustained_26w')) as employed,
      bool_or(ours and s.state in ('sustained_13w', 'sustained_26w')) as sustained_13w, bool_or(ours and s.state = 'sustained_26w') as sustained_26w
    from state s, lateral (select exists (select 1 from programme_partners pp
      where pp.partnership_id = app.partnership() and pp.programme_id = p_programme and pp.partner_id = s.partner_id) as ours) o
    group by s.participant_id
  )
  select person.id, case when reached.placed then 6 when finished.id is not null then 5 when started.id is not null then 4
      when told.id is not null then 3 when visited.id is not null then 2 else 1 end,
    coalesce(reached.employed, false), coalesce(reached.sustained_13w, false), coalesce(reached.sustained_26w, false)
  from person left join visited using (id) left join told using (id) left join started using (id) left join finished using (id) left join reached using (id)
  union all
  select null, 1, false, false, false from nominations n
  where n.partnership_id = app.partnership() and n.programme_id = p_programme and n.status <> 'duplicate'
    and not exists (select 1 from participants t where t.partnership_id = n.partnership_id and t.nomination_id = n.id)
$$;
