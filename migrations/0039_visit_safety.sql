-- Officers who come home safe: a plan before a knock, somebody who waits for word from the door, and a clock that tells people when none comes.
-- Where anybody is, is never followed: what is kept is when they went in, when they meant to be out, and who waits to hear.

-- How a programme goes out. Without a row a lead approves, and whether two go is a matter of each door.
create table visit_rules (
  like app.row including all,
  programme_id uuid not null,
  pairs_required boolean not null default false,
  lead_approves boolean not null default true,
  version integer not null default 1,
  constraint visit_rules_once unique (partnership_id, programme_id)
);
select app.protect('visit_rules', 'participation', null, 'programme_id = any (app.role_in(''programme_lead''))', null, 'select, insert, update');
drop policy adds on visit_rules;
drop policy changes on visit_rules;
create policy adds on visit_rules for insert to modulus_app with check (partnership_id = app.partnership() and programme_id = any (app.role_in('programme_lead')));
create policy changes on visit_rules for update to modulus_app using (partnership_id = app.partnership() and programme_id = any (app.role_in('programme_lead')))
  with check (partnership_id = app.partnership() and programme_id = any (app.role_in('programme_lead')));

-- Where a text reaches a colleague. A table of its own, because the rows of people are known to everyone with a role, young people among them.
create table people_mobiles (
  like app.row including all,
  user_id uuid not null,
  mobile text not null default '',
  version integer not null default 1,
  constraint people_mobiles_once unique (partnership_id, user_id),
  constraint people_mobiles_are_mobiles check (mobile = '' or app.phone_key(mobile) is not null),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id)
);
select app.protect('people_mobiles', null, null, 'user_id = app.user_id() or app.is_admin()', 'user_id = app.user_id() or app.is_admin()');

/*
 The plan of one visit, and where it stands. Who goes is copied from the visit until they are at the door, so that the rules between those who go,
 the buddy and who approves can be said here. `round` counts the expected ends: whoever asks for more time is waited for afresh.
*/
create table visit_safety (
  like app.row including all,
  programme_id uuid not null,
  visit_id uuid not null,
  state text not null default 'planned' check (state in ('planned', 'approved', 'checked_in', 'checked_out', 'debriefed', 'closed')),
  officer_id uuid not null,
  second_officer_id uuid,
  buddy_id uuid,
  expected_minutes integer not null default 45 check (expected_minutes between 5 and 480),
  base_contact text not null default '',
  pairs_required boolean not null default false,
  needs_approval boolean not null default true,
  approved_at timestamptz,
  approved_by_id uuid,
  checked_in_at timestamptz,
  expected_end_at timestamptz,
  round integer not null default 1,
  checked_out_at timestamptz,
  closed_because text check (closed_because in ('cancelled', 'moved', 'no_one_in', 'recorded', 'cleared')),
  version integer not null default 1,
  constraint visit_safety_once unique (partnership_id, visit_id),
  constraint visit_safety_in_programme unique (partnership_id, programme_id, id),
  constraint visit_safety_buddy_stays_behind check (buddy_id is null or (buddy_id <> officer_id and (second_officer_id is null or buddy_id <> second_officer_id))),
  constraint visit_safety_approved_by_another check (approved_by_id is null or (approved_by_id <> officer_id and (second_officer_id is null or approved_by_id <> second_officer_id))),
  constraint visit_safety_approval_whole check ((approved_at is null) = (approved_by_id is null)),
  constraint visit_safety_approved_first check (state in ('planned', 'closed') or not needs_approval or approved_at is not null),
  constraint visit_safety_with_a_buddy check (state in ('planned', 'closed') or buddy_id is not null),
  constraint visit_safety_two_where_two_must_go check (state not in ('approved', 'checked_in') or not pairs_required or second_officer_id is not null),
  constraint visit_safety_out_with_an_end check (state not in ('checked_in', 'checked_out', 'debriefed') or (checked_in_at is not null and expected_end_at is not null)),
  constraint visit_safety_back_when check ((state in ('checked_out', 'debriefed')) = (checked_out_at is not null)),
  foreign key (partnership_id, visit_id) references visits (partnership_id, id),
  foreign key (partnership_id, officer_id) references people (partnership_id, user_id),
  foreign key (partnership_id, second_officer_id) references people (partnership_id, user_id),
  foreign key (partnership_id, buddy_id) references people (partnership_id, user_id),
  foreign key (partnership_id, approved_by_id) references people (partnership_id, user_id)
);
create index visit_safety_out on visit_safety (partnership_id, expected_end_at) where state = 'checked_in';
create index visit_safety_open on visit_safety (partnership_id, programme_id) where state in ('planned', 'approved');
-- For the team, like the visit itself; a young person's record names nobody's buddy.
select app.protect('visit_safety', 'participation');

