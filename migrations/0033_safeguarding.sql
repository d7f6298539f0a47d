-- Safeguarding, whole: who keeps people safe in a programme, every step of a concern and who has looked at it, the clock that does not let one
-- lie, what matters in somebody's story over time, and warning notes that somebody stands behind and that end by themselves.

-- The programmes whose concerns I keep: by the role, or as its named lead or deputy. A named one from a partner needs, as for the role, a
-- live agreement about safeguarding; a role here at all is asked of everybody (app.mine()).
create function app.keeps_safe() returns uuid[] language sql stable security definer set search_path = public, app, pg_temp as $$
  select app.programmes('safeguarding') || array(
    select g.id from programmes g join people h on h.partnership_id = g.partnership_id and h.user_id = app.user_id()
    where g.partnership_id = app.partnership() and app.user_id() in (g.safeguarding_lead_id, g.safeguarding_deputy_id) and g.id = any (app.mine())
      and (h.partner_id = g.lead_partner_id or exists (
        select from sharing_agreements s where s.partnership_id = g.partnership_id and s.programme_id = g.id and s.partner_id = h.partner_id
          and 'safeguarding' = any (s.categories) and s.agreed_at is not null and s.ended_at is null and s.valid_from <= now() and now() < s.valid_until)))
$$;
revoke execute on function app.keeps_safe from public;
grant execute on function app.keeps_safe to modulus_app;

alter table safeguarding_concerns
  add column about_age text not null default 'not_known' check (about_age in ('under_16', '16_17', 'over_18', 'not_known')),
  add column not_told_why text not null default '',
  add column age_suggested text not null default 'both' check (age_suggested in ('child', 'adult', 'both')),
  add column age_route_reason text not null default '',
  -- Adult Support and Protection (Scotland) Act 2007, section 3(1): an adult at risk is one who (a) is unable to safeguard their own well-being,
  -- property, rights or other interests, (b) is at risk of harm, and (c) because they are affected by disability, mental disorder, illness or
  -- physical or mental infirmity, is more vulnerable to being harmed than adults who are not. All three. An adult here is 16 or over (section 53).
  add column asp_unable text check (asp_unable in ('yes', 'no', 'not_sure')),
  add column asp_at_risk text check (asp_at_risk in ('yes', 'no', 'not_sure')),
  add column asp_more_vulnerable text check (asp_more_vulnerable in ('yes', 'no', 'not_sure')),
  add column passed_to_person text not null default '',
  -- That an inter-agency referral discussion was asked for and held: two days, and no place for what was said there.
  add column ird_held_on date,
  add column not_passed_by_id uuid,
  add column second_reader_id uuid,
  add column second_read_at timestamptz,
  add column second_reader_agreed boolean,
  add column second_reader_words text not null default '',
  add column outcome text check (outcome in ('others_act', 'we_support', 'nothing_more', 'not_as_feared')),
  add constraint safeguarding_concerns_in_programme unique (partnership_id, programme_id, id),
  add foreign key (partnership_id, not_passed_by_id) references people (partnership_id, user_id),
  add foreign key (partnership_id, second_reader_id) references people (partnership_id, user_id);
update safeguarding_concerns set lead_note = trim(lead_note || E'\nSecond reader: ' || second_reader) where second_reader <> '';
update safeguarding_concerns set age_route = 'both' where age_route = 'not_known';
update safeguarding_concerns set age_suggested = age_route;
alter table safeguarding_concerns drop constraint safeguarding_concerns_kept_with_a_reason, drop column second_reader,
  drop constraint safeguarding_concerns_age_route_check, alter column age_route set default 'both',
  drop constraint safeguarding_concerns_what_seen_check, alter column what_seen set default '',
  drop constraint safeguarding_concerns_passed_to_someone;
