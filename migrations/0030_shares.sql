-- Sharing with someone outside: consents where the choice is real, shares with the fewest fields that will do, and links that open once.
-- Consent is asked only where "no" would be taken for an answer (UK GDPR articles 4(11), 7; recital 43: it must be freely given). Where it would be
-- shared anyway, they are told how and when, and their view is heard (articles 13, 14; Scottish Government, "Information sharing" guidance).

-- What may be shared, one by one. Never a worry about safety, never a note, never an offence. How to keep safe when meeting them
-- (visit_safety) may be shared in an emergency only.
create function app.share_items() returns text[] language sql immutable parallel safe as $$ select array[
  'known_as', 'full_name', 'pronouns', 'age_band', 'date_of_birth', 'phone', 'email', 'address', 'when_to_reach', 'communication_needs', 'interests', 'goals',
  'strengths', 'placement_needs', 'attendance', 'worker', 'visit_safety'] $$;

/*
 A consent: what, with whom, for what, asked by whom, how they answered in their own words. It lives from the yes until it is taken back (article
 7(3): as easy to take back as to give). Answered and taken back by functions only, so that a yes cannot be written over a no. From the age of
 12 a young person answers for themselves unless it was shown that they cannot (Data Protection Act 2018, section 208).
*/
create table consents (
  like app.entry including all,
  items text[] not null,
  to_organisation text not null check (trim(to_organisation) <> ''),
  purpose text not null check (trim(purpose) <> ''),
  asked_by_id uuid not null,
  given_at timestamptz,
  refused_at timestamptz,
  answer_words text not null default '',
  answered_by text check (answered_by in ('participant', 'worker')),
  answered_how text check (answered_how in ('in_person', 'call', 'text', 'own_phone', 'writing')),
  withdrawn_at timestamptz,
  withdrawn_by text check (withdrawn_by in ('participant', 'worker')),
  withdrawn_how text check (withdrawn_how in ('in_person', 'call', 'text', 'own_phone', 'writing')),
  withdrawn_words text not null default '',
  constraint consents_of_known_items check (cardinality(items) > 0 and items <@ app.share_items() and not 'visit_safety' = any (items)),
  constraint consents_one_answer check (given_at is null or refused_at is null),
  constraint consents_answered_somehow check ((given_at is null and refused_at is null) = (answered_by is null) and (answered_by is null) = (answered_how is null)),
  constraint consents_withdrawn_after_yes check (withdrawn_at is null or (given_at is not null and withdrawn_by is not null and withdrawn_how is not null)),
  constraint consents_theirs_to_see check (visibility = 'shared_with_person'),
  constraint consents_whole unique (partnership_id, programme_id, participant_id, id),
  foreign key (partnership_id, asked_by_id) references people (partnership_id, user_id)
);
select app.protect('consents', null, null,
  'programme_id = any (app.programmes(''participation'')) or programme_id = any (app.role_in(''data_lead'')) or participant_id = any (app.self())',
  'programme_id = any (app.programmes_to_write(''participation''))', 'select, insert');