-- Who goes and where it belongs comes from the visit; one step follows another; a lead approves in their own name only.
create function app.visit_safety_steps() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    select v.programme_id, v.officer_id, v.second_officer_id into new.programme_id, new.officer_id, new.second_officer_id
      from visits v where v.partnership_id = new.partnership_id and v.id = new.visit_id;
    if app.user_id() is not null and new.state <> 'planned' then
      raise exception 'it begins with a plan' using errcode = 'check_violation', constraint = 'visit_safety_step_by_step';
    end if;
    return new;
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('planned', 'approved'), ('approved', 'planned'), ('planned', 'checked_in'), ('approved', 'checked_in'),
      ('checked_in', 'checked_out'), ('checked_out', 'debriefed'), ('planned', 'closed'), ('approved', 'closed')) then
    raise exception 'a step was skipped' using errcode = 'check_violation', constraint = 'visit_safety_step_by_step';
  end if;
  if new.approved_by_id is not null and (new.approved_at, new.approved_by_id) is distinct from (old.approved_at, old.approved_by_id) and app.user_id() is not null
    and not (new.approved_by_id = app.user_id() and new.programme_id = any (app.role_in('programme_lead'))) then
    raise exception 'a programme lead approves it' using errcode = 'check_violation', constraint = 'visit_safety_approved_by_a_lead';
  end if;
  return new;
end $$;
create trigger a_of_visit before insert on visit_safety for each row execute function app.visit_safety_steps();
create trigger c_steps before update on visit_safety for each row execute function app.visit_safety_steps();

-- Everything that happened, from the plan to the debrief, with the time that the phone says it happened. Rows are added, never changed.
create table visit_safety_steps (
  like app.row including all,
  programme_id uuid not null,
  safety_id uuid not null,
  kind text not null check (kind in ('planned', 'changed', 'flags_read', 'approved', 'lapsed', 'checked_in', 'extended', 'fine', 'checked_out', 'cleared', 'debriefed', 'closed')),
  happened_at timestamptz not null default now(),
  minutes integer,
  foreign key (partnership_id, programme_id, safety_id) references visit_safety (partnership_id, programme_id, id)
);
create index visit_safety_steps_in_order on visit_safety_steps (partnership_id, safety_id, created_at);
select app.protect('visit_safety_steps', 'participation', null, null, null, 'select, insert');

-- Who was told that nobody came back: one row for each expected end and step, so that a clock may strike as often as it likes.
create table visit_alerts (
  like app.row including all,
  programme_id uuid not null,
  safety_id uuid not null,
  round integer not null,
  step text not null check (step in ('buddy', 'leads')),
  constraint visit_alerts_once unique (partnership_id, safety_id, round, step),
  foreign key (partnership_id, programme_id, safety_id) references visit_safety (partnership_id, programme_id, id)
);
select app.protect('visit_alerts', 'participation', null, null, 'false', 'select');