-- What was kept before this day was kept under the rules of its day: `not valid` asks only what is written from now on.
alter table safeguarding_concerns
  add constraint safeguarding_concerns_says_something check (trim(what_seen || their_words) <> ''),
  add constraint safeguarding_concerns_not_told_for_a_reason check (told_them is distinct from false or trim(not_told_why) <> '') not valid,
  add constraint safeguarding_concerns_route_is_known check (age_route in ('child', 'adult', 'both')),
  add constraint safeguarding_concerns_other_route_for_a_reason check (age_route = age_suggested or trim(age_route_reason) <> '') not valid,
  add constraint safeguarding_concerns_passed_to_someone check (status <> 'passed_on' or (trim(passed_to) <> '' and trim(passed_to_person) <> '' and trim(passed_how) <> '' and passed_at is not null)) not valid,
  add constraint safeguarding_concerns_ird_in_order check (ird_held_on is null or (ird_requested_on is not null and ird_held_on >= ird_requested_on)),
  add constraint safeguarding_concerns_kept_with_a_second_reader check (status <> 'not_passed_on'
    or (trim(not_passed_reason) <> '' and not_passed_by_id is not null and second_reader_id is not null and second_reader_agreed is true)) not valid,
  add constraint safeguarding_concerns_second_reader_is_another check (second_reader_id is null or (not_passed_by_id is not null and second_reader_id <> not_passed_by_id and second_reader_id is distinct from created_by)),
  add constraint safeguarding_concerns_second_reading_whole check ((second_read_at is null) = (second_reader_agreed is null)),
  add constraint safeguarding_concerns_closed_with_an_outcome check (status <> 'closed' or outcome is not null) not valid;

-- Step by step, and what its author wrote stays as it was; nobody agrees in a second reader's name.
create function app.concern_steps() returns trigger language plpgsql as $$
begin
  if (new.programme_id, new.participant_id, new.about_whom, new.what_seen, new.their_words, new.immediate_danger, new.told_them, new.not_told_why, new.about_age, new.age_suggested,
      new.in_the_way, new.all_we_need, new.i_can_do, new.we_can_do, new.others_can_do, new.raised_at)
    is distinct from (old.programme_id, old.participant_id, old.about_whom, old.what_seen, old.their_words, old.immediate_danger, old.told_them, old.not_told_why, old.about_age, old.age_suggested,
      old.in_the_way, old.all_we_need, old.i_can_do, old.we_can_do, old.others_can_do, old.raised_at) and app.user_id() is not null then
    raise exception 'what was raised stays as it was' using errcode = 'check_violation', constraint = 'safeguarding_concerns_words_stay';
  end if;
  if new.status <> old.status and (old.status, new.status) not in (('raised', 'reviewed_by_lead'), ('raised', 'passed_on'), ('reviewed_by_lead', 'passed_on'), ('reviewed_by_lead', 'not_passed_on'),
      ('not_passed_on', 'passed_on'), ('passed_on', 'feedback_received'), ('passed_on', 'closed'), ('not_passed_on', 'closed'), ('feedback_received', 'closed')) then
    raise exception 'a step was skipped' using errcode = 'check_violation', constraint = 'safeguarding_concerns_step_by_step';
  end if;
  if new.second_reader_agreed is true and old.second_reader_agreed is not true and new.second_reader_id is distinct from app.user_id() then
    raise exception 'only the second reader agrees' using errcode = 'check_violation', constraint = 'safeguarding_concerns_second_reader_is_another';
  end if;
  return new;
end $$;
create trigger c_steps before update on safeguarding_concerns for each row execute function app.concern_steps();

-- Read by those who keep safety, and by a second reader for as long as their word is waited for. Also about someone whose record is restricted.
drop policy sees on safeguarding_concerns;
drop policy changes on safeguarding_concerns;
drop policy if exists unless_restricted on safeguarding_concerns;
create policy sees on safeguarding_concerns for select to modulus_app using (partnership_id = app.partnership() and (programme_id = any (app.keeps_safe())
  or (second_reader_id = app.user_id() and second_read_at is null and status = 'reviewed_by_lead' and programme_id = any (app.mine()))));
