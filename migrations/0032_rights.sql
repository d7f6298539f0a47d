-- The rights of the young person: a copy of what is held (UK GDPR article 15), putting right (16), pausing use (18), objecting (21), and
-- complaining (Data Protection Act 2018 section 164A). One table of requests, what a search found with its masks beside it, the package
-- that goes out, complaints, and the history of restrictions.

-- The rule about paused records (0028_door_again.sql) is written for the app and the counter; the owner is a member of the counter, so it stood
-- under it too, and its own functions (duplicates, rights) would not have found such a record. Now they do, as that file says.
create or replace function app.hide_restricted(t regclass) returns void language plpgsql as $$
declare
  person text := case when t = 'participants'::regclass then 'id' else 'participant_id' end;
begin
  execute format('drop policy if exists unless_restricted on %s', t);
  execute format('create policy unless_restricted on %s as restrictive to modulus_app, modulus_counter
    using (app.setting(''restricted'') is null or %2$I is null or %2$I <> all (app.restricted()) or current_user = ''modulus_owner'')
    with check (app.setting(''restricted'') is null or %2$I is null or %2$I <> all (app.restricted()) or current_user = ''modulus_owner'')', t, person);
end $$;
do $$ declare t regclass; begin
  for t in select polrelid::regclass from pg_policy where polname = 'unless_restricted' loop perform app.hide_restricted(t); end loop;
end $$;

create table rights_requests (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  kind text not null check (kind in ('access', 'rectification', 'restriction', 'objection')),
  words text not null default '',
  made_by text not null check (made_by in ('participant', 'staff')),
  made_how text not null check (made_how in ('own_page', 'spoken', 'letter', 'email', 'someone_else')),
  received_on date not null,
  state text not null default 'received' check (state in ('received', 'id_ok', 'searching', 'redacting', 'second_check', 'sent', 'deciding', 'done', 'refused')),
  id_asked_on date,
  id_ok_on date,
  id_how text not null default '',
  extended_on date,
  extended_reason text not null default '',
  -- Worked out by one function of the app whenever something changes; null while the clock is stopped and when it is over.
  due_on date,
  searched_at timestamptz,
  -- What safeguarding holds stays out, unless somebody who knows it said that telling would not cause serious harm (Data Protection Act 2018, schedule 3).
  harm_test text check (harm_test in ('withhold', 'include')),
  harm_words text not null default '',
  harm_asked text not null default '',
  harm_on date,
  prepared_by uuid,
  prepared_at timestamptz,
  checked_by uuid,
  checked_at timestamptz,
  check_words text not null default '',
  closed_on date,
  outcome text check (outcome in ('done', 'partly', 'refused')),
  outcome_words text not null default '',
  told_to_complain boolean not null default false,
  version integer not null default 1,
  constraint rights_requests_of_one_person unique (partnership_id, programme_id, participant_id, id),
  constraint rights_states_of_their_kind check (state in ('received', 'id_ok', 'refused') or (kind = 'access') = (state in ('searching', 'redacting', 'second_check', 'sent'))),
  constraint rights_refused_with_a_reason check (state <> 'refused' or (trim(outcome_words) <> '' and told_to_complain)),
  constraint rights_done_with_an_answer check (state <> 'done' or (outcome is not null and trim(outcome_words) <> '')),
  constraint rights_longer_with_a_reason check (extended_on is null or trim(extended_reason) <> ''),
  constraint rights_known_before_searched check (state in ('received', 'refused') or id_ok_on is not null),
  constraint rights_sent_after_two_people check (state <> 'sent' or (prepared_by is not null and checked_by is not null)),
  constraint rights_second_person check (checked_by is null or checked_by is distinct from prepared_by),
  constraint rights_harm_weighed check (state not in ('second_check', 'sent') or (harm_test is not null and trim(harm_words) <> ''))
);
create unique index rights_one_open on rights_requests (partnership_id, participant_id, kind) where closed_on is null;
create index rights_requests_due on rights_requests (partnership_id, due_on) where due_on is not null;
select app.protect('rights_requests', null, null,
  'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead'')) or participant_id = any (app.self()) or created_by = app.user_id()',
  'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead''))', 'select, update');

-- Days on which the clock stands: we asked something and wait for the answer (UK GDPR article 12A, from the Data (Use and Access) Act 2025).
create table rights_pauses (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  request_id uuid not null,
  from_on date not null,
  until_on date,
  asked text not null check (trim(asked) <> ''),
  answer text not null default '',
  constraint rights_pauses_end_after_start check (until_on >= from_on),
  foreign key (partnership_id, programme_id, participant_id, request_id) references rights_requests (partnership_id, programme_id, participant_id, id)
);
create unique index rights_one_pause on rights_pauses (partnership_id, request_id) where until_on is null;
select app.protect('rights_pauses', null, null,
  'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead'')) or participant_id = any (app.self())',
  'programme_id = any (app.role_in(''data_lead''))', 'select, insert, update');

-- What a search found, as it stood then: read only through app.rights_read(), because no role reads case text by standing right.
create table rights_entries (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  request_id uuid not null,
  number integer not null,
  source text not null,
  source_id uuid,
  field text not null,
  at timestamptz,
  by_role text,
  own boolean not null default false,
  body text not null,
  withheld_reason text,
  decision text check (decision in ('share', 'withhold')),
  decision_reason text not null default '',
  decided_by uuid,
  constraint rights_entries_numbered unique (partnership_id, request_id, number),
  constraint rights_withheld_for_a_reason check (decision is distinct from 'withhold' or trim(decision_reason) <> ''),
  foreign key (partnership_id, programme_id, participant_id, request_id) references rights_requests (partnership_id, programme_id, participant_id, id)
);
select app.protect('rights_entries', null, null, null, null, 'select');

-- Ranges of a found text that must not go out; offsets as the app counts characters (UTF-16). The text itself stays as it is.
create table rights_masks (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  request_id uuid not null,
  entry_id uuid not null,
  starts integer not null check (starts >= 0),
  length integer not null check (length > 0),
  kind text not null check (kind in ('mention', 'participant', 'supporter', 'person')),
  reason text not null default '',
  lifted_by uuid,
  lifted_at timestamptz,
  lifted_reason text not null default '',
  constraint rights_masks_by_people_with_a_reason check (kind <> 'person' or trim(reason) <> ''),
  constraint rights_masks_lifted_with_a_reason check (lifted_at is null or trim(lifted_reason) <> ''),
  foreign key (partnership_id, entry_id) references rights_entries (partnership_id, id) on delete cascade,
  foreign key (partnership_id, programme_id, participant_id, request_id) references rights_requests (partnership_id, programme_id, participant_id, id)
);
create index rights_masks_of_entry on rights_masks (partnership_id, entry_id);
select app.protect('rights_masks', null, null, null, null, 'select');

-- What goes out, until thirty days after it went.
create table rights_packages (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  request_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'building', 'ready', 'failed', 'deleted')),
  done integer not null default 0,
  total integer not null default 0,
  pdf bytea,
  json bytea,
  built_at timestamptz,
  sent_at timestamptz,
  constraint rights_packages_one unique (partnership_id, request_id),
  constraint rights_packages_ready_and_whole check (state <> 'ready' or (pdf is not null and json is not null)),
  constraint rights_packages_gone check (state <> 'deleted' or (pdf is null and json is null)),
  foreign key (partnership_id, programme_id, participant_id, request_id) references rights_requests (partnership_id, programme_id, participant_id, id)
);
select app.protect('rights_packages', null, null,
  'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead'')) or (participant_id = any (app.self()) and sent_at is not null)',
  'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead''))', 'select, insert, update');

