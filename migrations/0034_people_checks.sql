-- People who work with young people: PVG checks, assessments of roles, and a hard block where neither stands; the look in an emergency, with
-- its notice and its review; and every 90 days the question who still needs their role.
-- Protection of Vulnerable Groups (Scotland) Act 2007, as amended by the Disclosure (Scotland) Act 2020: since 1 April 2025 membership of the
-- PVG scheme is required for every regulated role with children or protected adults; since 1 April 2026 it lasts five years.

-- Days for a promise between offices: Saturdays and Sundays do not count.
create function app.working_days_after(p_day date, p_days integer) returns date language sql immutable parallel safe as $$
  select d::date from generate_series(p_day + 1, p_day + p_days * 2 + 7, interval '1 day') d where extract(isodow from d) < 6 order by d offset p_days - 1 limit 1
$$;

/*
 That somebody is in the scheme, and that a named other person saw it. Never what a disclosure says: there is no field that could hold it.
 A check is not edited; the latest one counts, and one that was noted wrongly is put right by the next.
*/
create table pvg_checks (
  like app.row including all,
  user_id uuid not null,
  workforce text not null check (workforce in ('children', 'adults', 'both')),
  membership_confirmed_on date not null,
  seen_by_id uuid,
  renewal_due date not null,
  ended_notified_on date,
  ended_notified_by_id uuid,
  carried_over boolean not null default false, -- from before there were checks: nobody is named who saw it
  constraint pvg_checks_seen_by_another check (carried_over or (seen_by_id is not null and seen_by_id <> user_id)),
  constraint pvg_checks_five_years check (renewal_due > membership_confirmed_on and renewal_due <= (membership_confirmed_on + interval '5 years')::date),
  constraint pvg_checks_told_after check (ended_notified_on >= membership_confirmed_on),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id),
  foreign key (partnership_id, seen_by_id) references people (partnership_id, user_id)
);
create index pvg_checks_of_person on pvg_checks (partnership_id, user_id, created_at desc, id desc);
create index pvg_checks_by_due on pvg_checks (partnership_id, renewal_due) where ended_notified_on is null;
-- For administrators and for oneself; nobody notes their own. A lead learns only whether someone is clear, by the functions below.
select app.protect('pvg_checks', null, null, 'app.is_admin() or user_id = app.user_id()', 'app.is_admin() and user_id <> app.user_id() and not carried_over', 'select, insert');

/*
 Is this role, as it is really done here, a regulated one? Judged by another person, for a time, with a reason about the role and never about
 the person. A peer mentor whose past stands against a membership may so work beside someone who is clear.
*/
create table role_assessments (
  like app.row including all,
  programme_id uuid not null,
  user_id uuid not null,
  role_kind text not null check (role_kind in ('mentor', 'outreach_officer', 'placement_supervisor')),
  outcome text not null check (outcome in ('regulated', 'not_regulated')),
  reason text not null,
  assessed_by_id uuid not null default app.user_id(),
  assessed_on date not null default app.today(),
  review_on date not null,
  constraint role_assessments_by_another check (assessed_by_id <> user_id),
  constraint role_assessments_with_a_reason check (length(trim(reason)) >= 20),
  constraint role_assessments_within_a_year check (review_on > assessed_on and review_on <= (assessed_on + interval '1 year')::date),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id),
  foreign key (partnership_id, assessed_by_id) references people (partnership_id, user_id)
);
create index role_assessments_of_person on role_assessments (partnership_id, user_id, created_at desc, id desc);
select app.protect('role_assessments', null, null,
  'app.is_admin() or user_id = app.user_id() or programme_id = any (app.role_in(''programme_lead'')) or programme_id = any (app.role_in(''safeguarding_lead''))',
  'assessed_by_id = app.user_id() and user_id <> app.user_id() and (programme_id = any (app.role_in(''programme_lead'')) or programme_id = any (app.role_in(''safeguarding_lead'')))',
  'select, insert');

-- What was noted with the account until now becomes a check, and there is one place to look.
insert into pvg_checks (partnership_id, id, user_id, workforce, membership_confirmed_on, renewal_due, carried_over)
select partnership_id, gen_random_uuid(), user_id, 'children', pvg_confirmed_on, (pvg_confirmed_on + interval '5 years')::date, true from people where pvg_confirmed_on is not null;
drop trigger c_pvg on mentor_matches;
drop function app.mentor_has_pvg();
alter table people drop column pvg_confirmed_on;