create policy changes on safeguarding_concerns for update to modulus_app using (partnership_id = app.partnership() and programme_id = any (app.keeps_safe()))
  with check (partnership_id = app.partnership() and programme_id = any (app.keeps_safe()));

/*
 The second reader's word. True: kept here. False: not agreed, so it goes on waiting for the lead. Null when there is nothing that waits for
 this person's word, or it changed meanwhile.
*/
create function app.second_read_concern(p_concern uuid, p_version integer, p_agrees boolean, p_words text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update safeguarding_concerns set second_read_at = now(), second_reader_agreed = p_agrees, second_reader_words = p_words,
    status = case when p_agrees then 'not_passed_on' else status end
  where partnership_id = app.partnership() and id = p_concern and version = p_version and second_reader_id = app.user_id() and second_read_at is null
    and status = 'reviewed_by_lead' and programme_id = any (app.mine());
  return case when found then p_agrees end;
end $$;

-- Names for those who may read the concern, whatever else they may not see: whom it is about, who raised it.
create function app.concern_names(p_concerns uuid[]) returns table (id uuid, known_as text, raised_by text) language sql stable security definer set search_path = public, app, pg_temp as $$
  select c.id, p.known_as, coalesce(h.name, y.known_as)
  from safeguarding_concerns c left join participants p on p.partnership_id = c.partnership_id and p.id = c.participant_id
  left join people h on h.partnership_id = c.partnership_id and h.user_id = c.created_by
  left join participants y on y.partnership_id = c.partnership_id and y.user_id = c.created_by and y.programme_id = c.programme_id
  where c.partnership_id = app.partnership() and c.id = any (p_concerns)
    and (c.programme_id = any (app.keeps_safe()) or (c.second_reader_id = app.user_id() and c.second_read_at is null and c.status = 'reviewed_by_lead' and c.programme_id = any (app.mine())))
$$;
-- What I raised: my own words until it was taken on, from then on only where it stands.
create function app.my_concerns() returns table (id uuid, programme_id uuid, raised_at timestamptz, status text, reviewed_at timestamptz, closed_at timestamptz, about text, what_seen text, their_words text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select c.id, c.programme_id, c.raised_at, c.status, c.reviewed_at, c.closed_at,
    case when c.status = 'raised' then coalesce(p.known_as, c.about_whom) end, case when c.status = 'raised' then c.what_seen end, case when c.status = 'raised' then c.their_words end
  from safeguarding_concerns c left join participants p on p.partnership_id = c.partnership_id and p.id = c.participant_id
  where c.partnership_id = app.partnership() and c.created_by = app.user_id() and c.programme_id = any (app.mine())
  order by c.raised_at desc, c.id desc limit 50
$$;
-- How to tell whoever raised it that it was received: an address, for those who keep safety. A young person's mobile first, if it is safe to use.
create function app.concern_raiser(p_concern uuid) returns table (email text, mobile text, own boolean) language sql stable security definer set search_path = public, app, pg_temp as $$
  select coalesce(h.email, nullif(t.email, '')), case when h.user_id is null and t.safe_to_call is not false then app.phone_key(t.phone) end, h.user_id is null
  from safeguarding_concerns c left join people h on h.partnership_id = c.partnership_id and h.user_id = c.created_by and h.disabled_at is null
  left join participants y on h.user_id is null and y.partnership_id = c.partnership_id and y.user_id = c.created_by and y.programme_id = c.programme_id
  left join participant_contacts t on t.partnership_id = c.partnership_id and t.participant_id = y.id
  where c.partnership_id = app.partnership() and c.id = p_concern and c.programme_id = any (app.keeps_safe())
$$;

-- Who opened a concern, and when. Apart from the read log that a young person sees, for knowing that there is a concern may itself be the danger.
-- Each row is also an event 'read' in the audit log, so that the sealed chain of the logs proves it (0027).
create table concern_reads (
  like app.row including all,
  programme_id uuid not null,
  concern_id uuid not null,
  how text not null check (how in ('opened', 'listed', 'second_reader', 'raiser')),
  foreign key (partnership_id, programme_id, concern_id) references safeguarding_concerns (partnership_id, programme_id, id)
);
create index concern_reads_of_concern on concern_reads (partnership_id, concern_id, created_at);
select app.protect('concern_reads', null, null, 'programme_id = any (app.keeps_safe())', 'created_by = app.user_id() and programme_id = any (app.mine())', 'select, insert');
create function app.audit_concern_read() returns trigger language plpgsql as $$
begin
  insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id, changed_columns)
  values (new.partnership_id, app.user_id(), app.request(), 'read', 'safeguarding_concerns', new.concern_id, null);
  return null;
end $$;
drop trigger z_audit on concern_reads;
create trigger z_audit after insert on concern_reads for each row execute function app.audit_concern_read();
-- What the read log said of concerns before there was a place for it is shown to nobody there.
create policy unless_concern on access_events as restrictive for select to modulus_app using (operation not like 'concerns.%');

-- Away: somebody else is told first. Whoever keeps safety says it of themselves.
create table safeguarding_absences (
  like app.row including all,
  user_id uuid not null default app.user_id(),
  from_at timestamptz not null default now(),
  until_at timestamptz not null,
  ended_at timestamptz,
  constraint safeguarding_absences_have_an_end check (until_at > from_at and until_at <= from_at + interval '60 days'),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id)
);
create index safeguarding_absences_of on safeguarding_absences (partnership_id, user_id) where ended_at is null;
select app.protect('safeguarding_absences', null, null, 'user_id = app.user_id() or cardinality(app.keeps_safe()) > 0', 'user_id = app.user_id() and cardinality(app.keeps_safe()) > 0');