create table rights_complaints (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  request_id uuid,
  words text not null check (trim(words) <> ''),
  made_by text not null check (made_by in ('participant', 'staff')),
  made_how text not null check (made_how in ('own_page', 'spoken', 'letter', 'email', 'someone_else')),
  received_on date not null,
  state text not null default 'received' check (state in ('received', 'acknowledged', 'answered')),
  -- Within thirty days of its arrival: Data Protection Act 2018 section 164A(3).
  acknowledge_by date not null generated always as (received_on + 30) stored,
  acknowledged_on date,
  acknowledged_words text not null default '',
  outcome text check (outcome in ('upheld', 'partly', 'not_upheld')),
  answer text not null default '',
  answered_on date,
  told_of_regulator boolean not null default false,
  version integer not null default 1,
  constraint rights_complaints_answered check (state <> 'answered' or (acknowledged_on is not null and outcome is not null and trim(answer) <> '' and answered_on is not null and told_of_regulator)),
  constraint rights_complaints_acknowledged check (state = 'received' or acknowledged_on is not null),
  foreign key (partnership_id, programme_id, participant_id, request_id) references rights_requests (partnership_id, programme_id, participant_id, id)
);
select app.protect('rights_complaints', null, null,
  'programme_id = any (app.role_in(''data_lead'')) or participant_id = any (app.self()) or created_by = app.user_id()', 'programme_id = any (app.role_in(''data_lead''))', 'select, update');

-- When use of a record was paused, on which ground of article 18(1), and when it went on: only after they were told (article 18(3)).
create table restrictions (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  request_id uuid,
  ground text not null check (ground in ('accuracy', 'unlawful', 'claims', 'objection')),
  reason text not null check (trim(reason) <> ''),
  from_on date not null,
  told_on date,
  told_words text not null default '',
  lifted_on date,
  lifted_reason text not null default '',
  version integer not null default 1,
  constraint restrictions_told_before_lifting check (lifted_on is null or (told_on is not null and told_on <= lifted_on and trim(lifted_reason) <> '')),
  foreign key (partnership_id, programme_id, participant_id, request_id) references rights_requests (partnership_id, programme_id, participant_id, id)
);
create unique index restrictions_one_live on restrictions (partnership_id, participant_id) where lifted_on is null;
select app.protect('restrictions', null, null,
  'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.programmes(''notes'')) or participant_id = any (app.self())', null, 'select');

-- What names them without being a row about a participant: how they were suggested, and half-filled forms about them.
alter table nominations add column restricted boolean not null default false;
create policy unless_restricted on nominations as restrictive to modulus_app, modulus_counter using (not restricted or current_user = 'modulus_owner') with check (not restricted or current_user = 'modulus_owner');
create policy unless_restricted on drafts as restrictive to modulus_app
  using (app.setting('restricted') is null or about_id is null or about_id <> all (app.restricted()))
  with check (app.setting('restricted') is null or about_id is null or about_id <> all (app.restricted()));