-- How it went for whoever went: for themselves and the programme's leads.
create table visit_debriefs (
  like app.row including all,
  programme_id uuid not null,
  safety_id uuid not null,
  how text not null check (how in ('well', 'mixed', 'hard')),
  words text not null default '',
  change_words text not null default '',
  constraint visit_debriefs_once unique (partnership_id, safety_id, created_by),
  foreign key (partnership_id, programme_id, safety_id) references visit_safety (partnership_id, programme_id, id)
);
select app.protect('visit_debriefs', null, null, 'created_by = app.user_id() or programme_id = any (app.role_in(''programme_lead''))',
                   'created_by = app.user_id() and programme_id = any (app.programmes_to_write(''participation''))', 'select, insert');

/*
 What becomes of the visit becomes of its plan: called off, moved or recorded closes one that nobody set out on; other officers need another
 approval; "no one in" ends the waiting. Calling a visit off never ends the waiting for someone who is inside.
*/
create function app.safety_follows_visit() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s visit_safety;
  became text;
begin
  select * into s from visit_safety where partnership_id = new.partnership_id and visit_id = new.id for update;
  if not found then return null; end if;
  if s.state in ('planned', 'approved') then
    if new.status <> 'planned' then
      update visit_safety set state = 'closed', closed_because = case when new.status = 'cancelled' then 'cancelled' when new.status = 'rescheduled' then 'moved'
        when new.outcome = 'no_one_in' then 'no_one_in' else 'recorded' end where partnership_id = s.partnership_id and id = s.id;
      became := 'closed';
    elsif (new.officer_id, new.second_officer_id) is distinct from (s.officer_id, s.second_officer_id) then
      update visit_safety set officer_id = new.officer_id, second_officer_id = new.second_officer_id, state = 'planned', approved_at = null, approved_by_id = null,
        buddy_id = case when buddy_id = new.officer_id or buddy_id = new.second_officer_id then null else buddy_id end where partnership_id = s.partnership_id and id = s.id;
      became := case when s.state = 'approved' then 'lapsed' else 'changed' end;
    end if;
  elsif s.state = 'checked_in' and new.status = 'recorded' and old.status <> 'recorded' and new.outcome = 'no_one_in' then
    update visit_safety set state = 'checked_out', checked_out_at = greatest(now(), checked_in_at), closed_because = 'no_one_in' where partnership_id = s.partnership_id and id = s.id;
    became := 'checked_out';
  end if;
  if became is not null then
    insert into visit_safety_steps (partnership_id, id, programme_id, safety_id, kind) values (s.partnership_id, gen_random_uuid(), s.programme_id, s.id, became);
  end if;
  return null;
end $$;
create trigger y_safety_follows after update on visits for each row
  when ((old.status, old.officer_id, old.second_officer_id) is distinct from (new.status, new.officer_id, new.second_officer_id)) execute function app.safety_follows_visit();