-- Who was told that a concern waits. One row for each person and step, so a clock may strike as often as it likes.
create table concern_alerts (
  like app.row including all,
  programme_id uuid not null,
  concern_id uuid not null,
  kind text not null check (kind in ('first', 'two_hours', 'four_hours')),
  to_user_id uuid not null,
  constraint concern_alerts_once unique (partnership_id, concern_id, kind, to_user_id),
  foreign key (partnership_id, programme_id, concern_id) references safeguarding_concerns (partnership_id, programme_id, id),
  foreign key (partnership_id, to_user_id) references people (partnership_id, user_id)
);
select app.protect('concern_alerts', null, null, 'programme_id = any (app.keeps_safe())', null, 'select');

/*
 Who is told now: `first` at once, to the lead, or the deputy while the lead is away, or both when there is danger; `two_hours` to whichever of
 them was not told, when nobody has taken it on; `four_hours` to the programme's leads, when neither has even opened it, or nobody keeps safety here.
 Asked by the one who raises it, for that concern, and by the clock for all that nobody took on. Gives whom to write to, each once.
*/
create function app.alert_concerns(p_concern uuid default null) returns table (concern uuid, kind text, email text, danger boolean)
language sql security definer set search_path = public, app, pg_temp as $$
  with waiting as (
    select c.partnership_id, c.id, c.programme_id, c.immediate_danger, c.raised_at, g.safeguarding_lead_id as lead, g.safeguarding_deputy_id as deputy
    from safeguarding_concerns c join programmes g on g.partnership_id = c.partnership_id and g.id = c.programme_id
    where c.partnership_id = app.partnership() and c.status = 'raised'
      and ((p_concern is null and app.system() = 'clock') or (c.id = p_concern and c.created_by = app.user_id()))
  ), keeper as (
    select w.id, h.user_id, h.user_id is not distinct from w.deputy and h.user_id is distinct from w.lead as deputy,
      exists (select from safeguarding_absences a where a.partnership_id = w.partnership_id and a.user_id = h.user_id and a.ended_at is null and a.from_at <= now() and now() < a.until_at) as away
    from waiting w join people h on h.partnership_id = w.partnership_id and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
      and (h.user_id in (w.lead, w.deputy) or exists (select from memberships m where m.partnership_id = w.partnership_id and m.programme_id = w.programme_id and m.user_id = h.user_id
        and m.role = 'safeguarding_lead' and m.from_at <= now() and (m.until_at is null or now() < m.until_at)))
  ), due as (
    select w.id, 'first' as kind, k.user_id from waiting w join keeper k on k.id = w.id
    where w.immediate_danger or (not k.deputy and not k.away)
      or (not exists (select from keeper o where o.id = w.id and not o.deputy and not o.away) and (k.deputy or not exists (select from keeper o where o.id = w.id and o.deputy)))
    union all
    select w.id, 'two_hours', k.user_id from waiting w join keeper k on k.id = w.id
    where app.system() = 'clock' and w.raised_at < now() - interval '2 hours'
      and not exists (select from concern_alerts a where a.partnership_id = w.partnership_id and a.concern_id = w.id and a.kind = 'first' and a.to_user_id = k.user_id)
    union all
    select w.id, 'four_hours', m.user_id from waiting w join memberships m on m.partnership_id = w.partnership_id and m.programme_id = w.programme_id and m.role = 'programme_lead'
      and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
    where not exists (select from keeper k where k.id = w.id)
      or (app.system() = 'clock' and w.raised_at < now() - interval '4 hours' and not exists (select from concern_reads r join keeper k on k.id = w.id and k.user_id = r.created_by
        where r.partnership_id = w.partnership_id and r.concern_id = w.id and r.how = 'opened'))
  ), told as (
    insert into concern_alerts (partnership_id, id, programme_id, concern_id, kind, to_user_id)
    select w.partnership_id, gen_random_uuid(), w.programme_id, w.id, d.kind, d.user_id from (select distinct id, kind, user_id from due) d join waiting w on w.id = d.id
    on conflict on constraint concern_alerts_once do nothing returning partnership_id, concern_id, kind, to_user_id
  )
  select t.concern_id, t.kind, h.email, w.immediate_danger from told t join waiting w on w.id = t.concern_id
  join people h on h.partnership_id = t.partnership_id and h.user_id = t.to_user_id