create table rights_reminders (
  like app.row including all,
  about_id uuid not null,
  due_on date not null,
  stage text not null check (stage in ('soon', 'due')),
  constraint rights_reminders_once unique (partnership_id, about_id, due_on, stage)
);
select app.protect('rights_reminders', null, null, null, null, 'select');

-- A restricted record is exactly what these are about. (Safeguarding goes on as well, by article 18(2): its tables say so themselves.)
do $$ declare t text; begin
  foreach t in array array['rights_requests', 'rights_pauses', 'rights_entries', 'rights_masks', 'rights_packages', 'rights_complaints', 'restrictions'] loop
    execute format('drop policy if exists unless_restricted on %I', t);
  end loop;
end $$;

-- Nobody checks their own work: whoever prepared the answer, placed or lifted a mask or decided about an entry is no second person.
create function app.second_person() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if new.checked_by is not null and new.checked_by is distinct from old.checked_by and (
    new.checked_by = new.prepared_by
    or exists (select from rights_masks m where m.partnership_id = new.partnership_id and m.request_id = new.id and (m.lifted_by = new.checked_by or (m.kind = 'person' and m.created_by = new.checked_by)))
    or exists (select from rights_entries e where e.partnership_id = new.partnership_id and e.request_id = new.id and e.decided_by = new.checked_by)) then
    raise exception 'the same person' using errcode = '23514', constraint = 'rights_second_person';
  end if;
  return new;
end $$;
create trigger c_second_person before update on rights_requests for each row execute function app.second_person();

-- Somebody asks: the young person for themselves, the team for someone they see, or the data lead who was written to. False when it is not theirs to ask.
create function app.may_ask_for(p_participant uuid) returns uuid language sql stable security definer set search_path = public, app, pg_temp as $$
  select p.programme_id from participants p where p.partnership_id = app.partnership() and p.id = p_participant and (p.id = any (app.self())
    or p.programme_id = any (app.role_in('data_lead'))
    or ((p.programme_id = any (app.role_in('programme_lead')) or p.programme_id = any (app.role_in('outreach_officer'))) and p.programme_id = any (app.programmes('identity'))))
$$;
create function app.ask_for_right(p_id uuid, p_participant uuid, p_kind text, p_words text, p_how text, p_received date, p_known boolean, p_id_how text, p_due date) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  programme uuid := app.may_ask_for(p_participant);
begin
  if programme is null then return false; end if;
  insert into rights_requests (id, programme_id, participant_id, kind, words, made_by, made_how, received_on, id_ok_on, id_how, state, due_on)
  values (p_id, programme, p_participant, p_kind, trim(p_words), case when p_participant = any (app.self()) then 'participant' else 'staff' end, p_how, p_received,
    case when p_known then p_received end, p_id_how, case when p_known then 'id_ok' else 'received' end, p_due);
  return true;
end $$;
create function app.complain(p_id uuid, p_participant uuid, p_request uuid, p_words text, p_how text, p_received date) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  programme uuid := app.may_ask_for(p_participant);
begin
  if programme is null then return false; end if;
  insert into rights_complaints (id, programme_id, participant_id, request_id, words, made_by, made_how, received_on)
  values (p_id, programme, p_participant, p_request, trim(p_words), case when p_participant = any (app.self()) then 'participant' else 'staff' end, p_how, p_received);
  return true;
end $$;
-- The answer to what we asked back, given on their own page: the clock goes on.
create function app.answer_pause(p_request uuid, p_words text, p_due date) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update rights_pauses set until_on = app.today(), answer = trim(p_words)
  where partnership_id = app.partnership() and request_id = p_request and until_on is null and participant_id = any (app.self());
  if not found then return false; end if;
  update rights_requests set due_on = p_due where partnership_id = app.partnership() and id = p_request;
  return true;
