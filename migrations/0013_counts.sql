-- How far people came, counted in one way for everyone who may ask: the team through its own eyes, an analyst through
-- app.count_board, which sees every row and gives away only what is far enough from any single person.

-- One line for each young person brought to a programme, with the furthest stage they reached: 1 nominated, 2 visited,
-- 3 told us their interests, 4 agreed or started a course, 5 finished, 6 placement or job. Reaching a stage counts for those before it.
-- Employed: at any time in a job with a partner of the programme, whether or not it lasted.
create function app.outcome_people(p_programme uuid)
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
    where e.partnership_id = app.partnership() and e.programme_id = p_programme and e.status = 'enrolled' and c.status in ('finished', 'co_assessed')
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

create function app.outcome_counts(p_programme uuid)
returns table (nominated integer, visited integer, told_interests integer, started integer, finished integer, placement_or_job integer,
               employed integer, sustained_13w integer, sustained_26w integer)
language plpgsql stable as $$ -- so that each connection plans it once
begin
  return query select count(*)::int, (count(*) filter (where o.stage >= 2))::int, (count(*) filter (where o.stage >= 3))::int, (count(*) filter (where o.stage >= 4))::int,
    (count(*) filter (where o.stage >= 5))::int, (count(*) filter (where o.stage >= 6))::int, (count(*) filter (where o.employed))::int,
    (count(*) filter (where o.sustained_13w))::int, (count(*) filter (where o.sustained_26w))::int
  from app.outcome_people(p_programme) o;
end $$;

-- First against latest answer to the same question, by the same rater, in the same edition of the question. Never averaged.
create function app.distances(p_programme uuid)
returns table (participant_id uuid, framework text, item text, goal_id uuid, rated_by text, first_value integer, first_on date, latest_value integer, latest_on date)
language sql stable as $$
  select m.participant_id, m.framework, m.item, m.goal_id, m.rated_by,
    (array_agg(m.value order by m.rated_on, m.created_at, m.id))[1], min(m.rated_on),
    (array_agg(m.value order by m.rated_on desc, m.created_at desc, m.id desc))[1], max(m.rated_on)
  from measures m where m.partnership_id = app.partnership() and m.programme_id = p_programme
  group by m.participant_id, m.framework, m.edition, m.item, m.goal_id, m.rated_by having count(*) > 1
$$;

-- To the nearest five, so that one more person between two readings does not show.
create function app.to_five(n bigint) returns integer language sql immutable parallel safe as $$ select (round(n / 5.0) * 5)::int $$;

/*
 The published board. A figure is given only when it is at least the partnership's small number, and at least that far below every
 published figure that it is part of; then it is rounded to the nearest five. So no two figures, taken from each other, are
 about fewer people than that. Null means: too few to show. No filter but the programme. Owned by the counter, because the reader
 sees none of the rows.
*/
create function app.count_board(p_programme uuid) returns jsonb
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  small integer := (select small_number from partnerships where id = app.partnership());
  c record;
  stage record;
  given integer[] := '{}';
  told_floor integer;
  all_floor integer;
  shown jsonb := '{}';
  tags jsonb;
  tags_hidden boolean;
  items jsonb;
begin
  if not p_programme = any (app.role_in('analyst') || app.role_in('data_lead') || app.role_in('programme_lead') || app.role_in('outreach_officer')) then return null; end if;
  select * into c from app.outcome_counts(p_programme);
  -- The figures that matter most are placed first; the others are shown where they still fit between them.
  for stage in select * from (values (1, 'nominated', c.nominated), (2, 'started', c.started), (3, 'employed', c.employed), (4, 'placementOrJob', c.placement_or_job),
                              (5, 'toldInterests', c.told_interests), (6, 'visited', c.visited), (7, 'finished', c.finished)) s (place, name, n) order by place
  loop
    if stage.n >= small and not exists (select from unnest(given) g where abs(g - stage.n) < small) then
      given := given || stage.n;
      shown := shown || jsonb_build_object(stage.name, app.to_five(stage.n));
      -- Figures about a tag or a question are part of these.
      if stage.name = 'nominated' then all_floor := stage.n; end if;
      if stage.name in ('nominated', 'visited', 'toldInterests') then told_floor := least(told_floor, stage.n); end if;
    else
      shown := shown || jsonb_build_object(stage.name, null);
    end if;
  end loop;

  with tag as (
    select i.tag, count(distinct i.participant_id) as n from interests i
    where i.partnership_id = app.partnership() and i.programme_id = p_programme and i.tag is not null and i.status <> 'gone' group by i.tag
  ), fitting as (select tag, n, n >= small and (told_floor is null or told_floor - n >= small) as fits from tag
  -- A single figure kept back could be worked out where everyone named one thing: the smallest of the others goes with it.
  ), judged as (select tag, n, fits and not (row_number() over (partition by fits order by n, tag) = 1 and count(*) filter (where not fits) over () = 1) as fits from fitting)
  select coalesce(jsonb_agg(jsonb_build_object('tag', tag, 'people', app.to_five(n)) order by n desc, tag) filter (where fits), '[]'), coalesce(bool_or(not fits), false)
  into tags, tags_hidden from judged;

  -- One pair of answers for each person and question: their own before one given together, that before a worker's.
  with pair as (
    select distinct on (d.participant_id, d.item) d.item, d.latest_value > d.first_value as rose
    from app.distances(p_programme) d where d.framework = 'shanarri'
    order by d.participant_id, d.item, array_position(array['self', 'together', 'worker'], d.rated_by)
  ), item as (select pair.item, count(*) as n, count(*) filter (where rose) as rose from pair group by pair.item
  ), judged as (select item.*, item.rose >= small and n - item.rose >= small and (all_floor is null or all_floor - n >= small) as fits from item)
  select coalesce(jsonb_agg(jsonb_build_object('item', item, 'people', case when fits then app.to_five(n) end, 'rose', case when fits then app.to_five(rose) end) order by item), '[]')
  into items from judged;

  return jsonb_build_object('smallNumber', small, 'funnel', shown - 'employed', 'employed', shown -> 'employed', 'interests', tags, 'interestsHidden', tags_hidden, 'steps', items);
end $$;
alter function app.count_board owner to modulus_counter;
revoke execute on function app.count_board from public;
grant execute on function app.count_board to modulus_app;