$$;
-- What a clock finds necessary it may write to people about; deliverMessage does the rest.
create policy clock_tells on messages for insert to modulus_app with check (partnership_id = app.partnership() and app.system() = 'clock' and kind in ('notice', 'own'));

-- A chronology is not a second diary: a mark on something that is written down already, with one line on what it changed, good or bad. When it
-- happened is copied, for the safeguarding lead reads these and not the records.
create table significant_events (
  like app.entry including all,
  kind text not null check (kind in ('visit', 'contact', 'mentoring', 'course', 'placement', 'destination', 'goal', 'deal')),
  about_id uuid not null,
  happened_on date not null,
  effect text not null check (effect in ('better', 'worse', 'mixed')),
  impact text not null check (trim(impact) <> '' and length(impact) <= 200 and impact !~ '\n'),
  version integer not null default 1,
  constraint significant_events_once unique (partnership_id, participant_id, kind, about_id)
);
create index significant_events_in_order on significant_events (partnership_id, participant_id, happened_on);
select app.protect('significant_events', null, null,
  'programme_id = any (app.programmes(''participation'')) or programme_id = any (app.keeps_safe()) or (participant_id = any (app.self()) and visibility = ''shared_with_person'')',
  'programme_id = any (app.programmes_to_write(''participation''))', 'select, insert, update, delete');