/*
 A share: which fields about one young person, to whom, why, on what footing. No copy of the values is kept: they are read when the link is
 opened. `notice`: they were or will be told. `consent`: it stands on a live consent. `emergency`: at once, the reason follows within 24 hours
 (ICO, "Data sharing in an urgent situation or in an emergency").
*/
create table info_shares (
  like app.entry including all,
  kind text not null check (kind in ('notice', 'consent', 'emergency')),
  to_organisation text not null check (trim(to_organisation) <> ''),
  to_person text not null check (trim(to_person) <> ''),
  to_email text not null default '',
  items text[] not null,
  why text not null default '',
  lawful_basis text check (lawful_basis in ('public_task', 'legal_obligation', 'vital_interest', 'recognised_interest', 'legitimate_interest')),
  told_how text check (told_how in ('in_person', 'call', 'text', 'own_phone', 'writing')),
  told_on date,
  their_view text not null default '',
  consent_id uuid,
  state text not null default 'drafted' check (state in ('drafted', 'authorised', 'sent', 'opened', 'expired', 'recalled')),
  authorised_by_id uuid,
  authorised_at timestamptz,
  sent_by_id uuid,
  sent_at timestamptz,
  link_digest text,
  life_hours integer not null default 72 constraint info_shares_a_week check (life_hours between 1 and 168),
  expires_at timestamptz,
  opened_at timestamptz,
  recalled_at timestamptz,
  recalled_by_id uuid,
  recalled_why text check (recalled_why in ('mistake', 'wrong_person', 'consent_withdrawn', 'not_needed', 'asked_by_them', 'not_agreed')),
  reason_due_at timestamptz,
  reason_given_at timestamptz,
  reason_reminded_at timestamptz,
  reason_missed_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by_id uuid,
  review_words text not null default '',
  version integer not null default 1,
  constraint info_shares_of_known_items check (cardinality(items) > 0 and items <@ app.share_items()),
  constraint info_shares_safety_in_emergency check (kind = 'emergency' or not 'visit_safety' = any (items)),
  constraint info_shares_says_why check (kind = 'emergency' or trim(why) <> ''),
  constraint info_shares_notice_says_how check (kind <> 'notice' or (lawful_basis is not null and (visibility <> 'shared_with_person' or (told_how is not null and told_on is not null)))),
  constraint info_shares_consent_named check ((kind = 'consent') = (consent_id is not null) and (kind <> 'consent' or (visibility = 'shared_with_person' and lawful_basis is null))),
  constraint info_shares_two_people check (authorised_by_id is null or authorised_by_id is distinct from created_by),
  constraint info_shares_authorised check (kind = 'emergency' or state in ('drafted', 'recalled') or (authorised_by_id is not null and authorised_at is not null)),
  constraint info_shares_link_while_sent check ((state = 'sent') = (link_digest is not null) and (state <> 'sent' or (sent_at is not null and expires_at is not null))),
  constraint info_shares_opened check ((state = 'opened') = (opened_at is not null)),
  constraint info_shares_recalled check ((state = 'recalled') = (recalled_at is not null) and (recalled_at is null) = (recalled_why is null)),
  constraint info_shares_emergency_clock check ((kind = 'emergency') = (reason_due_at is not null) and (reason_given_at is null or (kind = 'emergency' and trim(why) <> ''))),
  foreign key (partnership_id, programme_id, participant_id, consent_id) references consents (partnership_id, programme_id, participant_id, id),
  foreign key (partnership_id, authorised_by_id) references people (partnership_id, user_id),
  foreign key (partnership_id, sent_by_id) references people (partnership_id, user_id)
);
create index info_shares_by_link on info_shares (link_digest) where link_digest is not null;
create index info_shares_reason_due on info_shares (partnership_id, reason_due_at) where kind = 'emergency' and reason_given_at is null;
create index info_shares_of_consent on info_shares (partnership_id, consent_id) where consent_id is not null;
create index info_shares_running on info_shares (partnership_id, expires_at) where state = 'sent';
-- The team, and whoever answers for the data; a safeguarding lead those made in an emergency; the young person what is not held back from them.
select app.protect('info_shares', null, null,
  'programme_id = any (app.programmes(''participation'')) or programme_id = any (app.role_in(''data_lead'')) or (kind = ''emergency'' and programme_id = any (app.role_in(''safeguarding_lead'')))
    or (participant_id = any (app.self()) and visibility = ''shared_with_person'')',
  'programme_id = any (app.programmes_to_write(''participation'')) or programme_id = any (app.role_in(''data_lead'')) or (kind = ''emergency'' and programme_id = any (app.role_in(''safeguarding_lead'')))');

create function app.consent_lives(c consents) returns boolean language sql immutable as $$ select c.given_at is not null and c.withdrawn_at is null $$;

