-- How much of the deciding was theirs, over all decisions of a programme: readings by level, the two sides apart. What the young people's
-- group said together counts once for each decision; their single readings are left out, because few of them would point at someone.
create function app.count_power_readings(p_programme uuid) returns table (side text, n integer, levels integer[], gaps integer[])
language sql stable security definer set search_path = public, app, pg_temp as $$
  with reading as (
    select r.decision_id, r.side, r.level from decision_readings r
    where r.partnership_id = app.partnership() and r.programme_id = p_programme and p_programme = any (app.programmes('power'))
      and ((r.side = 'participants' and r.reader_id is null) or r.side = 'partners')
  ), side as (
    select s.side, (select count(*)::int from reading r where r.side = s.side) as n,
      array(select (select count(*)::int from reading r where r.side = s.side and r.level = l) from generate_series(0, 6) l order by l) as levels
    from (values ('participants'), ('partners')) s (side)
  )
  -- The gap of one decision: what each partner read minus what the group read, -6 to 6, as thirteen counts. Shown with the young people's side.
  select side.side, side.n, side.levels, case when side.side = 'participants' then array(
    select (select count(*)::int from reading ours join reading theirs on theirs.decision_id = ours.decision_id and theirs.side = 'participants'
            where ours.side = 'partners' and ours.level - theirs.level = d) from generate_series(-6, 6) d order by d) end
  from side
$$;
alter function app.count_power_readings owner to modulus_counter;
revoke execute on function app.count_power_readings from public;
grant execute on function app.count_power_readings to modulus_app;