-- Warning notes: what keeps a visit safe (visit_risk_flags, 0004) may be about a place as well as a person, is coded, says whether the person was
-- told, has a manager behind it, is seen by whoever goes, and ends by itself ninety days after it was agreed.
alter table visit_risk_flags alter column participant_id drop not null,
  add column place text not null default '',
  add column code text not null default 'other' check (code in ('two_people', 'ring_first', 'meet_elsewhere', 'not_after_dark', 'animal', 'way_in', 'other')),
  add column told_them boolean,
  add column not_told_why text not null default '',
  add column approved_at timestamptz,
  add column approved_by_id uuid,
  add column due_told_at timestamptz,
  add constraint visit_risk_flags_about_one check ((participant_id is not null) <> (trim(place) <> '')),
  add constraint visit_risk_flags_not_told_for_a_reason check (told_them is distinct from false or trim(not_told_why) <> ''),
  add constraint visit_risk_flags_approval_whole check ((approved_at is null) = (approved_by_id is null)),
  add constraint visit_risk_flags_in_programme unique (partnership_id, programme_id, id),
  add foreign key (partnership_id, approved_by_id) references people (partnership_id, user_id);
create index visit_risk_flags_live on visit_risk_flags (partnership_id, review_on) where ended_on is null;
-- A programme lead stands behind it, in their own name only. What a lead agrees is approved with it; what an officer agrees, or agrees afresh,
-- counts at once, for somebody may be at a door today, and waits for the lead's word.
create function app.warning_approved() returns trigger language plpgsql as $$
begin
  if app.user_id() is null then return new; end if;
  if tg_op = 'INSERT' or (new.agreed_on, new.review_on, new.code, new.what_to_do, new.why, new.place, new.decided_by_id) is distinct from (old.agreed_on, old.review_on, old.code, old.what_to_do, old.why, old.place, old.decided_by_id) then
    new.approved_at := case when new.programme_id = any (app.role_in('programme_lead')) then now() end;
    new.approved_by_id := case when new.approved_at is not null then app.user_id() end;
    new.due_told_at := null;
  elsif (new.approved_at, new.approved_by_id) is distinct from (old.approved_at, old.approved_by_id)
    and not (new.approved_by_id is not distinct from app.user_id() and new.programme_id = any (app.role_in('programme_lead'))) then
    raise exception 'a programme lead approves it' using errcode = 'check_violation', constraint = 'visit_risk_flags_approved_by_a_lead';
  end if;
  return new;
end $$;
create trigger c_approved before insert or update on visit_risk_flags for each row execute function app.warning_approved();
create table warning_sights (
  like app.row including all,
  programme_id uuid not null,
  warning_id uuid not null,
  of_version integer not null,
  constraint warning_sights_once unique (partnership_id, warning_id, of_version, created_by),
  foreign key (partnership_id, programme_id, warning_id) references visit_risk_flags (partnership_id, programme_id, id)
);
select app.protect('warning_sights', 'risk', null, null, null, 'select, insert');
-- Ended after ninety days whoever forgot it (UK GDPR article 5(1)(e)); and who is told, once, that a review comes within a week.
create function app.warnings_due() returns table (email text) language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.system() is distinct from 'clock' then return; end if;
  update visit_risk_flags f set ended_on = f.agreed_on + 90, ended_why = 'Ended by itself after 90 days'
  where f.partnership_id = app.partnership() and f.ended_on is null and f.agreed_on + 90 < app.today();
  return query
    with due as (
      update visit_risk_flags f set due_told_at = now() where f.partnership_id = app.partnership() and f.ended_on is null and f.due_told_at is null and f.review_on <= app.today() + 7
      returning f.programme_id
    )
    select distinct h.email from due join memberships m on m.partnership_id = app.partnership() and m.programme_id = due.programme_id and m.role = 'programme_lead'
      and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.disabled_at is null and (h.left_on is null or h.left_on > app.today());
end $$;

do $$ declare f text; begin
  foreach f in array array['app.second_read_concern', 'app.concern_names', 'app.my_concerns', 'app.concern_raiser', 'app.alert_concerns', 'app.warnings_due'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