-- A membership for work with children that stands today: the latest check, before its renewal is due, of somebody who is still here.
create function app.pvg_valid(p_partnership uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (
    select from (select * from pvg_checks where partnership_id = p_partnership and user_id = p_user order by created_at desc, id desc limit 1) c
    join people h on h.partnership_id = p_partnership and h.user_id = p_user
    where c.workforce in ('children', 'both') and c.membership_confirmed_on <= app.today() and c.renewal_due > app.today() and c.ended_notified_on is null
      and h.disabled_at is null and (h.left_on is null or h.left_on > app.today()))
$$;
-- By what somebody may be beside an under-18 in this role of this programme: 'pvg', 'not_regulated', or null for not at all.
create function app.clear_as(p_partnership uuid, p_programme uuid, p_user uuid, p_kind text) returns text
language sql stable security definer set search_path = public, app, pg_temp as $$
  select case when app.pvg_valid(p_partnership, p_user) then 'pvg'
    when (select a.outcome = 'not_regulated' and a.review_on >= app.today() from role_assessments a
          where a.partnership_id = p_partnership and a.programme_id = p_programme and a.user_id = p_user and a.role_kind = p_kind
          order by a.created_at desc, a.id desc limit 1) then 'not_regulated' end
$$;
revoke execute on function app.pvg_valid, app.clear_as from public;
grant execute on function app.pvg_valid to modulus_counter; -- asked by app.count_readiness
-- The same for colleagues who plan who goes where: whether, and by what, and nothing else.
create function app.clearance(p_programme uuid, p_user uuid, p_kind text) returns text
language sql stable security definer set search_path = public, app, pg_temp as $$
  select app.clear_as(app.partnership(), p_programme, p_user, p_kind) where app.self() = '{}' and (p_programme = any (app.mine()) or app.is_admin())
$$;
-- An age that is not known may be a child's. From 18 on nobody is a "protected adult" by age alone, so nothing is asked of whoever is beside them.
create function app.maybe_child(p_partnership uuid, p_participant uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (select from participants t where t.partnership_id = p_partnership and t.id = p_participant and t.age_band in ('under_16', '16_17', 'not_known'))
$$;
revoke execute on function app.maybe_child, app.clearance from public;
grant execute on function app.clearance to modulus_app;

/*
 The block: whatever puts a grown-up beside somebody who may be under 18 is refused unless they are clear for that role. Asked when it is
 arranged or arranged anew; what stands already when a check runs out is not undone, but listed for the lead (app.to_arrange).
*/
create function app.must_be_clear(p_partnership uuid, p_programme uuid, p_participant uuid, p_user uuid, p_kind text) returns void
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  if app.maybe_child(p_partnership, p_participant) and (p_user is null or app.clear_as(p_partnership, p_programme, p_user, p_kind) is null) then
    raise exception 'needs a PVG check' using errcode = 'check_violation', constraint = 'needs_pvg';
  end if;
end $$;
revoke execute on function app.must_be_clear from public;
create function app.mentor_is_clear() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_be_clear(new.partnership_id, new.programme_id, new.participant_id, new.mentor_id, 'mentor');
  return new;
end $$;
create trigger c_pvg before insert or update of status, mentor_id, participant_id on mentor_matches for each row when (new.status in ('proposed', 'active')) execute function app.mentor_is_clear();
create function app.visitors_are_clear() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.must_be_clear(new.partnership_id, new.programme_id, new.participant_id, new.officer_id, 'outreach_officer');
  if new.second_officer_id is not null then
    perform app.must_be_clear(new.partnership_id, new.programme_id, new.participant_id, new.second_officer_id, 'outreach_officer');
  end if;
  return new;
end $$;
-- A visit that has happened is a fact, and is kept whoever made it.
create trigger c_pvg before insert or update of status, officer_id, second_officer_id, starts_at, participant_id on visits for each row
  when (new.status = 'planned') execute function app.visitors_are_clear();
create function app.supervisor_is_clear() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if new.supervisor_id is not null or (tg_op = 'UPDATE' and new.state in ('taster', 'placement')) then
    perform app.must_be_clear(new.partnership_id, new.programme_id, new.participant_id, new.supervisor_id, 'placement_supervisor');
  end if;
  return new;
end $$;
create trigger c_pvg_first before insert on placements for each row when (new.supervisor_id is not null) execute function app.supervisor_is_clear();
create trigger c_pvg before update of supervisor_id, state, participant_id on placements for each row
  when ((new.supervisor_id is not null and new.supervisor_id is distinct from old.supervisor_id) or (new.state is distinct from old.state and new.state in ('taster', 'placement')))
  execute function app.supervisor_is_clear();
create function app.worker_is_clear() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.clear_as(new.partnership_id, new.programme_id, new.worker_id, 'outreach_officer') is null then
    raise exception 'needs a PVG check' using errcode = 'check_violation', constraint = 'needs_pvg';
  end if;
  return new;
end $$;
create trigger c_pvg_first before insert on participants for each row
  when (new.worker_id is not null and new.age_band in ('under_16', '16_17', 'not_known')) execute function app.worker_is_clear();
create trigger c_pvg before update of worker_id on participants for each row
  when (new.worker_id is not null and new.worker_id is distinct from old.worker_id and new.age_band in ('under_16', '16_17', 'not_known')) execute function app.worker_is_clear();

-- Everything that stands now between a grown-up and somebody who may be under 18.
create function app.beside_children(p_partnership uuid) returns table (kind text, about_id uuid, programme_id uuid, participant_id uuid, user_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  with young as (select t.id, t.worker_id, t.programme_id as p, t.status from participants t
    where t.partnership_id = p_partnership and t.age_band in ('under_16', '16_17', 'not_known') and not t.restricted)
  select 'mentor', m.id, young.p, young.id, m.mentor_id from young join mentor_matches m on m.partnership_id = p_partnership and m.participant_id = young.id where m.status in ('proposed', 'active')
  union all select 'outreach_officer', v.id, young.p, young.id, o from young join visits v on v.partnership_id = p_partnership and v.participant_id = young.id,
    lateral unnest(array[v.officer_id, v.second_officer_id]) o where v.status = 'planned' and v.starts_at >= app.begun(app.today()) and o is not null
  union all select 'placement_supervisor', l.id, young.p, young.id, l.supervisor_id from young join placements l on l.partnership_id = p_partnership and l.participant_id = young.id
    where l.supervisor_id is not null and l.state in ('they_said_yes', 'checks', 'taster', 'placement', 'job_offered')
  union all select 'worker', young.id, young.p, young.id, young.worker_id from young where young.worker_id is not null and young.status in ('in_conversation', 'interested', 'agreed', 'active', 'paused')
$$;
-- Of these, what somebody does who is not clear (any more): for the lead to arrange anew.
create function app.to_arrange(p_programme uuid) returns table (kind text, about_id uuid, participant_id uuid, user_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select b.kind, b.about_id, b.participant_id, b.user_id from app.beside_children(app.partnership()) b
  where b.programme_id = p_programme and p_programme = any (app.role_in('programme_lead'))
    and app.clear_as(app.partnership(), b.programme_id, b.user_id, case when b.kind = 'worker' then 'outreach_officer' else b.kind end) is null
$$;
revoke execute on function app.beside_children, app.to_arrange from public;
grant execute on function app.to_arrange to modulus_app;

-- Disclosure Scotland is told when somebody in a regulated role stops (2007 Act, part 2 as amended). The day is noted once and stands.
create function app.note_ended(p_check uuid, p_on date) returns boolean
language sql security definer set search_path = public, app, pg_temp as $$
  with noted as (update pvg_checks set ended_notified_on = p_on, ended_notified_by_id = app.user_id()
    where app.is_admin() and partnership_id = app.partnership() and id = p_check and ended_notified_on is null and user_id <> app.user_id() returning 1)
  select exists (select from noted)
$$;
revoke execute on function app.note_ended from public;
grant execute on function app.note_ended to modulus_app;

create or replace function app.count_readiness(p_programme uuid) returns table (live_agreements integer, clear_officers integer)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select
    (select count(*)::int from sharing_agreements a where a.partnership_id = app.partnership() and a.programme_id = p_programme
       and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until),
    (select count(distinct m.user_id)::int from memberships m
     where m.partnership_id = app.partnership() and m.programme_id = p_programme and m.role = 'outreach_officer' and m.from_at <= now()
       and (m.until_at is null or now() < m.until_at) and app.pvg_valid(m.partnership_id, m.user_id))
  where p_programme = any (app.mine()) or app.is_admin()
$$;

-- Who was reminded of which check at which point, so that nobody is told twice.
create table pvg_notices (
  like app.row including all,
  check_id uuid not null,
  stage text not null check (stage in ('sixty_days', 'thirty_days', 'due')),
  constraint pvg_notices_once unique (partnership_id, check_id, stage),
  foreign key (partnership_id, check_id) references pvg_checks (partnership_id, id)
);
select app.protect('pvg_notices', null, null, 'app.is_admin()', null, 'select');

/*
 What the clock says about checks: sixty and thirty days before renewal is due, and when it is, to the person and to administrators;
 then also to the leads of programmes where they are beside somebody who may be under 18. A clock that was late tells only the latest point.
*/
create function app.strike_checks() returns table (stage text, audience text, email text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
begin
  if app.system() is distinct from 'clock' then return; end if;
  return query
  with latest as (
    select distinct on (c.user_id) c.id, c.user_id, c.renewal_due from pvg_checks c where c.partnership_id = app.partnership() order by c.user_id, c.created_at desc, c.id desc
  ), standing as (
    select l.id, l.user_id, h.email, l.renewal_due - app.today() as days from latest l join pvg_checks c on c.partnership_id = app.partnership() and c.id = l.id and c.ended_notified_on is null
    join people h on h.partnership_id = app.partnership() and h.user_id = l.user_id and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
  ), reached as (
    select s.*, x.stage, row_number() over (partition by s.id order by x.days) as nth from standing s join (values ('sixty_days', 60), ('thirty_days', 30), ('due', 0)) x (stage, days) on s.days <= x.days
  ), struck as (
    insert into pvg_notices (id, check_id, stage) select gen_random_uuid(), r.id, r.stage from reached r on conflict on constraint pvg_notices_once do nothing returning check_id, stage
  ), telling as (select r.* from reached r join struck on struck.check_id = r.id and struck.stage = r.stage where r.nth = 1)
  select t.stage, 'person', t.email from telling t
  union select t.stage, 'administrator', h.email from telling t, people h
    where h.partnership_id = app.partnership() and h.administrator and h.disabled_at is null and (h.left_on is null or h.left_on > app.today()) and h.user_id <> t.user_id
  union select t.stage, 'lead', h.email from telling t
    join app.beside_children(app.partnership()) b on b.user_id = t.user_id
    join memberships m on m.partnership_id = app.partnership() and m.programme_id = b.programme_id and m.role = 'programme_lead' and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    join people h on h.partnership_id = app.partnership() and h.user_id = m.user_id and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
    where t.stage = 'due';
end $$;
revoke execute on function app.strike_checks from public;
grant execute on function app.strike_checks to modulus_app;
-- What the clock writes goes through the outbox like everything else.
create policy adds_for_people_checks on messages for insert to modulus_app with check (partnership_id = app.partnership() and app.system() = 'clock' and kind = 'notice');

-- The look in an emergency (its table came with the door, which already honours it).
alter table break_glass add column review_due_on date not null default app.working_days_after(app.today(), 2);
alter table break_glass add column justified boolean;
alter table break_glass add column late_told_at timestamptz;
alter table break_glass add constraint break_glass_said_why check (length(trim(reason)) >= 20);
alter table break_glass add constraint break_glass_judged_whole check ((reviewed_at is null) = (justified is null));
alter table break_glass add constraint break_glass_judged_by_another check (reviewed_by <> user_id);
create index break_glass_to_review on break_glass (partnership_id, review_due_on) where reviewed_at is null;

-- Every try is kept, found or not; never what was typed.
create table break_glass_attempts (
  like app.row including all,
  by_name boolean not null,
  outcome text not null check (outcome in ('opened', 'unknown', 'yours'))
);
create index break_glass_attempts_of_person on break_glass_attempts (partnership_id, created_by, created_at desc);
select app.protect('break_glass_attempts', null, null, 'app.is_admin()', null, 'select');

/*
 Opens one record for an hour to somebody who works here and knows whom they look for: the reference, or the whole name. Gives 'opened',
 'yours' (it is in their own work already), 'enough' (ten tries in an hour), or 'unknown', which is the same answer for nobody, for two of that
 name, for a record that its owner asked to be left alone, and for an asker without a live role.
*/
create function app.open_in_emergency(p_id uuid, p_reference text, p_known_as text, p_family_name text, p_reason text) returns text
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  found_ids uuid[];
  one record;
  answer text := 'unknown';
begin
  perform pg_advisory_xact_lock(hashtextextended(app.user_id()::text, 34));
  if (select count(*) from break_glass_attempts where partnership_id = app.partnership() and created_by = app.user_id() and created_at > now() - interval '1 hour') >= 10 then return 'enough'; end if;
  if cardinality(app.mine()) > 0 and cardinality(app.partners()) > 0 and app.self() = '{}' then
    select array_agg(t.id) into found_ids from participants t where t.partnership_id = app.partnership() and not t.restricted and case when p_reference is not null
      then t.reference = upper(trim(p_reference))
      else t.name_key = app.fold(trim(p_known_as)) and exists (select from participant_contacts c where c.partnership_id = t.partnership_id and c.participant_id = t.id
        and app.fold(trim(c.family_name)) = app.fold(trim(p_family_name)) and trim(c.family_name) <> '') end;
  end if;
  if cardinality(found_ids) = 1 then
    select id, programme_id into one from participants where partnership_id = app.partnership() and id = found_ids[1];
    if one.programme_id = any (app.programmes('contact')) then answer := 'yours';
    else
      answer := 'opened';
      insert into break_glass (id, programme_id, participant_id, user_id, reason) values (p_id, one.programme_id, one.id, app.user_id(), trim(p_reason));
    end if;
  end if;
  insert into break_glass_attempts (id, by_name, outcome) values (gen_random_uuid(), p_reference is null, answer);
  return answer;
end $$;
-- Who hears of it at once: the programme's leads and data leads; where nobody keeps its data, the administrators.
create function app.told_of_emergency(p_id uuid) returns table (email text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  with look as (select * from break_glass where partnership_id = app.partnership() and id = p_id and user_id = app.user_id()),
  live as (select m.role, m.user_id from look join memberships m on m.partnership_id = look.partnership_id and m.programme_id = look.programme_id
    and m.role in ('programme_lead', 'data_lead') and m.from_at <= now() and (m.until_at is null or now() < m.until_at))
  select distinct h.email from people h, look where h.partnership_id = app.partnership() and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
    and (h.user_id in (select user_id from live) or (h.administrator and not exists (select from live where role = 'data_lead')))
$$;
create function app.end_emergency(p_id uuid) returns boolean
language sql security definer set search_path = public, app, pg_temp as $$
  with ended as (update break_glass set ended_at = now() where partnership_id = app.partnership() and id = p_id and ended_at is null and until_at > now()
    and (user_id = app.user_id() or programme_id = any (app.role_in('data_lead'))) returning 1)
  select exists (select from ended)
$$;
-- Judged once it is over, by the data lead and never by whoever looked. Gives back the administrators to tell when it was not justified.
create function app.review_emergency(p_id uuid, p_justified boolean, p_words text) returns table (email text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update break_glass b set reviewed_at = now(), reviewed_by = app.user_id(), justified = p_justified, review_words = trim(p_words)
  where b.partnership_id = app.partnership() and b.id = p_id and b.reviewed_at is null and b.user_id <> app.user_id() and (b.ended_at is not null or b.until_at <= now())
    and b.programme_id = any (app.role_in('data_lead'));
  if not found then raise exception 'not to be judged now' using errcode = 'check_violation', constraint = 'emergency_not_to_review'; end if;
  return query select h.email from people h where not p_justified and h.partnership_id = app.partnership() and h.administrator and h.disabled_at is null and (h.left_on is null or h.left_on > app.today());
end $$;
-- Reviews that were promised within two working days and have not come: the data leads are reminded once, or where there is none the administrators.
create function app.strike_emergencies() returns table (email text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.system() is distinct from 'clock' then return; end if;
  return query
  with late as (update break_glass b set late_told_at = now() where b.partnership_id = app.partnership() and b.reviewed_at is null and b.late_told_at is null and b.review_due_on < app.today() returning b.programme_id, b.user_id)
  select distinct h.email from late join people h on h.partnership_id = app.partnership() and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
  where h.administrator or exists (select from memberships m where m.partnership_id = h.partnership_id and m.user_id = h.user_id and m.programme_id = late.programme_id
    and m.role = 'data_lead' and m.from_at <= now() and (m.until_at is null or now() < m.until_at));
end $$;
-- Was this look into a record made in an emergency? For the two lists of who looked.
create function app.in_emergency(p_participant uuid, p_user uuid, p_at timestamptz) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (select from break_glass b where b.partnership_id = app.partnership() and b.participant_id = p_participant and b.user_id = p_user
    and p_at >= b.from_at and p_at < least(b.until_at, coalesce(b.ended_at, b.until_at))
    and (b.participant_id = any (app.self()) or b.programme_id = any (app.role_in('data_lead'))))
$$;
-- The programme of an opened record has a name for whoever looks. `readp_risk` is placed only by an opened record: no role is given risk for one
-- person, so on every other day this asks a setting and nothing else.
create function app.opened_programmes() returns uuid[]
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  if app.setting('readp_risk') is null then return '{}'; end if;
  return array(select programme_id from break_glass where partnership_id = app.partnership() and user_id = app.user_id() and ended_at is null and until_at > now());
end $$;
do $$ declare f text; begin
  foreach f in array array['app.open_in_emergency(uuid, text, text, text, text)', 'app.told_of_emergency(uuid)', 'app.end_emergency(uuid)', 'app.review_emergency(uuid, boolean, text)',
    'app.strike_emergencies()', 'app.in_emergency(uuid, uuid, timestamptz)', 'app.opened_programmes()'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
create policy opened on programmes for select to modulus_app using (partnership_id = app.partnership() and id = any (app.opened_programmes()));

-- Every 90 days somebody says of each role in a programme that it is still needed. Nothing is cut off automatically: a young person's worker
-- who vanished overnight would be the greater harm. What nobody confirmed is told further up.
create table access_reviews (
  like app.row including all,
  programme_id uuid not null,
  due_on date not null,
  done_at timestamptz,
  done_by uuid,
  late_told_at timestamptz
);
create unique index access_reviews_one_open on access_reviews (partnership_id, programme_id) where done_at is null;
create table access_review_lines (
  like app.row including all,
  programme_id uuid not null,
  review_id uuid not null,
  membership_id uuid not null,
  user_id uuid not null,
  role text not null,
  decision text check (decision in ('keep', 'end')),
  reason text not null default '',
  decided_at timestamptz,
  decided_by uuid,
  constraint access_review_lines_once unique (partnership_id, review_id, membership_id),
  constraint access_review_lines_decided_whole check ((decision is null) = (decided_at is null)),
  constraint access_review_lines_ended_with_a_reason check (decision is distinct from 'end' or trim(reason) <> ''),
  constraint access_review_lines_by_another check (decided_by <> user_id),
  foreign key (partnership_id, review_id) references access_reviews (partnership_id, id),
  foreign key (partnership_id, membership_id) references memberships (partnership_id, id),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id)
);
do $$ declare t text; begin
  foreach t in array array['access_reviews', 'access_review_lines'] loop
    perform app.protect(t::regclass, null, null, 'app.is_admin() or programme_id = any (app.role_in(''programme_lead'')) or programme_id = any (app.role_in(''data_lead''))', null, 'select');
  end loop;
end $$;

create function app.begin_review(p_partnership uuid, p_id uuid, p_programme uuid, p_due date) returns void
language sql security definer set search_path = public, app, pg_temp as $$
  insert into access_reviews (partnership_id, id, programme_id, due_on) values (p_partnership, p_id, p_programme, p_due);
  insert into access_review_lines (partnership_id, id, programme_id, review_id, membership_id, user_id, role)
  select m.partnership_id, gen_random_uuid(), m.programme_id, p_id, m.id, m.user_id, m.role from memberships m
  join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id
  where m.partnership_id = p_partnership and m.programme_id = p_programme and m.partner_id is not null and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
$$;
revoke execute on function app.begin_review from public;
-- Before its time, when something gives cause: by the lead or the data lead.
create function app.begin_access_review(p_id uuid, p_programme uuid) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if not (p_programme = any (app.role_in('programme_lead')) or p_programme = any (app.role_in('data_lead'))) then raise exception 'not theirs to begin' using errcode = '42501'; end if;
  perform app.begin_review(app.partnership(), p_id, p_programme, app.today() + 14);
end $$;
/*
 One line: kept, or ended from the next request on. The lead answers for everyone but the leads, themselves included, whom the data lead
 answers for. Only ever takes a role away: giving one is for administrators. The last answer closes the review.
*/
create function app.confirm_access(p_line uuid, p_decision text, p_reason text) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  l record;
begin
  select * into l from access_review_lines where partnership_id = app.partnership() and id = p_line
    and (programme_id = any (app.role_in('programme_lead')) or programme_id = any (app.role_in('data_lead'))) for update;
  if not found then raise exception 'no such line' using errcode = 'foreign_key_violation'; end if;
  if l.user_id = app.user_id() or not l.programme_id = any (app.role_in(case when l.role = 'programme_lead' then 'data_lead' else 'programme_lead' end)) then
    raise exception 'for somebody else to answer' using errcode = '42501';
  end if;
  if exists (select from access_reviews r where r.partnership_id = l.partnership_id and r.id = l.review_id and r.done_at is not null) or l.decision = 'end' then
    raise exception 'answered already' using errcode = 'check_violation', constraint = 'access_review_over';
  end if;
  update access_review_lines set decision = p_decision, reason = trim(p_reason), decided_at = now(), decided_by = app.user_id() where partnership_id = l.partnership_id and id = l.id;
  if p_decision = 'end' then
    update memberships set until_at = now() where partnership_id = l.partnership_id and id = l.membership_id and (until_at is null or until_at > now());
  end if;
  update access_reviews r set done_at = now(), done_by = app.user_id() where r.partnership_id = l.partnership_id and r.id = l.review_id and not exists (
    select from access_review_lines x join memberships m on m.partnership_id = x.partnership_id and m.id = x.membership_id
    where x.partnership_id = l.partnership_id and x.review_id = l.review_id and x.decision is null and (m.until_at is null or m.until_at > now()));
end $$;
/*
 The clock: a review opens fourteen days before 90 days have passed since the last one was due, or since the programme began; leads and data
 leads are asked. Fourteen days after it was due, data leads and administrators are told once what is still open.
*/
create function app.strike_access_reviews() returns table (what text, email text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
declare
  g record;
begin
  if app.system() is distinct from 'clock' then return; end if;
  for g in
    select p.id, coalesce((select max(r.due_on) from access_reviews r where r.partnership_id = p.partnership_id and r.programme_id = p.id), p.created_at::date) + 90 as due
    from programmes p where p.partnership_id = app.partnership() and p.status <> 'closed'
      and not exists (select from access_reviews r where r.partnership_id = p.partnership_id and r.programme_id = p.id and r.done_at is null)
      and exists (select from memberships m where m.partnership_id = p.partnership_id and m.programme_id = p.id and m.partner_id is not null and (m.until_at is null or m.until_at > now()))
  loop
    continue when g.due > app.today() + 14;
    perform app.begin_review(app.partnership(), gen_random_uuid(), g.id, greatest(g.due, app.today() + 14));
    return query select distinct 'asked', h.email from memberships m join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.disabled_at is null
      where m.partnership_id = app.partnership() and m.programme_id = g.id and m.role in ('programme_lead', 'data_lead') and m.from_at <= now() and (m.until_at is null or m.until_at > now());
  end loop;
  return query
  with late as (update access_reviews r set late_told_at = now() where r.partnership_id = app.partnership() and r.done_at is null and r.late_told_at is null and r.due_on + 14 < app.today() returning r.programme_id)
  select distinct 'late', h.email from late join people h on h.partnership_id = app.partnership() and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
  where h.administrator or exists (select from memberships m where m.partnership_id = h.partnership_id and m.user_id = h.user_id and m.programme_id = late.programme_id
    and m.role = 'data_lead' and m.from_at <= now() and (m.until_at is null or now() < m.until_at));
end $$;
do $$ declare f text; begin
  foreach f in array array['app.begin_access_review(uuid, uuid)', 'app.confirm_access(uuid, text, text)', 'app.strike_access_reviews()'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