end $$;
-- A reference, as it stands on a letter; for whoever answers for the record without reading it, and for the team.
create function app.find_by_reference(p_reference text) returns table (id uuid, programme_id uuid, reference text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select p.id, p.programme_id, p.reference from participants p
  where p.partnership_id = app.partnership() and upper(p.reference) = upper(trim(p_reference)) and app.may_ask_for(p.id) is not null
$$;
-- Whose requests, complaints and restrictions these are, for those who answer them.
create function app.rights_people() returns table (id uuid, programme_id uuid, known_as text, reference text, restricted boolean, programme_name text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select p.id, p.programme_id, case when p.programme_id = any (app.role_in('data_lead') || app.role_in('programme_lead')) then p.known_as else '' end, p.reference, p.restricted, g.name
  from participants p join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
  where p.partnership_id = app.partnership() and (p.programme_id = any (app.role_in('data_lead') || app.role_in('programme_lead') || app.programmes('notes')) or p.id = any (app.self())
      or exists (select from rights_requests r where r.partnership_id = p.partnership_id and r.participant_id = p.id and r.created_by = app.user_id()))
    and (exists (select from rights_requests r where r.partnership_id = p.partnership_id and r.participant_id = p.id)
      or exists (select from rights_complaints c where c.partnership_id = p.partnership_id and c.participant_id = p.id)
      or exists (select from restrictions x where x.partnership_id = p.partnership_id and x.participant_id = p.id))
$$;

-- Pausing use, and going on with it: the data lead's, each with its reason. Null when it is not theirs; the door asks anew at every request, so it works from the next one on.
create function app.restrict_record(p_id uuid, p_participant uuid, p_request uuid, p_ground text, p_reason text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  programme uuid := (select p.programme_id from participants p where p.partnership_id = app.partnership() and p.id = p_participant and p.programme_id = any (app.role_in('data_lead')));
begin
  if programme is null then return false; end if;
  insert into restrictions (id, programme_id, participant_id, request_id, ground, reason, from_on) values (p_id, programme, p_participant, p_request, p_ground, trim(p_reason), app.today());
  update participants set restricted = true where partnership_id = app.partnership() and id = p_participant;
  update nominations set restricted = true where partnership_id = app.partnership()
    and (duplicate_of_participant_id = p_participant or id = (select p.nomination_id from participants p where p.partnership_id = app.partnership() and p.id = p_participant));
  return true;
end $$;
create function app.tell_before_lifting(p_id uuid, p_words text, p_version integer) returns integer language sql security definer set search_path = public, app, pg_temp as $$
  update restrictions set told_on = app.today(), told_words = trim(p_words)
  where partnership_id = app.partnership() and id = p_id and lifted_on is null and version = p_version and programme_id = any (app.role_in('data_lead')) returning version
$$;
create function app.lift_restriction(p_id uuid, p_reason text, p_version integer) returns integer language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  done record;
begin
  update restrictions set lifted_on = app.today(), lifted_reason = trim(p_reason)
  where partnership_id = app.partnership() and id = p_id and lifted_on is null and version = p_version and programme_id = any (app.role_in('data_lead')) returning * into done;
  if not found then return null; end if;
  update participants set restricted = false where partnership_id = done.partnership_id and id = done.participant_id;
  update nominations set restricted = false where partnership_id = done.partnership_id
    and (duplicate_of_participant_id = done.participant_id or id = (select p.nomination_id from participants p where p.partnership_id = done.partnership_id and p.id = done.participant_id));
  return done.version;
end $$;
-- Would the asker see this record, if its use were not paused?
create function app.record_restricted(p_participant uuid) returns boolean language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (select from participants p where p.partnership_id = app.partnership() and p.id = p_participant and p.restricted and p.user_id is distinct from app.user_id()
    and app.sees('identity', p.programme_id, p.id))
$$;
-- Could a suggested person be one whose use is paused? Only that, never who; and only for those who see the whole programme.
create function app.alike_restricted(p_programme uuid, p_first text, p_family text, p_born date) returns boolean language sql stable security definer set search_path = public, app, pg_temp as $$
  select p_programme = any (app.programmes('identity')) and exists (
    select from participants t left join participant_contacts c on c.partnership_id = t.partnership_id and c.participant_id = t.id,
      lateral (select trim(left(app.fold(t.known_as || ' ' || coalesce(c.family_name, '')), 200)) as whole, trim(left(app.fold(p_first || ' ' || p_family), 200)) as asked) n
    where t.partnership_id = app.partnership() and t.programme_id = p_programme and t.restricted and n.asked <> '' and (
      n.whole = n.asked or similarity(n.whole, n.asked) >= 0.6 or coalesce(c.date_of_birth = p_born, false)
      or (length(n.asked) >= 4 and levenshtein_less_equal(n.whole, n.asked, 2) <= case when length(n.asked) < 8 then 1 else 2 end)
      or (app.fold(p_family) <> '' and coalesce(c.family_name, '') <> '' and app.name_sound(t.known_as) <> '' and app.name_sound(t.known_as) = app.name_sound(p_first) and app.name_sound(c.family_name) = app.name_sound(p_family))
      or (app.fold(p_family) <> '' and app.fold(t.known_as) = app.fold(p_family) and app.fold(coalesce(c.family_name, '')) = app.fold(p_first))))
$$;

-- What others wrote for the team's eyes (a nomination, its triage, an alert for visits) is decided about one by one, like what is held back.
-- What a search leaves out, and why. Every other table that names a participant is searched, also the one added tomorrow.
create table app.rights_not_searched (table_name text primary key, why text not null check (trim(why) <> ''));
insert into app.rights_not_searched values
  ('assignments', 'Keys that follow from matches, placements and their own sign-in; nothing is written there'),
  ('access_events', 'Who looked is a part of its own in the answer'),
  ('decision_votes', 'A vote is read by whoever cast it, on their own pages, and by nobody else, whoever asks'),
  ('withholdings', 'Why something is held back stands beside what is held back, and is decided about there'),
  ('rights_entries', 'Copies made for this answer'),
  ('rights_masks', 'Made for this answer'),
  ('rights_packages', 'This answer');
-- What names them in another way than by participant_id.
create table app.rights_linked (table_name text primary key, fits text not null, why text not null);
insert into app.rights_linked values
  ('participants', 'e.id = $2', 'The record itself'),
  ('nominations', 'e.id = (select nomination_id from participants where partnership_id = $1 and id = $2)', 'What was written when they were suggested'),
  ('triage_decisions', 'e.nomination_id = (select nomination_id from participants where partnership_id = $1 and id = $2)', 'What was decided about taking them in'),
  ('ideas', 'e.id in (select idea_id from idea_voices where partnership_id = $1 and participant_id = $2)', 'Ideas in their words'),
  ('drafts', 'position($2::text in e.body::text) > 0', 'Half-written forms about them'),
  ('messages', 'e.kind = ''own'' and e.to_address in (select x from participant_contacts c, unnest(array[app.phone_key(c.phone), c.email]) x where c.partnership_id = $1 and c.participant_id = $2 and x <> '''')', 'What was sent to them');
do $$ declare t text; begin
  foreach t in array array['app.rights_not_searched', 'app.rights_linked'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy anyone on %s for select using (true)', t);
    execute format('grant select on %s to modulus_app', t);
  end loop;
end $$;

-- Which columns hold something: of every table that names a participant, and of those linked. `free`: somebody's words; the others are facts
-- (dates, choices from a list). Keys, digests and files are none.
create function app.rights_columns() returns table (source text, name text, free boolean, place integer, safeguarding boolean)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select c.relname::text, a.attname::text,
    a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype) and not exists (select from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) ~ 'ARRAY\['),
    a.attnum::integer,
    c.relname ~ '^(safeguarding|concern)' or exists (select from pg_attribute x where x.attrelid = c.oid and x.attname = 'concern_id' and not x.attisdropped)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname = 'public' and c.relkind = 'r' and a.attgenerated = ''
    and (exists (select from pg_attribute x where x.attrelid = c.oid and x.attname = 'participant_id' and not x.attisdropped) or c.relname in (select l.table_name from app.rights_linked l))
    and c.relname not in (select s.table_name from app.rights_not_searched s)
    and a.atttypid not in ('uuid'::regtype, 'uuid[]'::regtype, 'bytea'::regtype, 'xid8'::regtype)
    and a.attname not in ('created_at', 'updated_at', 'version', 'purpose_id', 'of_version', 'visibility', 'withheld_reason', 'review_on', 'name_key', 'sounds')
    and a.attname !~ '(digest|token|secret)' and not (c.relname = 'rights_requests' and a.attname ~ '^(harm|check)')
$$;
-- A value as words: the strings of a document, one below the other; keys left out.
create function app.rights_text(value jsonb) returns text language sql immutable parallel safe set search_path = public, app, pg_temp as $$
  select case jsonb_typeof(value)
    when 'object' then (select string_agg(x #>> '{}', E'\n') from jsonb_path_query(value, 'strict $.**') x where jsonb_typeof(x) = 'string' and x #>> '{}' !~ '^([0-9a-f]{8}-[0-9a-f-]{27}|\s*)$')
    when 'array' then (select string_agg(x #>> '{}', E'\n') from jsonb_path_query(value, 'strict $.**') x where jsonb_typeof(x) in ('string', 'number') and x #>> '{}' !~ '^([0-9a-f]{8}-[0-9a-f-]{27}|\s*)$')
    when 'boolean' then case value #>> '{}' when 'true' then 'yes' else 'no' end
    else value #>> '{}' end
$$;

-- The open request that lets the asker at what was found: the data lead while it is worked on, the programme lead for the second check.
create function app.rights_open(p_request uuid) returns setof rights_requests language sql stable security definer set search_path = public, app, pg_temp as $$
  select * from rights_requests r where r.partnership_id = app.partnership() and r.id = p_request and r.kind = 'access' and r.closed_on is null
    and ((r.programme_id = any (app.role_in('data_lead')) and r.state in ('searching', 'redacting', 'second_check'))
      or (r.programme_id = any (app.role_in('programme_lead')) and r.state = 'second_check'))
$$;
/*
 Searches every table for one young person and keeps what is held as entries: the words of each field, and the facts of each row together.
 What an earlier search found is replaced. Safeguarding is searched only when the test of serious harm said that it may be told. Null when
 the request is not open to the asker; else how many entries.
*/
create function app.rights_search(p_request uuid) returns integer language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  r record;
  t record;
  who record;
begin
  select * into r from app.rights_open(p_request) o where o.state in ('searching', 'redacting') and o.programme_id = any (app.role_in('data_lead'));
  if not found then return null; end if;
  select * into who from participants where partnership_id = r.partnership_id and id = r.participant_id;
  delete from rights_entries where partnership_id = r.partnership_id and request_id = r.id;
  for t in
    select k.source, coalesce(l.fits, 'e.participant_id = $2') as fits from app.rights_columns() k left join app.rights_linked l on l.table_name = k.source
    where not k.safeguarding or r.harm_test = 'include' group by 1, 2 order by 1
  loop
    execute format($q$
      insert into rights_entries (partnership_id, id, programme_id, participant_id, request_id, number, source, source_id, field, at, by_role, own, body, withheld_reason)
      select $1, gen_random_uuid(), $3, $2, $4,
        (select coalesce(max(number), 0) from rights_entries where partnership_id = $1 and request_id = $4)::integer
          + row_number() over (order by f.at, f.row_id, f.place)::integer,
        $5, f.row_id, f.field, f.at,
        case when f.by_user = $6 then 'participant' when f.by_user is null then null else coalesce((select min(m.role) from memberships m where m.partnership_id = $1 and m.user_id = f.by_user and m.programme_id = $3), 'staff') end,
        coalesce(f.by_user = $6, false) or f.field in ('own_words', 'their_words', 'skills_words', 'job_words', 'what_i_get', 'what_i_give', 'wants_to_come', 'their_weighing'),
        f.body, f.held
      from (
        select (one.j ->> 'id')::uuid as row_id, (one.j ->> 'created_by')::uuid as by_user,
          coalesce(one.j ->> 'withheld_reason',
            -- an earlier version is held back as what it became is
            case $5 when 'note_versions' then (select n.withheld_reason from notes n where n.partnership_id = $1 and n.id = (one.j ->> 'note_id')::uuid)
                    when 'visit_versions' then (select x.withheld_reason from visits x where x.partnership_id = $1 and x.id = (one.j ->> 'visit_id')::uuid) end,
            case when $5 in ('visit_risk_flags', 'nominations', 'triage_decisions') then 'third_party' end) as held, v.field, v.body, v.place,
          coalesce(one.j ->> 'happened_at', one.j ->> 'starts_at', one.j ->> 'held_on', one.j ->> 'heard_on', one.j ->> 'happened_on', one.j ->> 'agreed_on', one.j ->> 'created_at')::timestamptz as at
        from (select to_jsonb(e) as j from %I e where e.partnership_id = $1 and (%s)) one, lateral (
          select k.name as field, app.rights_text(one.j -> k.name) as body, k.place from app.rights_columns() k where k.source = $5 and k.free
          union all
          select 'facts', string_agg(replace(k.name, '_', ' ') || ': ' || app.rights_text(one.j -> k.name), E'\n' order by k.place), 0
          from app.rights_columns() k where k.source = $5 and not k.free and coalesce(app.rights_text(one.j -> k.name), '') <> ''
        ) v where trim(coalesce(v.body, '')) <> ''
      ) f$q$, t.source, t.fits)
    using r.partnership_id, r.participant_id, r.programme_id, r.id, t.source, who.user_id;
  end loop;
  insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  values (r.partnership_id, app.user_id(), app.request(), r.programme_id, r.participant_id, 'rights.search');
  return (select count(*) from rights_entries where partnership_id = r.partnership_id and request_id = r.id);
end $$;
-- What was found, with its masks; each opening is noted in the read log. Nothing when the request is not open to the asker.
create function app.rights_read(p_request uuid, p_after integer, p_limit integer) returns table (
  id uuid, number integer, source text, field text, at timestamptz, by_role text, own boolean, body text, withheld_reason text, decision text, decision_reason text, masks jsonb
) language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
declare
  r record;
begin
  select * into r from app.rights_open(p_request);
  if not found then return; end if;
  insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  values (r.partnership_id, app.user_id(), app.request(), r.programme_id, r.participant_id, 'rights.entries');
  return query select e.id, e.number, e.source, e.field, e.at, e.by_role, e.own, e.body, e.withheld_reason, e.decision, e.decision_reason,
    coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'start', m.starts, 'length', m.length, 'kind', m.kind, 'reason', m.reason,
        'by', (select h.name from people h where h.partnership_id = m.partnership_id and h.user_id = case when m.lifted_at is null then case when m.kind = 'person' then m.created_by end else m.lifted_by end),
        'lifted', m.lifted_at is not null, 'liftedReason', m.lifted_reason) order by m.starts, m.id)
      from rights_masks m where m.partnership_id = e.partnership_id and m.entry_id = e.id), '[]')
    from rights_entries e where e.partnership_id = r.partnership_id and e.request_id = r.id and e.number > p_after order by e.number limit p_limit;
end $$;
-- Names that are not theirs: other young people of the programme, and the family members and friends written down as supporters.
create function app.rights_names(p_request uuid) returns table (name text, kind text) language sql stable security definer set search_path = public, app, pg_temp as $$
  with r as (select * from app.rights_open(p_request)), own as (select p.known_as, c.family_name, n.first_name
    from r join participants p on p.partnership_id = r.partnership_id and p.id = r.participant_id
    left join participant_contacts c on c.partnership_id = p.partnership_id and c.participant_id = p.id
    left join nominations n on n.partnership_id = p.partnership_id and n.id = p.nomination_id)
  select distinct on (x.name) x.name, x.kind from r, lateral (
    select unnest(array[p.known_as, c.family_name]) as name, 'participant' as kind
    from participants p left join participant_contacts c on c.partnership_id = p.partnership_id and c.participant_id = p.id
    where p.partnership_id = r.partnership_id and p.programme_id = r.programme_id and p.id <> r.participant_id
    union all
    select unnest(array[m.first_name, m.family_name]), 'participant' from nominations m where m.partnership_id = r.partnership_id and m.programme_id = r.programme_id
      and m.id is distinct from (select p.nomination_id from participants p where p.partnership_id = r.partnership_id and p.id = r.participant_id)
    union all
    select s.known_as, 'supporter' from supporters s where s.partnership_id = r.partnership_id and s.programme_id = r.programme_id
      and exists (select from supporter_links l where l.partnership_id = s.partnership_id and l.supporter_id = s.id)
  ) x where length(trim(coalesce(x.name, ''))) > 1
  union all
  select unnest(array[known_as, family_name, first_name]), 'own' from own
$$;
-- Masks are added many at once: [{id, entryId, start, length, kind, reason}]. False when one is not an entry of an open request.
create function app.rights_mask(p_request uuid, p_masks jsonb) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  r record;
begin
  select * into r from app.rights_open(p_request) o where o.state in ('searching', 'redacting') and o.programme_id = any (app.role_in('data_lead'));
  if not found or exists (select from jsonb_array_elements(p_masks) m where not exists (select from rights_entries e where e.partnership_id = r.partnership_id and e.request_id = r.id and e.id = (m ->> 'entryId')::uuid)) then
    return false;
  end if;
  insert into rights_masks (partnership_id, id, programme_id, participant_id, request_id, entry_id, starts, length, kind, reason)
  select r.partnership_id, (m ->> 'id')::uuid, r.programme_id, r.participant_id, r.id, (m ->> 'entryId')::uuid, (m ->> 'start')::integer, (m ->> 'length')::integer, m ->> 'kind', coalesce(m ->> 'reason', '')
  from jsonb_array_elements(p_masks) m;
  return true;
end $$;
create function app.rights_lift(p_request uuid, p_mask uuid, p_reason text) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update rights_masks m set lifted_by = app.user_id(), lifted_at = now(), lifted_reason = trim(p_reason)
  from app.rights_open(p_request) r where m.partnership_id = r.partnership_id and m.request_id = r.id and m.id = p_mask and m.lifted_at is null and r.state = 'redacting' and r.programme_id = any (app.role_in('data_lead'));
  return found;
end $$;
create function app.rights_decide(p_request uuid, p_entry uuid, p_decision text, p_reason text) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update rights_entries e set decision = p_decision, decision_reason = trim(p_reason), decided_by = app.user_id()
  from app.rights_open(p_request) r where e.partnership_id = r.partnership_id and e.request_id = r.id and e.id = p_entry and r.state = 'redacting' and r.programme_id = any (app.role_in('data_lead'));
  return found;
end $$;
-- How far the redaction is: figures, no words. For whoever may see the request.
create function app.rights_progress(p_request uuid) returns table (entries integer, undecided integer, withheld integer, masks integer) language sql stable security definer set search_path = public, app, pg_temp as $$
  select count(*)::integer, count(*) filter (where e.withheld_reason is not null and e.decision is null)::integer, count(*) filter (where e.decision = 'withhold')::integer,
    (select count(*)::integer from rights_masks m where m.partnership_id = app.partnership() and m.request_id = p_request and m.lifted_at is null)
  from rights_entries e where e.partnership_id = app.partnership() and e.request_id = p_request and e.programme_id = any (app.role_in('data_lead') || app.role_in('programme_lead'))
$$;
-- What article 15(1) asks to be told beside the copy: who looked, by day, role and organisation, and with whom it is shared.
create function app.rights_around(p_request uuid) returns jsonb language sql stable security definer set search_path = public, app, pg_temp as $$
  select jsonb_build_object(
    'knownAs', p.known_as, 'reference', p.reference, 'programme', g.name, 'partnership', s.name, 'receivedOn', r.received_on, 'harmTest', r.harm_test,
    'sharedWith', coalesce((select jsonb_agg(jsonb_build_object('partner', t.name, 'categories', a.categories, 'purpose', a.purpose) order by t.name) from sharing_agreements a join partners t on t.partnership_id = a.partnership_id and t.id = a.partner_id
      where a.partnership_id = r.partnership_id and a.programme_id = r.programme_id and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until), '[]'),
    'looks', coalesce((select jsonb_agg(jsonb_build_object('on', l.day, 'role', l.role, 'partner', l.partner, 'times', l.times) order by l.day desc, l.role) from (
      select (e.at at time zone 'Europe/London')::date as day, coalesce(t.name, '') as partner,
        coalesce((select min(m.role) from memberships m where m.partnership_id = e.partnership_id and m.user_id = e.user_id and m.programme_id = e.programme_id), 'service') as role, count(*)::integer as times
      from access_events e left join people h on h.partnership_id = e.partnership_id and h.user_id = e.user_id left join partners t on t.partnership_id = h.partnership_id and t.id = h.partner_id
      where e.partnership_id = r.partnership_id and e.participant_id = r.participant_id and e.user_id is distinct from p.user_id group by 1, 2, 3) l), '[]'))
  from app.rights_open(p_request) r join participants p on p.partnership_id = r.partnership_id and p.id = r.participant_id
  join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id join partnerships s on s.id = p.partnership_id
$$;
-- The data lead sees that answers to entries wait, and for how long: never what they say.
create function app.rights_unanswered() returns table (programme_name text, reference text, since timestamptz, count integer) language sql stable security definer set search_path = public, app, pg_temp as $$
  select g.name, p.reference, min(e.created_at), count(*)::integer from entry_replies e join participants p on p.partnership_id = e.partnership_id and p.id = e.participant_id
  join programmes g on g.partnership_id = e.partnership_id and g.id = e.programme_id
  where e.partnership_id = app.partnership() and e.programme_id = any (app.role_in('data_lead')) and e.response <> 'thats_right'
    and not exists (select from own_answers a where a.partnership_id = e.partnership_id and a.entry_reply_id = e.id)
    and not exists (select from entry_replies later where later.partnership_id = e.partnership_id and later.about_id = e.about_id and later.about_kind = e.about_kind
      and later.participant_id = e.participant_id and (later.created_at, later.id) > (e.created_at, e.id))
  group by g.name, p.reference, p.id order by 3
$$;

-- Telling, as the clock and as jobs do it: nobody reads from it how to reach a young person. Each gives the ids of messages to deliver.
create function app.rights_tell_them(p_id uuid, p_participant uuid, p_subject text, p_body text) returns uuid language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  c record;
begin
  if app.system() is distinct from 'clock' then return null; end if;
  select case when x.safe_to_call is not false then app.phone_key(x.phone) end as mobile, nullif(x.email, '') as email into c
  from participant_contacts x join participants t on t.partnership_id = x.partnership_id and t.id = x.participant_id
  where x.partnership_id = app.partnership() and x.participant_id = p_participant and t.user_id is not null;
  if c is null or coalesce(c.mobile, c.email) is null then return null; end if;
  insert into messages (partnership_id, id, kind, channel, to_address, subject, body)
  values (app.partnership(), p_id, 'own', case when c.mobile is not null then 'text' else 'email' end, coalesce(c.mobile, c.email), p_subject, p_body);
  return p_id;
end $$;
create function app.rights_tell_leads(p_programme uuid, p_subject text, p_body text, p_role text default 'data_lead') returns setof uuid language sql security definer set search_path = public, app, pg_temp as $$
  insert into messages (partnership_id, id, kind, to_address, subject, body, about_programme_id)
  select app.partnership(), gen_random_uuid(), 'notice', h.email, p_subject, p_body, p_programme from (
    select distinct h.email from memberships m join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
    where app.system() = 'clock' and m.partnership_id = app.partnership() and m.programme_id = p_programme and m.role = p_role and p_role in ('data_lead', 'programme_lead') and m.from_at <= now() and (m.until_at is null or now() < m.until_at)) h
  returning id
$$;
-- What is due within seven days, or today and earlier, and was not reminded of yet. Striking twice reminds once.
create function app.rights_due() returns table (programme_id uuid, about_id uuid, what text, due_on date, stage text) language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
begin
  if app.system() is distinct from 'clock' then return; end if;
  return query
  with open as (
    select r.programme_id, r.id as about_id, 'request'::text as what, r.due_on from rights_requests r where r.partnership_id = app.partnership() and r.closed_on is null and r.due_on is not null
    union all
    select c.programme_id, c.id, 'complaint', c.acknowledge_by from rights_complaints c where c.partnership_id = app.partnership() and c.state = 'received'
  ), now_due as (
    select o.*, case when o.due_on <= app.today() then 'due' else 'soon' end as stage from open o where o.due_on <= app.today() + 7
  ), marked as (
    insert into rights_reminders (partnership_id, id, about_id, due_on, stage) select app.partnership(), gen_random_uuid(), d.about_id, d.due_on, d.stage from now_due d
    on conflict on constraint rights_reminders_once do nothing returning about_id, stage
  )
  select d.programme_id, d.about_id, d.what, d.due_on, d.stage from now_due d join marked m on m.about_id = d.about_id and m.stage = d.stage;
end $$;
-- Thirty days after it went out the package is deleted, and with it (or thirty days after a refusal) everything that the search copied.
create function app.rights_forget() returns integer language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  gone integer;
begin
  if app.system() is distinct from 'clock' then return 0; end if;
  update rights_packages set pdf = null, json = null, state = 'deleted' where partnership_id = app.partnership() and state <> 'deleted' and sent_at < now() - interval '30 days';
  get diagnostics gone = row_count;
  delete from rights_entries e using rights_requests r where r.partnership_id = app.partnership() and e.partnership_id = r.partnership_id and e.request_id = r.id and r.closed_on < app.today() - 30;
  return gone;
end $$;
do $$ declare f text; begin
  for f in select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'app' and p.prosecdef and p.prorettype <> 'trigger'::regtype
    and p.proname in ('may_ask_for', 'ask_for_right', 'complain', 'answer_pause', 'find_by_reference', 'rights_people', 'restrict_record', 'tell_before_lifting', 'lift_restriction', 'record_restricted', 'alike_restricted',
      'rights_columns', 'rights_open', 'rights_search', 'rights_read', 'rights_names', 'rights_mask', 'rights_lift', 'rights_decide', 'rights_progress', 'rights_around', 'rights_unanswered', 'rights_tell_them', 'rights_tell_leads', 'rights_due', 'rights_forget') loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;

-- Lists that the owner's functions give out name nobody whose use is paused, but to the data lead. An entry that was found repeats why something is
-- held back and is itself no such row: what can be held back has a visibility and a reason.
do $$ declare was text := pg_get_functiondef('app.list_withheld'::regproc); begin
  if position('and e.visibility <> ''shared_with_person''$q$' in was) = 0 then raise exception 'app.list_withheld is not what it was'; end if;
  was := replace(was, 'c.relkind = ''r'' order by 1 loop', 'c.relkind = ''r'' and exists (select from pg_attribute v where v.attrelid = c.oid and v.attname = ''visibility'') order by 1 loop');
  execute replace(was, 'and e.visibility <> ''shared_with_person''$q$', 'and e.visibility <> ''shared_with_person'' and (not p.restricted or e.programme_id = any (app.role_in(''data_lead'')))$q$');
end $$;