-- What a share may become, and that what it says is fixed once it is written: a second person agreed to that and to nothing else.
create function app.guard_share() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  c consents;
begin
  if tg_op = 'INSERT' then
    if app.user_id() is not null and new.state <> 'drafted' and not (new.kind = 'emergency' and new.state = 'sent') then
      raise exception 'a share begins as a draft' using errcode = 'check_violation', constraint = 'info_shares_step';
    end if;
  else
    if (new.kind, new.participant_id, new.to_organisation, new.to_person, new.to_email, new.items, new.consent_id, new.told_how, new.told_on, new.their_view, new.life_hours, new.visibility)
      is distinct from (old.kind, old.participant_id, old.to_organisation, old.to_person, old.to_email, old.items, old.consent_id, old.told_how, old.told_on, old.their_view, old.life_hours, old.visibility)
      or ((new.why, new.lawful_basis) is distinct from (old.why, old.lawful_basis) and (old.kind <> 'emergency' or old.reason_given_at is not null)) then
      raise exception 'what is shared does not change' using errcode = 'check_violation', constraint = 'info_shares_frozen';
    end if;
    if new.state <> old.state and not (old.state, new.state) in (('drafted', 'authorised'), ('drafted', 'recalled'), ('authorised', 'sent'), ('authorised', 'recalled'),
      ('sent', 'opened'), ('sent', 'expired'), ('sent', 'recalled'), ('expired', 'sent'), ('expired', 'recalled')) then
      raise exception 'a share does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'info_shares_step';
    end if;
    -- Only the link itself opens a share.
    if new.state = 'opened' and old.state <> 'opened' and app.user_id() is not null then
      raise exception 'only its link opens a share' using errcode = 'check_violation', constraint = 'info_shares_step';
    end if;
    if new.authorised_by_id is distinct from old.authorised_by_id and app.user_id() is not null and (old.authorised_by_id is not null or new.authorised_by_id is distinct from app.user_id()) then
      raise exception 'everyone authorises for themselves, once' using errcode = 'check_violation', constraint = 'info_shares_two_people';
    end if;
  end if;
  if new.kind = 'consent' and new.state in ('drafted', 'authorised', 'sent') and (tg_op = 'INSERT' or new.state <> old.state or new.link_digest is distinct from old.link_digest) then
    -- Held until the end, so that it cannot be taken back in between.
    select * into c from consents x where x.partnership_id = new.partnership_id and x.id = new.consent_id and x.participant_id = new.participant_id for share;
    if not found or not app.consent_lives(c) then
      raise exception 'there is no live consent' using errcode = 'check_violation', constraint = 'info_shares_live_consent';
    end if;
    if not new.items <@ c.items or lower(trim(new.to_organisation)) <> lower(trim(c.to_organisation)) then
      raise exception 'they said yes to less' using errcode = 'check_violation', constraint = 'info_shares_beyond_consent';
    end if;
  end if;
  return new;
end $$;
create trigger c_guard before insert or update on info_shares for each row execute function app.guard_share();