/*
 Who has to be told now that no word came from the door: the buddy fifteen minutes after the expected end, the programme's leads thirty minutes
 after it. Strictly in that order and each once; whoever was late to strike tells both, the buddy first. A buddy who is no longer here is
 replaced by the leads, and where no lead stays behind, those who keep safety in the programme are told. For the clock only.
*/
create function app.alert_overdue_visits() returns table (visit uuid, step text, who text, due_at timestamptz, email text, mobile text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s record;
  now_step text;
  given uuid;
  told uuid[];
begin
  if app.system() is distinct from 'clock' then return; end if;
  for s in
    select x.* from visit_safety x where x.partnership_id = app.partnership() and x.state = 'checked_in' and x.expected_end_at + interval '15 minutes' <= now()
    order by x.expected_end_at, x.id for update
  loop
    foreach now_step in array array['buddy', 'leads'] loop
      continue when now_step = 'leads' and s.expected_end_at + interval '30 minutes' > now();
      given := null;
      insert into visit_alerts (partnership_id, id, programme_id, safety_id, round, step) values (s.partnership_id, gen_random_uuid(), s.programme_id, s.id, s.round, now_step)
        on conflict on constraint visit_alerts_once do nothing returning id into given;
      continue when given is null;
      told := array(select s.buddy_id where now_step = 'buddy' and app.has_role_now(s.partnership_id, s.programme_id, s.buddy_id));
      if told = '{}' then
        told := array(select distinct m.user_id from memberships m where m.partnership_id = s.partnership_id and m.programme_id = s.programme_id and m.role = 'programme_lead'
          and m.from_at <= now() and (m.until_at is null or now() < m.until_at) and m.user_id <> s.officer_id and m.user_id is distinct from s.second_officer_id
          and app.has_role_now(s.partnership_id, s.programme_id, m.user_id));
      end if;
      if told = '{}' then
        told := array(select k from programmes g, unnest(array[g.safeguarding_lead_id, g.safeguarding_deputy_id]) k where g.partnership_id = s.partnership_id and g.id = s.programme_id
          and k is not null and k <> s.officer_id and k is distinct from s.second_officer_id);
      end if;
      return query
        select s.visit_id, now_step, concat_ws(' and ', (select o.name from people o where o.partnership_id = s.partnership_id and o.user_id = s.officer_id),
            (select o.name from people o where o.partnership_id = s.partnership_id and o.user_id = s.second_officer_id)), s.expected_end_at, h.email, app.phone_key(t.mobile)
        from people h left join people_mobiles t on t.partnership_id = h.partnership_id and t.user_id = h.user_id
        where h.partnership_id = s.partnership_id and h.user_id = any (told) and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
        order by h.name;
    end loop;
  end loop;
end $$;

-- How to ring someone who is out, for those who may have to: their buddy and the programme's leads, for as long as they are out.
create function app.mobiles_of_out(p_visits uuid[]) returns table (visit_id uuid, name text, mobile text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select s.visit_id, h.name, app.phone_key(t.mobile)
  from visit_safety s join people h on h.partnership_id = s.partnership_id and h.user_id in (s.officer_id, s.second_officer_id)
  join people_mobiles t on t.partnership_id = h.partnership_id and t.user_id = h.user_id and t.mobile <> ''
  where s.partnership_id = app.partnership() and s.visit_id = any (p_visits) and s.state = 'checked_in'
    and (s.programme_id = any (app.role_in('programme_lead')) or (s.buddy_id = app.user_id() and s.programme_id = any (app.programmes('participation'))))
  order by h.user_id = s.officer_id desc
$$;
/*
 Must two go, and must a lead say yes? Two: where the programme says so, or a warning note does. A lead: where the programme says so, where two must
 go, at a first visit, and wherever there is a warning note. Asked past what the asker may read of the notes, for the answer says nothing of them.
*/
create function app.visit_needs(p_visit uuid) returns table (pairs boolean, approval boolean)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select n.pairs, n.pairs or n.flagged or n.first or n.lead_approves from (
    select coalesce(r.pairs_required, false) or exists (select from visit_risk_flags f where f.partnership_id = v.partnership_id and f.participant_id = v.participant_id
        and f.ended_on is null and f.code = 'two_people') as pairs,
      exists (select from visit_risk_flags f where f.partnership_id = v.partnership_id and f.participant_id = v.participant_id and f.ended_on is null) as flagged,
      not exists (select from visits b where b.partnership_id = v.partnership_id and b.participant_id = v.participant_id and b.status = 'recorded') as first,
      coalesce(r.lead_approves, true) as lead_approves
    from visits v left join visit_rules r on r.partnership_id = v.partnership_id and r.programme_id = v.programme_id
    where v.partnership_id = app.partnership() and v.id = p_visit and v.programme_id = any (app.programmes('participation'))
  ) n
$$;
do $$ declare f text; begin
  foreach f in array array['app.visit_needs(uuid)', 'app.alert_overdue_visits()', 'app.mobiles_of_out(uuid[])'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