-- A yes, or a no: their own on their own pages, or theirs as their worker heard it. Once.
create function app.answer_consent(p_consent uuid, p_yes boolean, p_words text, p_how text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update consents c set given_at = case when p_yes then now() end, refused_at = case when not p_yes then now() end, answer_words = p_words,
    answered_by = case when c.participant_id = any (app.self()) then 'participant' else 'worker' end,
    answered_how = case when c.participant_id = any (app.self()) then 'own_phone' else p_how end
  where c.partnership_id = app.partnership() and c.id = p_consent and c.given_at is null and c.refused_at is null and c.participant_id <> all (app.restricted())
    and (c.programme_id = any (app.programmes_to_write('participation')) or c.participant_id = any (app.self()));
  return found;
end $$;
-- Taken back: nothing that stands on it goes on, from this moment. What was opened was seen; that stays written.
create function app.withdraw_consent(p_consent uuid, p_words text, p_how text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  -- In the order in which sending takes its locks, so that the two never wait for each other.
  perform from info_shares s where s.partnership_id = app.partnership() and s.consent_id = p_consent order by s.id for update;
  update consents c set withdrawn_at = now(), withdrawn_words = p_words,
    withdrawn_by = case when c.participant_id = any (app.self()) then 'participant' else 'worker' end,
    withdrawn_how = case when c.participant_id = any (app.self()) then 'own_phone' else p_how end
  where c.partnership_id = app.partnership() and c.id = p_consent and c.given_at is not null and c.withdrawn_at is null and c.participant_id <> all (app.restricted())
    and (c.programme_id = any (app.programmes_to_write('participation')) or c.participant_id = any (app.self()));
  return found;
end $$;
create function app.stop_what_stood_on_consent() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update info_shares s set state = 'recalled', recalled_at = now(), recalled_by_id = app.user_id(), recalled_why = 'consent_withdrawn', link_digest = null
  where s.partnership_id = new.partnership_id and s.consent_id = new.id and s.state in ('drafted', 'authorised', 'sent', 'expired');
  return null;
end $$;
create trigger d_stop after update of withdrawn_at on consents for each row when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function app.stop_what_stood_on_consent();

-- One field of one young person as it stands now, in the words of the record: empty when nothing is written. Nothing that is held back from
-- themselves goes to an outsider.
create function app.share_value(p_item text, p_partnership uuid, p_participant uuid) returns text[]
language sql stable security definer set search_path = public, app, pg_temp as $$
  select array(select trim(one) from unnest(case p_item
    when 'known_as' then array[t.known_as]
    when 'full_name' then array[t.known_as || ' ' || coalesce(c.family_name, '')]
    when 'pronouns' then array[t.pronouns]
    when 'age_band' then array[t.age_band]
    when 'date_of_birth' then array[c.date_of_birth::text]
    when 'phone' then array[c.phone]
    when 'email' then array[c.email]
    when 'address' then array[concat_ws(', ', nullif(c.address, ''), nullif(c.postcode, ''))]
    when 'when_to_reach' then array[c.safe_times]
    when 'communication_needs' then array[t.communication_note]
    when 'interests' then array(select i.own_words from interests i where i.partnership_id = p_partnership and i.participant_id = p_participant and i.status <> 'gone'
      and i.visibility = 'shared_with_person' order by i.heard_on desc, i.id desc limit 12)
    when 'goals' then array(select g.own_words from goals g where g.partnership_id = p_partnership and g.participant_id = p_participant and g.status in ('open', 'reached')
      and g.visibility = 'shared_with_person' order by g.set_on desc, g.id desc limit 12)
    when 'strengths' then array(select a.own_words from assets a where a.partnership_id = p_partnership and a.participant_id = p_participant
      and a.visibility = 'shared_with_person' order by a.heard_on desc, a.id desc limit 12)
    when 'placement_needs' then array(select n from (select p.adjustments, p.travel from placements p where p.partnership_id = p_partnership and p.participant_id = p_participant
      and p.visibility = 'shared_with_person' and p.state not in ('they_said_no', 'ended_early') order by p.created_at desc, p.id desc limit 1) one, unnest(array[one.adjustments, one.travel]) n)
    when 'attendance' then array(select count(*) filter (where a.mark in ('came', 'came_part', 'came_late')) || ' of ' || count(*)
      from attendance a join course_sessions s on s.partnership_id = a.partnership_id and s.id = a.course_session_id
      where a.partnership_id = p_partnership and a.participant_id = p_participant and a.visibility = 'shared_with_person' and a.mark not in ('not_expected', 'cancelled_by_us')
        and s.starts_at > now() - interval '84 days' having count(*) > 0)
    when 'worker' then array(select concat_ws(', ', h.name, h.email) from people h where h.partnership_id = p_partnership and h.user_id = t.worker_id)
    when 'visit_safety' then array(select f.what_to_do from visit_risk_flags f where f.partnership_id = p_partnership and f.participant_id = p_participant and f.ended_on is null
      order by f.agreed_on, f.id)
  end) one where trim(coalesce(one, '')) <> '')
  from participants t left join participant_contacts c on c.partnership_id = t.partnership_id and c.participant_id = t.id and c.visibility = 'shared_with_person'
  where t.partnership_id = p_partnership and t.id = p_participant
$$;

/*
 Spends a link and gives what it shows, or null: for a link that never was, was opened, ran out or was recalled, for someone whose record is left alone
 or gone, for a programme that is over, a worker who left, a consent taken back. One answer for all of them. It is the only way to what is shared.
*/
create function app.open_share(p_digest text, p_request uuid) returns jsonb language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s info_shares;
  shown jsonb;
begin
  select * into s from info_shares where link_digest = p_digest and state = 'sent' and expires_at > now() for update;
  if not found then return null; end if;
  if s.kind = 'consent' and not exists (select from consents c where c.partnership_id = s.partnership_id and c.id = s.consent_id and app.consent_lives(c)) then return null; end if;
  select jsonb_build_object('shareId', s.id, 'toPerson', s.to_person, 'toOrganisation', s.to_organisation, 'from', g.name, 'partnership', r.name, 'why', s.why, 'at', app.iso(now()),
    'items', (select jsonb_agg(jsonb_build_object('item', i, 'values', to_jsonb(app.share_value(i, s.partnership_id, s.participant_id))) order by array_position(app.share_items(), i)) from unnest(s.items) i))
  into shown
  from participants t join programmes g on g.partnership_id = t.partnership_id and g.id = t.programme_id join partnerships r on r.id = t.partnership_id
  where t.partnership_id = s.partnership_id and t.id = s.participant_id and not t.restricted and (t.erasure_due_at is null or t.erasure_due_at > now()) and g.status <> 'closed'
    and app.still_works_here(s.partnership_id, s.programme_id, s.sent_by_id) and (s.kind = 'emergency' or app.still_works_here(s.partnership_id, s.programme_id, s.authorised_by_id));
  if shown is null then return null; end if;
  update info_shares set state = 'opened', opened_at = now(), link_digest = null where partnership_id = s.partnership_id and id = s.id;
  insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  values (s.partnership_id, null, p_request, s.programme_id, s.participant_id, 'share.opened');
  return shown;
end $$;
-- Someone of this programme still, for the lead partner or under a live agreement.
create function app.still_works_here(p_partnership uuid, p_programme uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (
    select from memberships m join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.partner_id = m.partner_id
    join programmes g on g.partnership_id = m.partnership_id and g.id = m.programme_id
    where m.partnership_id = p_partnership and m.programme_id = p_programme and m.user_id = p_user and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
      and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
      and (g.lead_partner_id = m.partner_id or exists (select from sharing_agreements a where a.partnership_id = m.partnership_id and a.programme_id = m.programme_id
        and a.partner_id = m.partner_id and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until)))
$$;

-- The network that an address belongs to, as a budget of guesses counts it: a customer of IPv6 holds a whole /64.
create function app.network_of(ip text) returns text language sql immutable parallel safe
  as $$ select case when ip like '%:%' and ip not like '%.%' then network(set_masklen(split_part(ip, '%', 1)::inet, 64))::text else ip end $$;

-- What the clock does: links that ran out, the reason that is due (its drafter is reminded after 20 hours), the reason that is missed (the leads and the
-- data leads are told after 24). Gives whom to tell; nobody is told twice.
create function app.strike_shares() returns table (share_id uuid, told text, email text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.system() is distinct from 'clock' then return; end if;
  update info_shares s set state = 'expired', link_digest = null where s.partnership_id = app.partnership() and s.state = 'sent' and s.expires_at <= now();
  return query
    with due as (
      update info_shares s set reason_reminded_at = now() where s.partnership_id = app.partnership() and s.kind = 'emergency' and s.reason_given_at is null
        and s.reason_reminded_at is null and s.reason_due_at - interval '4 hours' <= now() and s.reason_due_at > now() returning s.id, s.created_by
    ) select d.id, 'due', h.email from due d join people h on h.partnership_id = app.partnership() and h.user_id = d.created_by and h.disabled_at is null;
  return query
    with missed as (
      update info_shares s set reason_missed_at = now() where s.partnership_id = app.partnership() and s.kind = 'emergency' and s.reason_given_at is null
        and s.reason_missed_at is null and s.reason_due_at <= now() returning s.id, s.programme_id
    ) select distinct d.id, 'missed', h.email from missed d
      join memberships m on m.partnership_id = app.partnership() and m.programme_id = d.programme_id and m.role in ('programme_lead', 'data_lead') and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
      join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.disabled_at is null and (h.left_on is null or h.left_on > current_date);
end $$;
create function app.post_of_shares(p_message uuid, p_to text, p_subject text, p_body text) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.system() is distinct from 'clock' then raise exception 'only the clock posts so' using errcode = 'insufficient_privilege'; end if;
  insert into messages (partnership_id, id, kind, to_address, subject, body) values (app.partnership(), p_message, 'notice', p_to, p_subject, p_body);
end $$;

do $$ declare f text; begin
  foreach f in array array['app.answer_consent(uuid, boolean, text, text)', 'app.withdraw_consent(uuid, text, text)', 'app.open_share(text, uuid)', 'app.strike_shares()',
    'app.post_of_shares(uuid, text, text, text)'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
  revoke execute on function app.share_value(text, uuid, uuid) from public;
  revoke execute on function app.still_works_here(uuid, uuid, uuid) from public;
end $$;

-- A link to an outsider goes by post as a kind of its own: whoever sent it sees it again, no administrator does, who could otherwise open it.
do $$ declare says text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'messages'::regclass and conname = 'messages_of_a_known_kind'); begin
  alter table messages drop constraint messages_of_a_known_kind;
  execute 'alter table messages add constraint messages_of_a_known_kind ' || replace(says, '''own''::text', '''own''::text, ''share''::text');
end $$;
create policy shares_are_their_senders on messages as restrictive for select to modulus_app
  using (kind <> 'share' or created_by = app.user_id() or app.system() = 'messages');
