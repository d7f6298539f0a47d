-- How long things are kept, what ends that, and how it is carried out: rules with a clock, two people where a person's record goes, a hold
-- that stops it, an erasure that follows the catalogue, a certificate without names, and a list by which a restored copy is erased again.

-- What each rule begins with, until a partnership writes its own. No law names most of these numbers: each controller confirms them
-- (UK GDPR article 5(1)(e)). `law` says what does bind, `least_days` and `most_days` the figure that it gives.
create table retention_defaults (
  trigger text primary key,
  about text not null check (about in ('person', 'rows', 'kept')),
  keep_count integer not null check (keep_count >= 0),
  keep_unit text not null check (keep_unit in ('day', 'month', 'year')),
  action text not null check (action in ('delete', 'anonymise', 'review', 'hold')),
  needs_approval boolean not null,
  source text not null,
  law text not null default '',
  least_days integer,
  most_days integer,
  position integer not null
);
insert into retention_defaults (position, trigger, about, keep_count, keep_unit, action, needs_approval, source, law, least_days, most_days) values
  (1, 'declined', 'person', 90, 'day', 'anonymise', true, 'Kept long enough to answer a question about the no, and no longer.', 'UK GDPR article 17(1): without undue delay once there is no reason to keep it.', null, 366),
  (2, 'not_suitable', 'person', 90, 'day', 'anonymise', true, 'Not suitable, or sent on to someone else: the decision can be questioned for a while.', 'UK GDPR article 5(1)(e)', null, 366),
  (3, 'not_now', 'person', 90, 'day', 'anonymise', true, 'Not now: after this time they would be suggested anew.', 'UK GDPR article 5(1)(e)', null, 366),
  (4, 'duplicate', 'person', 90, 'day', 'anonymise', true, 'The same person twice: the other one stays.', 'UK GDPR article 5(1)(d): inaccurate data is erased without delay.', null, 366),
  (5, 'asked', 'person', 0, 'day', 'anonymise', true, 'They asked, and the answer was yes.', 'UK GDPR articles 12(3) and 17: within one month of asking.', null, 30),
  (6, 'left', 'person', 1, 'year', 'anonymise', true, 'They took part and left by their own word: the time in which follow-ups would have asked.', 'UK GDPR article 5(1)(e)', null, null),
  (7, 'last_follow_up', 'person', 3, 'year', 'anonymise', true, 'After the last follow-up, or the end of taking part: complaints and claims may still come.', 'A claim for injury may be brought for three years: Prescription and Limitation (Scotland) Act 1973, section 17.', null, null),
  (8, 'risk_flag', 'rows', 90, 'day', 'delete', false, 'What keeps a visit safe goes stale, and then it only brands.', 'UK GDPR articles 5(1)(c) and 10', null, 90),
  (9, 'drafts', 'rows', 30, 'day', 'delete', false, 'Half-filled forms that nobody came back to.', 'UK GDPR article 5(1)(e)', null, 366),
  (10, 'quarantine', 'rows', 30, 'day', 'delete', false, 'Rows of a file that could not be taken in.', 'UK GDPR article 5(1)(e)', null, 366),
  (11, 'messages', 'rows', 90, 'day', 'delete', false, 'What was sent, and to which address.', 'UK GDPR article 5(1)(e)', null, 366),
  (12, 'links', 'rows', 30, 'day', 'delete', false, 'Links, codes and sign-ins that are spent.', 'UK GDPR article 5(1)(e)', null, 366),
  (13, 'sign_in_attempts', 'rows', 30, 'day', 'delete', false, 'Guesses at a password, kept to slow the next one.', 'UK GDPR article 5(1)(f)', null, 366),
  (14, 'write_digests', 'rows', 1, 'year', 'delete', false, 'Digests that make sending twice harmless.', 'UK GDPR article 5(1)(e)', null, null),
  (15, 'shares', 'rows', 1, 'year', 'delete', false, 'What was passed on once, after it was opened or ran out.', 'UK GDPR article 30: that it was shared stays in the log.', null, null),
  (16, 'exports', 'rows', 30, 'day', 'delete', false, 'Files that were made to be downloaded.', 'UK GDPR article 5(1)(e)', null, 366),
  (17, 'safeguarding', 'kept', 6, 'year', 'hold', true, 'Kept for review, as the local child protection or adult protection committee says.', 'UK GDPR article 17(3)(b); Data Protection Act 2018, Schedule 1, paragraph 18', null, null),
  (18, 'access_log', 'kept', 6, 'year', 'hold', true, 'Who looked at whom: ids, and nothing that goes with them.', 'UK GDPR article 5(2); a claim may be brought for three years: Prescription and Limitation (Scotland) Act 1973, section 17.', 1096, null),
  (19, 'statistics', 'kept', 100, 'year', 'hold', false, 'Counts without anybody in them.', 'UK GDPR recital 26: not about a person any more.', null, null);

create table retention_rules (
  like app.row including all,
  trigger text not null,
  keep_count integer not null check (keep_count between 0 and 1200),
  keep_unit text not null check (keep_unit in ('day', 'month', 'year')),
  action text not null check (action in ('delete', 'anonymise', 'review', 'hold')),
  needs_approval boolean not null,
  source text not null check (trim(source) <> ''),
  version integer not null default 1,
  constraint retention_rules_once unique (partnership_id, trigger)
);
select app.protect('retention_rules', null, null, 'cardinality(app.role_in(''data_lead'')) > 0 or cardinality(app.role_in(''programme_lead'')) > 0',
                   'cardinality(app.role_in(''data_lead'')) > 0');

-- What the catalogue cannot know: which rows outlive their person, and what is taken out of them. Everything else goes.
create table erasure_exceptions (
  table_name text primary key,
  action text not null check (action in ('keep', 'anonymise')),
  -- For anonymise: which of their rows (the others are deleted), and what they become. $1 partnership, $2 participant, $3 their name.
  only_where text not null default 'true',
  becomes text not null default '',
  why text not null
);
insert into erasure_exceptions (table_name, action, only_where, becomes, why) values
  ('access_events', 'keep', 'true', '', 'Who looked at whom: ids only, and the chain would break'),
  ('decision_votes', 'anonymise', 'true', 'participant_id = null, created_by = null, updated_by = null, said_how = ''in_person''', 'What the group decided stands; whose vote it was goes'),
  ('contributions', 'anonymise', 'true', 'participant_id = null, what = ''Taken out'', used_how = '''', recognised_how = ''''', 'The hours still count, without a name'),
  ('risk_benefits', 'anonymise', 'about = ''course''', 'participant_id = null, subject = ''Taken out'', benefits = ''[]'', risks = ''[]'', risk_of_not_doing = ''Taken out'', their_weighing = '''', our_weighing = '''', backing_words = '''', what_happened = ''''', 'A change of the course was weighed by it'),
  ('safeguarding_concerns', 'anonymise', 'true', 'participant_id = null, about_whom = case when trim(about_whom) = '''' then $3 else about_whom end', 'Kept apart under a law of its own, until its own review');

-- What stops an erasure by itself: one line for each kind of open matter, asked of whichever tables exist. $1 partnership, $2 participant.
create table erasure_blockers (
  table_name text primary key,
  open_when text not null,
  shown_as text not null check (shown_as in ('open_matter', 'restriction', 'access_request', 'complaint', 'legal_claim')),
  unless_asked boolean not null default false -- does their own wish to be erased outweigh it?
);
insert into erasure_blockers values
  ('safeguarding_concerns', 't.participant_id = $2 and t.status <> ''closed''', 'open_matter', false),
  ('participants', 't.id = $2 and t.restricted', 'restriction', true),
  ('rights_requests', 't.participant_id = $2 and t.closed_on is null', 'access_request', false),
  ('rights_complaints', 't.participant_id = $2 and t.state <> ''answered''', 'complaint', false);

-- Which rows a rule without a person means, and since when each of them is kept. $1 partnership.
create table retention_targets (
  trigger text not null references retention_defaults (trigger),
  table_name text not null,
  since text not null,
  primary key (trigger, table_name)
);
insert into retention_targets values
  ('risk_flag', 'visit_risk_flags', 'app.begun(t.agreed_on)'),
  ('risk_flag', 'safety_checks', 'app.begun(t.checked_on)'),
  ('drafts', 'drafts', 't.updated_at'),
  ('quarantine', 'import_rows', 't.created_at'),
  ('messages', 'messages', 't.created_at'),
  ('links', 'links', 'least(t.used_at, t.expires_at)'),
  ('links', 'sessions', 'least(t.ended_at, t.expires_at)'),
  ('sign_in_attempts', 'sign_in_attempts', 't.at'),
  ('sign_in_attempts', 'code_requests', 't.asked_at'),
  ('sign_in_attempts', 'password_requests', 't.asked_at'),
  ('shares', 'info_shares', 'coalesce(t.opened_at, t.recalled_at, t.expires_at)'),
  ('exports', 'exports', 't.expires_at'),
  ('write_digests', 'write_digests', 't.created_at');
do $$ declare t text; begin
  foreach t in array array['retention_defaults', 'erasure_exceptions', 'erasure_blockers', 'retention_targets'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    perform app.keep_for_owner(t::regclass);
  end loop;
end $$;

-- The rule that counts: the partnership's own, or what it begins with.
create function app.rule_of(p_partnership uuid, p_trigger text) returns table (keep_count integer, keep_unit text, action text, needs_approval boolean, version integer)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select coalesce(r.keep_count, d.keep_count), coalesce(r.keep_unit, d.keep_unit), coalesce(r.action, d.action), coalesce(r.needs_approval, d.needs_approval), coalesce(r.version, 0)
  from retention_defaults d left join retention_rules r on r.partnership_id = p_partnership and r.trigger = d.trigger where d.trigger = p_trigger
$$;
create function app.keep_for(p_count integer, p_unit text) returns interval language sql immutable parallel safe
  as $$ select make_interval(years => case p_unit when 'year' then p_count else 0 end, months => case p_unit when 'month' then p_count else 0 end, days => case p_unit when 'day' then p_count else 0 end) $$;
/* When what is kept about somebody is due to go, if `trigger` happened on that day. The one place that says so. */
create function app.erased_after(p_trigger text, on_day date, p_partnership uuid default app.partnership()) returns timestamptz
language sql stable security definer set search_path = public, app, pg_temp
  as $$ select app.begun((on_day + app.keep_for(r.keep_count, r.keep_unit))::date) from app.rule_of(p_partnership, p_trigger) r $$;
-- Every rule as it stands, with what it began with: {trigger, about, keepCount, keepUnit, action, needsApproval, source, law, leastDays, mostDays, version, ...}.
create function app.list_rules() returns setof jsonb language sql stable security definer set search_path = public, app, pg_temp as $$
  select jsonb_build_object('trigger', d.trigger, 'about', d.about, 'keepCount', coalesce(r.keep_count, d.keep_count), 'keepUnit', coalesce(r.keep_unit, d.keep_unit),
    'action', coalesce(r.action, d.action), 'needsApproval', coalesce(r.needs_approval, d.needs_approval), 'source', coalesce(r.source, d.source), 'law', d.law,
    'leastDays', d.least_days, 'mostDays', d.most_days, 'version', coalesce(r.version, 0), 'changedBy', h.name, 'changedAt', app.iso(r.updated_at))
  from retention_defaults d left join retention_rules r on r.partnership_id = app.partnership() and r.trigger = d.trigger
  left join people h on h.partnership_id = r.partnership_id and h.user_id = r.updated_by
  where cardinality(app.role_in('data_lead')) > 0 or cardinality(app.role_in('programme_lead')) > 0
  order by d.position
$$;
-- A rule stays within what binds it, whoever writes it.
create function app.guard_rule() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  d record;
  days integer := extract(epoch from app.keep_for(new.keep_count, new.keep_unit)) / 86400;
begin
  select * into d from retention_defaults where trigger = new.trigger;
  if not found then raise exception 'no such rule' using errcode = 'check_violation', constraint = 'retention_rules_known'; end if;
  if days < coalesce(d.least_days, 0) or days > coalesce(d.most_days, 100000) then
    raise exception 'outside what the law allows' using errcode = 'check_violation', constraint = 'retention_rules_lawful';
  end if;
  if d.about = 'kept' and new.action not in ('hold', 'review') or d.about = 'rows' and new.action not in ('delete', 'hold') or d.about = 'person' and new.action = 'delete' then
    raise exception 'not for this rule' using errcode = 'check_violation', constraint = 'retention_rules_fitting';
  end if;
  return new;
end $$;
create trigger c_guard before insert or update on retention_rules for each row execute function app.guard_rule();

-- The clock to erasure starts where a status says no, whichever page or function wrote it; a new conversation stops it. A clock that is
-- set in the same change stays as it was set.
create function app.start_clock() returns trigger language plpgsql as $$
declare
  rule text;
begin
  if new.status is not distinct from old.status or new.erasure_due_at is distinct from old.erasure_due_at then return new; end if;
  rule := case when tg_table_name = 'participants' then case new.status when 'declined' then 'declined' end
    else case new.status when 'declined_by_person' then 'declined' when 'redirected' then 'not_suitable' when 'not_suitable' then 'not_suitable'
                         when 'not_now' then 'not_now' when 'duplicate' then 'duplicate' end end;
  if tg_table_name = 'participants' then new.erasure_due_at := case when rule is not null then app.erased_after(rule, (to_jsonb(new) ->> 'status_since')::date, new.partnership_id) end;
  else new.erasure_due_at := case when rule is not null then app.erased_after(rule, app.today(), new.partnership_id) end; end if;
  return new;
end $$;
create trigger c_clock before update of status on participants for each row execute function app.start_clock();
create trigger c_clock before update of status on nominations for each row execute function app.start_clock();
create or replace function app.erased_after_leaving(took_part boolean, left_on date) returns timestamptz language sql stable
  as $$ select app.erased_after(case when took_part then 'left' else 'declined' end, left_on) $$;
create index participants_due on participants (partnership_id, erasure_due_at) where erasure_due_at is not null;
create index nominations_due on nominations (partnership_id, erasure_due_at) where erasure_due_at is not null;

-- Keeping something on purpose, for a reason and until it is looked at again. Names its subject by id only, so that it outlives nobody.
create table retention_holds (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('participant', 'nomination')),
  subject_id uuid not null,
  reason text not null check (reason in ('legal_claim', 'access_request', 'complaint', 'investigation', 'their_wish', 'other')),
  words text not null check (trim(words) <> ''),
  review_on date not null,
  lifted_at timestamptz,
  lifted_by uuid,
  lifted_words text not null default '',
  version integer not null default 1,
  constraint retention_holds_within_a_year check (review_on <= (created_at at time zone 'Europe/London')::date + 366)
);
create unique index retention_holds_one_live on retention_holds (partnership_id, subject_id) where lifted_at is null;
select app.protect('retention_holds', null, null, 'programme_id = any (app.role_in(''data_lead'') || app.role_in(''programme_lead''))', null, 'select');

create table disposal_batches (
  like app.row including all,
  programme_id uuid,
  found_on date not null default app.today(),
  by_rule boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'done', 'closed')),
  approved_at timestamptz,
  done_at timestamptz,
  certificate jsonb,
  digest text,
  version integer not null default 1,
  constraint disposal_batches_end_with_a_certificate check ((state = 'done') = (certificate is not null) and (certificate is null) = (digest is null))
);
create table disposal_items (
  like app.row including all,
  batch_id uuid not null,
  programme_id uuid,
  kind text not null check (kind in ('participant', 'nomination', 'rows')),
  subject_id uuid,
  trigger text not null,
  due_on date not null,
  state text not null default 'waiting' check (state in ('waiting', 'held', 'done', 'failed')),
  held_for text,
  failure text,
  places jsonb not null default '[]',
  counts jsonb not null default '{}',
  done_at timestamptz,
  constraint disposal_items_about_something check ((kind = 'rows') = (subject_id is null)),
  foreign key (partnership_id, batch_id) references disposal_batches (partnership_id, id)
);
create index disposal_items_of_batch on disposal_items (partnership_id, batch_id);
create unique index disposal_items_subject_once on disposal_items (partnership_id, subject_id) where state in ('waiting', 'failed') and subject_id is not null;
create unique index disposal_items_rule_once on disposal_items (partnership_id, trigger) where state in ('waiting', 'failed') and subject_id is null;
create table disposal_approvals (
  like app.row including all,
  batch_id uuid not null,
  programme_id uuid,
  user_id uuid not null,
  as_role text not null check (as_role in ('data_lead', 'programme_lead')),
  at timestamptz not null default now(),
  constraint disposal_approvals_by_different_people unique (partnership_id, batch_id, user_id),
  foreign key (partnership_id, batch_id) references disposal_batches (partnership_id, id)
);
do $$ declare t text; begin
  foreach t in array array['disposal_batches', 'disposal_items', 'disposal_approvals'] loop
    perform app.protect(t::regclass, null, null, 'programme_id = any (app.role_in(''data_lead'') || app.role_in(''programme_lead'')) or (programme_id is null and cardinality(app.role_in(''data_lead'')) > 0)', null, 'select');
  end loop;
end $$;
-- Nothing that needs two people begins with fewer, whoever writes the row: two different people, one of them a data lead.
create function app.guard_disposal() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if new.state in ('approved', 'done') and old.state = 'waiting' and not new.by_rule and not exists (
    select from disposal_approvals a where a.partnership_id = new.partnership_id and a.batch_id = new.id
    having count(distinct a.user_id) >= 2 and bool_or(a.as_role = 'data_lead')) then
    raise exception 'two people' using errcode = 'check_violation', constraint = 'disposal_batches_two_people';
  end if;
  if new.by_rule <> old.by_rule or old.state in ('done', 'closed') and new.state <> old.state then
    raise exception 'it stands' using errcode = 'check_violation', constraint = 'disposal_batches_stand';
  end if;
  return new;
end $$;
create trigger c_guard before update on disposal_batches for each row execute function app.guard_disposal();
-- What two people agreed to is not added to afterwards.
create function app.guard_item() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if exists (select from disposal_batches b where b.partnership_id = new.partnership_id and b.id = new.batch_id
             and (b.state <> 'waiting' or exists (select from disposal_approvals a where a.partnership_id = b.partnership_id and a.batch_id = b.id))) then
    raise exception 'too late' using errcode = 'check_violation', constraint = 'disposal_items_before_approval';
  end if;
  return new;
end $$;
create trigger c_guard before insert on disposal_items for each row execute function app.guard_item();

-- Who was erased, by id: carried out of the database with the backups, and played back onto a copy that was restored from before.
create table erasures (
  like app.row including all,
  kind text not null check (kind in ('participant', 'nomination')),
  subject_id uuid not null,
  programme_id uuid not null,
  trigger text not null,
  batch_id uuid,
  erased_at timestamptz not null default now(),
  constraint erasures_once unique (partnership_id, subject_id)
);
select app.protect('erasures', null, null, 'programme_id = any (app.role_in(''data_lead''))', null, 'select');
-- What is left of them: that somebody came this far, and why they were erased. Counted by the board with everyone else.
create table erased_counts (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('participant', 'nomination')),
  stage integer not null check (stage between 1 and 6),
  employed boolean not null,
  sustained_13w boolean not null,
  sustained_26w boolean not null,
  outcome text not null,
  reason text not null,
  month date not null check (extract(day from month) = 1),
  n integer not null default 1 check (n > 0),
  constraint erased_counts_once unique (partnership_id, programme_id, kind, stage, employed, sustained_13w, sustained_26w, outcome, reason, month)
);
select app.protect('erased_counts', null, null, 'programme_id = any (app.programmes(''identity'')) or programme_id = any (app.role_in(''data_lead''))', null, 'select');
alter function app.outcome_people rename to outcome_people_here;
-- Everyone who was brought to a programme: those who are here, and those of whom only this is left.
create function app.outcome_people(p_programme uuid)
returns table (participant_id uuid, stage integer, employed boolean, sustained_13w boolean, sustained_26w boolean) language sql stable as $$
  select * from app.outcome_people_here(p_programme)
  union all
  select null, c.stage, c.employed, c.sustained_13w, c.sustained_26w from erased_counts c, generate_series(1, c.n)
  where c.partnership_id = app.partnership() and c.programme_id = p_programme and c.outcome <> 'duplicate'
$$;
alter table decision_votes alter column participant_id drop not null;

-- The young person's right to be erased (UK GDPR article 17), asked by themselves or for them; answered within one month (article 12(3)).
create table erasure_requests (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  asked_on date not null default app.today(),
  asked_by text not null check (asked_by in ('participant', 'on_behalf')),
  words text not null default '',
  due_on date not null generated always as ((asked_on + interval '1 month')::date) stored,
  state text not null default 'asked' check (state in ('asked', 'agreed', 'refused', 'taken_back')),
  answered_on date,
  answered_by uuid,
  ground text check (ground in ('free_expression', 'legal_obligation', 'public_health', 'archiving', 'legal_claims')),
  answer text not null default '',
  batch_id uuid,
  version integer not null default 1,
  constraint erasure_requests_refused_on_a_ground check ((state = 'refused') = (ground is not null) and (ground is null or trim(answer) <> '')),
  constraint erasure_requests_answered_whole check ((state in ('agreed', 'refused')) = (answered_on is not null))
);
create unique index erasure_requests_one_open on erasure_requests (partnership_id, participant_id) where state in ('asked', 'agreed');
select app.protect('erasure_requests', null, null, 'programme_id = any (app.role_in(''data_lead'') || app.role_in(''programme_lead'')) or participant_id = any (app.self())',
                   'participant_id = any (app.self()) and state in (''asked'', ''taken_back'') and asked_by = ''participant''');
drop policy if exists unless_restricted on erasure_requests;

-- A restricted record is seen by what decides about erasing it, whoever asks: between these two, and never by the answer.
create function app.unhide() returns text language plpgsql as $$
declare
  was text := coalesce(current_setting('app.restricted', true), '');
begin
  perform set_config('app.restricted', '', true);
  return was;
end $$;
create function app.hide_again(was text) returns void language plpgsql as $$ begin perform set_config('app.restricted', was, true); end $$;
revoke execute on function app.unhide, app.hide_again from public;

-- Why somebody may not be erased now: the reasons of holds and of what is open by itself. Empty when nothing stands in the way.
create function app.erasure_blocked(p_partnership uuid, p_kind text, p_subject uuid, p_asked boolean) returns text[]
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  b record;
  found_one boolean;
  was text := app.unhide();
  reasons text[] := array(select h.reason from retention_holds h where h.partnership_id = p_partnership and h.subject_id = p_subject and h.lifted_at is null);
begin
  if p_kind = 'participant' then
    for b in select * from erasure_blockers where to_regclass(table_name) is not null and not (p_asked and unless_asked) order by table_name loop
      execute format('select exists (select from %I t where t.partnership_id = $1 and (%s))', b.table_name, b.open_when) into found_one using p_partnership, p_subject;
      if found_one then reasons := reasons || b.shown_as; end if;
    end loop;
  end if;
  perform app.hide_again(was);
  return array(select distinct r from unnest(reasons) r order by 1);
end $$;

/*
 Where else a name stands, in words that are not about them: for the second reader, as [{"table", "column", "n"}], counted in the texts of
 their programme by whole words. A name of fewer than three letters finds too much to be of use.
*/
create function app.places_of(p_partnership uuid, p_programme uuid, p_participant uuid, p_names text[]) returns jsonb
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  words text := (select string_agg(regexp_replace(w, '([^[:alnum:] ])', '\\\1', 'g'), '|') from (select distinct app.fold(trim(n)) from unnest(p_names) n) one (w) where length(w) >= 3);
  t record;
  here jsonb;
  places jsonb := '[]';
  was text;
begin
  if words is null then return places; end if;
  was := app.unhide();
  for t in
    select c.relname as name, bool_or(a.attname = 'participant_id') as of_person,
      string_agg(format('%L, count(*) filter (where app.fold(t.%I::text) ~ $3)', a.attname, a.attname), ', ') filter (where a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
        and a.attgenerated = '' and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%ANY (ARRAY[%')) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('participants', 'nominations', 'disposal_items', 'disposal_batches', 'audit_events', 'access_events')
      and exists (select from pg_attribute p where p.attrelid = c.oid and p.attname = 'programme_id')
    group by c.relname order by c.relname
  loop
    continue when t.columns is null;
    execute format('select jsonb_build_object(%s) from %I t where t.partnership_id = $1 and t.programme_id = $2 %s', t.columns, t.name,
      case when t.of_person then 'and t.participant_id is distinct from $4' end) into here using p_partnership, p_programme, '\m(' || words || ')\M', p_participant;
    places := places || coalesce((select jsonb_agg(jsonb_build_object('table', t.name, 'column', e.key, 'n', e.value) order by e.key) from jsonb_each(here) e where e.value::text::bigint > 0), '[]');
  end loop;
  perform app.hide_again(was);
  return places;
end $$;

/*
 Deletes what is about one person, as the catalogue knows it: every row with their participant_id, and every row that cannot stand without one
 of those; a reference that may be empty is emptied. Exceptions are declared in erasure_exceptions. All of it in one statement, so that no
 order matters. `p_also` names further rows to begin with, {table: [id]}; without a participant it is they alone. Gives {table: {"deleted", "anonymised", "kept"}}.
*/
create function app.erase_rows(p_partnership uuid, p_participant uuid, p_name text, p_also jsonb) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  doomed jsonb := p_also;
  counts jsonb := '{}';
  went jsonb;
  gone uuid[];
  ids uuid[];
  t record;
  k record;
  n bigint;
  grew boolean := true;
  emptied text[] := '{}';
  parts text[] := '{}';
  says text[] := '{}';
begin
  if p_participant is not null then
    doomed := doomed || jsonb_build_object('participants', jsonb_build_array(p_participant));
    for t in
      select c.relname as name, x.action, x.only_where, x.becomes
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'participant_id' and not a.attisdropped left join erasure_exceptions x on x.table_name = c.relname
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname
    loop
      if t.action = 'keep' then
        execute format('select count(*) from %I where partnership_id = $1 and participant_id = $2', t.name) into n using p_partnership, p_participant;
        if n > 0 then counts := counts || jsonb_build_object(t.name, jsonb_build_object('kept', n)); end if;
        continue;
      end if;
      if t.action = 'anonymise' then
        execute format('update %I set %s where partnership_id = $1 and participant_id = $2 and $3 is not null and (%s)', t.name, t.becomes, t.only_where) using p_partnership, p_participant, coalesce(p_name, '');
        get diagnostics n = row_count;
        if n > 0 then counts := counts || jsonb_build_object(t.name, jsonb_build_object('anonymised', n)); end if;
      end if;
      execute format('select array_agg(id) from %I where partnership_id = $1 and participant_id = $2', t.name) into ids using p_partnership, p_participant;
      if ids is not null then doomed := doomed || jsonb_build_object(t.name, to_jsonb(ids)); end if;
    end loop;
  end if;

  while grew loop
    grew := false;
    for k in
      select ch.relname as child, pa.relname as parent,
        (select string_agg(format('c.%I = p.%I', ca.attname, pb.attname), ' and ' order by i) from generate_subscripts(f.conkey, 1) i
          join pg_attribute ca on ca.attrelid = f.conrelid and ca.attnum = f.conkey[i] join pg_attribute pb on pb.attrelid = f.confrelid and pb.attnum = f.confkey[i]) as meets,
        (select string_agg(format('%I = null', ca.attname), ', ') from pg_attribute ca where ca.attrelid = f.conrelid and ca.attnum = any (f.conkey)
          and not ca.attnotnull and ca.attname not in ('partnership_id', 'programme_id', 'participant_id')) as empties
      from pg_constraint f join pg_class ch on ch.oid = f.conrelid join pg_class pa on pa.oid = f.confrelid
      where f.contype = 'f' and ch.relnamespace = 'public'::regnamespace and doomed ? pa.relname
        and not (pa.relname = 'participants' and exists (select from pg_attribute ca where ca.attrelid = f.conrelid and ca.attnum = any (f.conkey) and ca.attname = 'participant_id'))
      order by 1, 2
    loop
      execute format('select array_agg(distinct c.id) from %I c join %I p on %s where p.partnership_id = $1 and p.id = any ($2) and c.partnership_id = $1 and c.id <> all ($3)', k.child, k.parent, k.meets)
        into ids using p_partnership, array(select jsonb_array_elements_text(doomed -> k.parent))::uuid[], array(select jsonb_array_elements_text(coalesce(doomed -> k.child, '[]')))::uuid[];
      continue when ids is null;
      if k.empties is not null then
        emptied := emptied || format('update %I c set %s where c.partnership_id = %L and c.id = any (%L)', k.child, k.empties, p_partnership, ids);
        execute emptied[cardinality(emptied)];
      else
        doomed := doomed || jsonb_build_object(k.child, coalesce(doomed -> k.child, '[]') || to_jsonb(ids));
        grew := true;
      end if;
    end loop;
  end loop;

  gone := array(select jsonb_array_elements_text(e.value)::uuid from jsonb_each(doomed) e);
  for t in select e.key as name, row_number() over (order by e.key) as i from jsonb_each(doomed) e loop
    parts := parts || format('d%s as (delete from %I where partnership_id = %L and id = any (%L) returning 1)', t.i, t.name, p_partnership, array(select jsonb_array_elements_text(doomed -> t.name))::uuid[]);
    says := says || format('%L, (select count(*) from d%s)', t.name, t.i);
  end loop;
  if cardinality(parts) > 0 then
    execute format('with %s select jsonb_build_object(%s)', array_to_string(parts, ', '), array_to_string(says, ', ')) into went;
    for t in select e.key as name, e.value::text::bigint as n from jsonb_each(went) e where e.value::text::bigint > 0 loop
      counts := counts || jsonb_build_object(t.name, coalesce(counts -> t.name, '{}') || jsonb_build_object('deleted', t.n));
    end loop;
  end if;

  -- What was made while writing those rows, and half-filled forms about them.
  delete from write_digests where partnership_id = p_partnership and id = any (gone);
  delete from drafts d where d.partnership_id = p_partnership and (d.id = any (gone) or d.about_id = any (gone) or (p_participant is not null and d.body::text like '%' || p_participant || '%'));
  get diagnostics n = row_count;
  if n > 0 then counts := counts || jsonb_build_object('drafts', jsonb_build_object('deleted', n)); end if;
  if p_participant is not null then delete from saved_views v where v.partnership_id = p_partnership and v.filters::text like '%' || p_participant || '%'; end if;
  delete from retention_holds where partnership_id = p_partnership and subject_id = any (gone);
  if to_regclass('jobs.job') is not null then
    execute 'delete from jobs.job where data ->> ''id'' = any ($1) or ($2 is not null and data::text like ''%'' || $2 || ''%'')' using gone::text[], p_participant::text;
  end if;
  return counts;
end $$;

/* An account that was only theirs: nothing opens it, and its row names nobody. What hangs on it by a key goes; where it only counts, it counts for nobody in particular. */
create function app.erase_account(p_partnership uuid, p_programme uuid, p_participant uuid, p_user uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  k record;
  n bigint;
  counts jsonb := '{}';
begin
  delete from memberships m where m.partnership_id = p_partnership and m.programme_id = p_programme and m.user_id = p_user and m.role in ('participant', 'participant_rep')
    and not exists (select from participants t where t.partnership_id = m.partnership_id and t.programme_id = m.programme_id and t.user_id = p_user and t.id <> p_participant);
  if exists (select from participants t where t.user_id = p_user and (t.partnership_id, t.id) is distinct from (p_partnership, p_participant)) or exists (select from people h where h.user_id = p_user) then return counts; end if;
  for k in
    select c.relname as name, a.attname as col from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
    where f.contype = 'f' and f.confrelid = 'users'::regclass and c.relname not in ('people', 'participants') order by 1
  loop
    execute format('delete from %I where %I = $1', k.name, k.col) using p_user;
    get diagnostics n = row_count;
    if n > 0 then counts := counts || jsonb_build_object(k.name, jsonb_build_object('deleted', n)); end if;
  end loop;
  update idea_supports set user_id = gen_random_uuid(), created_by = null, updated_by = null where user_id = p_user;
  update decision_readings set reader_id = gen_random_uuid(), created_by = null, updated_by = null where reader_id = p_user;
  delete from pulse_marks where user_id = p_user;
  delete from survey_marks where user_id = p_user;
  delete from drafts where created_by = p_user;
  delete from write_digests where created_by = p_user;
  delete from messages where created_by = p_user;
  update participants set user_id = null where partnership_id = p_partnership and id = p_participant;
  update users set email = 'erased-' || p_user || '@erased.invalid', password_hash = null, disabled_at = coalesce(disabled_at, now()) where id = p_user;
  return counts || jsonb_build_object('users', jsonb_build_object('anonymised', 1));
end $$;
create function app.add_counts(a jsonb, b jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(t, one), '{}') from (
    select t, jsonb_object_agg(what, n) as one from (
      select x.key as t, y.key as what, sum(y.value::text::bigint) as n from (select * from jsonb_each(a) union all select * from jsonb_each(b)) x, jsonb_each(x.value) y group by 1, 2) s group by t) r
$$;

/*
 The whole of one young person, everywhere, with the nomination they came by and those that repeated it. What is left: the read log and the audit
 trail (ids), the list of erasures (id and date), and one count. Refused while something holds it. Not for the app's role: app.dispose_next calls it.
*/
create function app.erase_participant(p_id uuid, p_batch uuid, p_trigger text default 'asked', p_again boolean default false) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  p record;
  reached record;
  counts jsonb := '{}';
  noms uuid[];
  addresses text[];
  family text;
  n bigint;
begin
  select * into p from participants where partnership_id = app.partnership() and id = p_id for update;
  if not found then return null; end if;
  if not p_again and app.erasure_blocked(p.partnership_id, 'participant', p.id, p_trigger = 'asked') <> '{}' then
    raise exception 'held' using errcode = 'check_violation', constraint = 'erasure_held';
  end if;
  if not exists (select from erasures x where x.partnership_id = p.partnership_id and x.subject_id = p.id) then -- counted once, also in a copy from before
    select o.stage, o.employed, o.sustained_13w, o.sustained_26w into reached from app.outcome_people_here(p.programme_id) o where o.participant_id = p.id;
    insert into erased_counts (partnership_id, id, programme_id, kind, stage, employed, sustained_13w, sustained_26w, outcome, reason, month)
    values (p.partnership_id, gen_random_uuid(), p.programme_id, 'participant', coalesce(reached.stage, 1), coalesce(reached.employed, false), coalesce(reached.sustained_13w, false), coalesce(reached.sustained_26w, false), p.status, p_trigger, date_trunc('month', app.today())::date)
    on conflict on constraint erased_counts_once do update set n = erased_counts.n + 1;
  end if;
  noms := array(select x.id from nominations x where x.partnership_id = p.partnership_id and (x.id = p.nomination_id or x.duplicate_of_participant_id = p.id or (p.nomination_id is not null and x.duplicate_of_id = p.nomination_id)));
  select c.family_name into family from participant_contacts c where c.partnership_id = p.partnership_id and c.participant_id = p.id and c.family_name <> '' limit 1;
  addresses := array(select lower(a) from participant_contacts c, unnest(array[c.email, c.phone, app.phone_key(c.phone)]) a where c.partnership_id = p.partnership_id and c.participant_id = p.id and coalesce(a, '') <> '');
  delete from messages m where m.partnership_id = p.partnership_id and (lower(m.to_address) = any (addresses) or app.phone_key(m.to_address) = any (addresses));
  get diagnostics n = row_count;
  if n > 0 then counts := jsonb_build_object('messages', jsonb_build_object('deleted', n)); end if;
  delete from code_requests where lower(address) = any (addresses) or app.phone_key(address) = any (addresses);
  if family is not null then
    delete from import_rows r where r.partnership_id = p.partnership_id and app.fold(array_to_string(r.cells, ' ')) ~ ('\m' || regexp_replace(app.fold(p.known_as), '([^[:alnum:] ])', '\\\1', 'g') || '\M')
      and app.fold(array_to_string(r.cells, ' ')) ~ ('\m' || regexp_replace(app.fold(family), '([^[:alnum:] ])', '\\\1', 'g') || '\M');
    get diagnostics n = row_count;
    if n > 0 then counts := app.add_counts(counts, jsonb_build_object('import_rows', jsonb_build_object('deleted', n))); end if;
  end if;
  -- A place that was still theirs is somebody else's now.
  update placements set state = 'ended_early', ended_by = 'programme' where partnership_id = p.partnership_id and participant_id = p.id and state in ('they_said_yes', 'checks', 'taster', 'placement', 'job_offered');
  if p.user_id is not null then counts := app.add_counts(counts, app.erase_account(p.partnership_id, p.programme_id, p.id, p.user_id)); end if;
  counts := app.add_counts(counts, app.erase_rows(p.partnership_id, p.id, trim(p.known_as || ' ' || coalesce(family, '')), jsonb_build_object('nominations', to_jsonb(noms))));
  insert into erasures (partnership_id, id, kind, subject_id, programme_id, trigger, batch_id) values (p.partnership_id, gen_random_uuid(), 'participant', p.id, p.programme_id, p_trigger, p_batch)
  on conflict on constraint erasures_once do nothing;
  insert into erasures (partnership_id, id, kind, subject_id, programme_id, trigger, batch_id) select p.partnership_id, gen_random_uuid(), 'nomination', x, p.programme_id, p_trigger, p_batch from unnest(noms) x
  on conflict on constraint erasures_once do nothing;
  return counts;
end $$;
-- Somebody who was suggested and never came to be a young person of ours.
create function app.erase_nomination(p_id uuid, p_batch uuid, p_trigger text default 'asked', p_again boolean default false) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  one record;
  counts jsonb;
begin
  select * into one from nominations where partnership_id = app.partnership() and id = p_id for update;
  if not found then return null; end if;
  if not p_again and (exists (select from participants t where t.partnership_id = one.partnership_id and t.nomination_id = one.id)
                      or app.erasure_blocked(one.partnership_id, 'nomination', one.id, false) <> '{}') then
    raise exception 'held' using errcode = 'check_violation', constraint = 'erasure_held';
  end if;
  if not exists (select from erasures x where x.partnership_id = one.partnership_id and x.subject_id = one.id) then
    insert into erased_counts (partnership_id, id, programme_id, kind, stage, employed, sustained_13w, sustained_26w, outcome, reason, month)
    values (one.partnership_id, gen_random_uuid(), one.programme_id, 'nomination', 1, false, false, false, one.status, p_trigger, date_trunc('month', app.today())::date)
    on conflict on constraint erased_counts_once do update set n = erased_counts.n + 1;
  end if;
  counts := app.erase_rows(one.partnership_id, null, '', jsonb_build_object('nominations', jsonb_build_array(one.id)));
  insert into erasures (partnership_id, id, kind, subject_id, programme_id, trigger, batch_id) values (one.partnership_id, gen_random_uuid(), 'nomination', one.id, one.programme_id, p_trigger, p_batch)
  on conflict on constraint erasures_once do nothing;
  return counts;
end $$;

/*
 After a restore: erases again whoever is on the list [{"partnershipId", "kind", "id", "programmeId", "trigger", "at"}] and stands here. Harmless when
 they are gone. Only for the owner. A hold does not stop it: they were erased already. Gives how many were erased again.
*/
create function app.replay_erasures(p_list jsonb) returns integer language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  e record;
  again integer := 0;
  did jsonb;
begin
  for e in select * from jsonb_to_recordset(p_list) as x ("partnershipId" uuid, kind text, id uuid, "programmeId" uuid, trigger text, at timestamptz) loop
    continue when not exists (select from partnerships where id = e."partnershipId");
    perform set_config('app.partnership', e."partnershipId"::text, true);
    if e.kind = 'participant' then did := app.erase_participant(e.id, null, e.trigger, true);
    else did := case when not exists (select from participants t where t.partnership_id = e."partnershipId" and t.nomination_id = e.id) then app.erase_nomination(e.id, null, e.trigger, true) end; end if;
    if did is not null then again := again + 1; end if;
    if exists (select from programmes g where g.partnership_id = e."partnershipId" and g.id = e."programmeId") then
      insert into erasures (partnership_id, id, kind, subject_id, programme_id, trigger, erased_at) values (e."partnershipId", gen_random_uuid(), e.kind, e.id, e."programmeId", e.trigger, e.at)
      on conflict on constraint erasures_once do update set erased_at = least(erasures.erased_at, excluded.erased_at);
    end if;
  end loop;
  return again;
end $$;
do $$ declare f text; begin
  foreach f in array array['app.rule_of(uuid, text)', 'app.erasure_blocked(uuid, text, uuid, boolean)', 'app.places_of(uuid, uuid, uuid, text[])', 'app.erase_rows(uuid, uuid, text, jsonb)',
    'app.erase_account(uuid, uuid, uuid, uuid)', 'app.erase_participant(uuid, uuid, text, boolean)', 'app.erase_nomination(uuid, uuid, text, boolean)', 'app.replay_erasures(jsonb)'] loop
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
revoke execute on function app.erased_after, app.list_rules from public;
grant execute on function app.erased_after, app.list_rules to modulus_app, modulus_door, modulus_counter;

-- Rows that a rule without a person has run out for, a thousand at a time with what hangs on them: {table: {"deleted"}}. An empty answer: none are left.
create function app.dispose_rows(p_trigger text) returns jsonb language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  rule record;
  t record;
  due text;
  ids uuid[];
  n bigint;
  counts jsonb := '{}';
begin
  select * into rule from app.rule_of(app.partnership(), p_trigger);
  if rule.action is distinct from 'delete' then return counts; end if;
  for t in
    select x.table_name as name, x.since, exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = to_regclass(x.table_name)) as hung_on,
      exists (select from pg_attribute a where a.attrelid = to_regclass(x.table_name) and a.attname = 'partnership_id') as ours
    from retention_targets x where x.trigger = p_trigger and to_regclass(x.table_name) is not null order by x.table_name
  loop
    due := format('%s %s < now() - app.keep_for(%L, %L)', case when t.ours then format('t.partnership_id = %L and', app.partnership()) end, t.since, rule.keep_count, rule.keep_unit);
    if t.hung_on and t.ours then
      execute format('select array_agg(id) from (select t.id from %I t where %s limit 1000) one', t.name, due) into ids;
      if ids is not null then counts := app.add_counts(counts, app.erase_rows(app.partnership(), null, '', jsonb_build_object(t.name, to_jsonb(ids)))); end if;
    else
      execute format('delete from %I where ctid = any (array(select t.ctid from %I t where %s limit 1000))', t.name, t.name, due);
      get diagnostics n = row_count;
      if n > 0 then counts := app.add_counts(counts, jsonb_build_object(t.name, jsonb_build_object('deleted', n))); end if;
    end if;
  end loop;
  return counts;
end $$;
create function app.count_rows_due(p_trigger text) returns integer language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  rule record;
  t record;
  n integer;
  total integer := 0;
begin
  select * into rule from app.rule_of(app.partnership(), p_trigger);
  for t in select x.table_name as name, x.since, exists (select from pg_attribute a where a.attrelid = to_regclass(x.table_name) and a.attname = 'partnership_id') as ours
    from retention_targets x where x.trigger = p_trigger and to_regclass(x.table_name) is not null
  loop
    execute format('select count(*) from %I t where %s %s < now() - app.keep_for(%L, %L)', t.name, case when t.ours then format('t.partnership_id = %L and', app.partnership()) end, t.since, rule.keep_count, rule.keep_unit) into n;
    total := total + n;
  end loop;
  return total;
end $$;

-- An open batch of a programme that nobody has agreed to yet, or a new one.
create function app.open_batch(p_programme uuid, p_by_rule boolean) returns uuid language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  b uuid;
begin
  update disposal_batches x set found_on = app.today() where x.partnership_id = app.partnership() and x.programme_id is not distinct from p_programme and x.state = 'waiting' and x.by_rule = p_by_rule
    and not exists (select from disposal_approvals a where a.partnership_id = x.partnership_id and a.batch_id = x.id)
    and not exists (select from disposal_items i where i.partnership_id = x.partnership_id and i.batch_id = x.id and i.trigger = 'asked') returning x.id into b;
  if b is null then
    b := gen_random_uuid();
    insert into disposal_batches (partnership_id, id, programme_id, by_rule) values (app.partnership(), b, p_programme, p_by_rule);
  end if;
  return b;
end $$;

/*
 What is due tonight goes into batches: one for each programme that two people look at, and one that its rule alone carries out. At most two
 hundred people of a programme at a time; whoever is held is passed over. Gives the batches that may be carried out now, also those
 that an earlier night did not finish.
*/
create function app.find_disposals() returns setof uuid language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  g record;
  c record;
  rule record;
  b uuid;
begin
  if app.system() is distinct from 'clock' then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('app.find_disposals ' || app.partnership(), 0));
  for g in select id from programmes where partnership_id = app.partnership() order by id loop
    for c in
      select * from (
        select 'nomination' as kind, n.id, (n.erasure_due_at at time zone 'Europe/London')::date as due_on, array[n.first_name, n.family_name] as names,
          case n.status when 'declined_by_person' then 'declined' when 'not_now' then 'not_now' when 'duplicate' then 'duplicate' else 'not_suitable' end as trigger
        from nominations n where n.partnership_id = app.partnership() and n.programme_id = g.id and n.erasure_due_at <= now()
          and not exists (select from participants t where t.partnership_id = n.partnership_id and t.nomination_id = n.id)
        union all
        select 'participant', t.id, (t.erasure_due_at at time zone 'Europe/London')::date, array[t.known_as], case when t.status = 'declined' then 'declined' else 'left' end
        from participants t where t.partnership_id = app.partnership() and t.programme_id = g.id and t.erasure_due_at <= now()
        union all
        select 'participant', e.id, (e.ended + app.keep_for(r.keep_count, r.keep_unit))::date, array[e.known_as], 'last_follow_up'
        from (select t.id, t.known_as, greatest(t.status_since, (select max(coalesce(f.done_on, f.due_on)) from follow_ups f where f.partnership_id = t.partnership_id and f.participant_id = t.id),
                (t.last_contact_at at time zone 'Europe/London')::date) as ended
              from participants t where t.partnership_id = app.partnership() and t.programme_id = g.id and t.erasure_due_at is null and t.status in ('completed', 'stepped_back', 'moved_on', 'ended_for_safety')) e,
          app.rule_of(app.partnership(), 'last_follow_up') r
        where e.ended + app.keep_for(r.keep_count, r.keep_unit) <= app.today()
      ) due
      where not exists (select from disposal_items i where i.partnership_id = app.partnership() and i.subject_id = due.id and i.state in ('waiting', 'failed'))
        and app.erasure_blocked(app.partnership(), due.kind, due.id, false) = '{}'
      order by due_on, id limit 200
    loop
      select * into rule from app.rule_of(app.partnership(), c.trigger);
      continue when rule.action = 'hold';
      b := app.open_batch(g.id, not (rule.needs_approval or rule.action = 'review'));
      insert into disposal_items (partnership_id, id, batch_id, programme_id, kind, subject_id, trigger, due_on, places)
      values (app.partnership(), gen_random_uuid(), b, g.id, c.kind, c.id, c.trigger, c.due_on, app.places_of(app.partnership(), g.id, case c.kind when 'participant' then c.id end, c.names));
    end loop;
  end loop;
  for c in select d.trigger from retention_defaults d, app.rule_of(app.partnership(), d.trigger) r where d.about = 'rows' and r.action = 'delete' order by d.position loop
    continue when exists (select from disposal_items i where i.partnership_id = app.partnership() and i.trigger = c.trigger and i.kind = 'rows' and i.state in ('waiting', 'failed'));
    continue when app.count_rows_due(c.trigger) = 0;
    select * into rule from app.rule_of(app.partnership(), c.trigger);
    b := app.open_batch(null, not rule.needs_approval);
    insert into disposal_items (partnership_id, id, batch_id, kind, trigger, due_on) values (app.partnership(), gen_random_uuid(), b, 'rows', c.trigger, app.today());
  end loop;
  update disposal_batches set state = 'approved', approved_at = now() where partnership_id = app.partnership() and by_rule and state = 'waiting';
  -- What failed before is tried once more each night.
  update disposal_items i set state = 'waiting', failure = null from disposal_batches x where x.partnership_id = i.partnership_id and x.id = i.batch_id and x.state = 'approved' and i.partnership_id = app.partnership() and i.state = 'failed';
  return query select x.id from disposal_batches x where x.partnership_id = app.partnership() and x.state = 'approved' order by x.id;
end $$;

/*
 One item of a batch that may be carried out, in the transaction of the caller; false when nothing is left to do. What fails says so by its code and
 lets the others go on; the last one writes the certificate: what went, from which tables, by whose word. Never a name of whom.
*/
create function app.dispose_next(p_batch uuid) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  b record;
  i record;
  did jsonb;
  stops text[];
  why text;
  which text;
  paper jsonb;
begin
  if app.system() is distinct from 'clock' then return false; end if;
  select * into b from disposal_batches where partnership_id = app.partnership() and id = p_batch and state = 'approved' for update skip locked;
  if not found then return false; end if;
  select * into i from disposal_items where partnership_id = app.partnership() and batch_id = b.id and state = 'waiting' order by id limit 1;
  if found then
    if i.kind <> 'rows' then
      stops := app.erasure_blocked(i.partnership_id, i.kind, i.subject_id, i.trigger = 'asked');
      -- Whoever came back to talk in the meantime is not erased.
      if i.kind = 'participant' and i.trigger <> 'asked' and exists (select from participants t where t.partnership_id = i.partnership_id and t.id = i.subject_id and t.status in ('in_conversation', 'interested', 'agreed', 'active', 'paused'))
        or i.kind = 'nomination' and i.trigger <> 'asked' and exists (select from nominations n where n.partnership_id = i.partnership_id and n.id = i.subject_id and n.erasure_due_at is null) then stops := array['came_back']; end if;
    end if;
    if stops <> '{}' then
      update disposal_items set state = 'held', held_for = stops[1] where partnership_id = i.partnership_id and id = i.id;
      return true;
    end if;
    begin
      did := case i.kind when 'participant' then app.erase_participant(i.subject_id, b.id, i.trigger) when 'nomination' then app.erase_nomination(i.subject_id, b.id, i.trigger) else app.dispose_rows(i.trigger) end;
      update disposal_items set counts = app.add_counts(counts, coalesce(did, '{}')),
        state = case when i.kind = 'rows' and did <> '{}' then 'waiting' else 'done' end, done_at = case when i.kind = 'rows' and did <> '{}' then null else now() end
      where partnership_id = i.partnership_id and id = i.id;
    exception when others then
      get stacked diagnostics why = returned_sqlstate, which = constraint_name;
      update disposal_items set state = 'failed', failure = trim(why || ' ' || which) where partnership_id = i.partnership_id and id = i.id;
    end;
    return true;
  end if;
  if exists (select from disposal_items where partnership_id = b.partnership_id and batch_id = b.id and state = 'failed') then return false; end if;
  if not exists (select from disposal_items where partnership_id = b.partnership_id and batch_id = b.id and state = 'done') then
    update disposal_batches set state = 'closed' where partnership_id = b.partnership_id and id = b.id;
    return false;
  end if;
  paper := jsonb_build_object(
    'people', (select count(*) from disposal_items where partnership_id = b.partnership_id and batch_id = b.id and state = 'done' and kind <> 'rows'),
    'held', (select count(*) from disposal_items where partnership_id = b.partnership_id and batch_id = b.id and state = 'held'),
    'rules', (select coalesce(jsonb_agg(x order by x ->> 'trigger'), '[]') from (
      select jsonb_build_object('trigger', d.trigger, 'items', count(*), 'keepCount', max(r.keep_count), 'keepUnit', max(r.keep_unit), 'version', max(r.version)) as x
      from disposal_items d, app.rule_of(b.partnership_id, d.trigger) r where d.partnership_id = b.partnership_id and d.batch_id = b.id and d.state = 'done' group by d.trigger) y),
    'tables', (select coalesce(jsonb_agg(jsonb_build_object('table', t, 'deleted', deleted, 'anonymised', anonymised, 'kept', kept) order by t), '[]') from (
      select e.key as t, sum(coalesce((e.value ->> 'deleted')::bigint, 0)) as deleted, sum(coalesce((e.value ->> 'anonymised')::bigint, 0)) as anonymised, sum(coalesce((e.value ->> 'kept')::bigint, 0)) as kept
      from disposal_items d, jsonb_each(d.counts) e where d.partnership_id = b.partnership_id and d.batch_id = b.id and d.state = 'done' group by e.key) z),
    'namedElsewhere', (select coalesce(sum((p ->> 'n')::bigint), 0) from disposal_items d, jsonb_array_elements(d.places) p where d.partnership_id = b.partnership_id and d.batch_id = b.id and d.state = 'done'),
    'agreedBy', (select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(h.name, ''), 'role', a.as_role, 'at', app.iso(a.at)) order by a.at), '[]') from disposal_approvals a
      left join people h on h.partnership_id = a.partnership_id and h.user_id = a.user_id where a.partnership_id = b.partnership_id and a.batch_id = b.id),
    'byRule', b.by_rule, 'batchId', b.id, 'doneAt', app.iso(now()));
  update disposal_items set places = '[]' where partnership_id = b.partnership_id and batch_id = b.id and places <> '[]';
  update disposal_batches set state = 'done', done_at = now(), certificate = paper, digest = encode(sha256(convert_to(paper::text, 'UTF8')), 'hex') where partnership_id = b.partnership_id and id = b.id;
  return false;
end $$;

create function app.may_dispose(p_programme uuid) returns boolean language sql stable parallel safe as $$
  select case when p_programme is null then cardinality(app.role_in('data_lead')) > 0 else p_programme = any (app.role_in('data_lead') || app.role_in('programme_lead')) end
$$;
-- One person agrees to what a batch holds at this version; the second, different one lets it be carried out. Gives the state after it; null for a stale version.
create function app.confirm_disposal(p_id uuid, p_batch uuid, p_version integer) returns text language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  b record;
  mine text;
begin
  select * into b from disposal_batches where partnership_id = app.partnership() and id = p_batch for update;
  if not found or app.user_id() is null or not app.may_dispose(b.programme_id) then raise exception 'not yours' using errcode = 'insufficient_privilege'; end if;
  if b.state <> 'waiting' then raise exception 'over' using errcode = 'check_violation', constraint = 'disposal_batches_still_waiting'; end if;
  if b.version <> p_version then return null; end if;
  mine := case when b.programme_id is null or b.programme_id = any (app.role_in('data_lead')) then 'data_lead' else 'programme_lead' end;
  insert into disposal_approvals (partnership_id, id, batch_id, programme_id, user_id, as_role) values (b.partnership_id, p_id, b.id, b.programme_id, app.user_id(), mine);
  if (select count(*) from disposal_approvals a where a.partnership_id = b.partnership_id and a.batch_id = b.id) < 2 then return 'waiting'; end if;
  if not exists (select from disposal_approvals a where a.partnership_id = b.partnership_id and a.batch_id = b.id and a.as_role = 'data_lead') then
    raise exception 'a data lead too' using errcode = 'check_violation', constraint = 'disposal_approvals_one_data_lead';
  end if;
  update disposal_batches set state = 'approved', approved_at = now() where partnership_id = b.partnership_id and id = b.id;
  return 'approved';
end $$;

-- Whoever may agree may also keep one of them, with a reason and a day on which it is looked at again. A rule's rows are left out this once.
create function app.hold_item(p_hold uuid, p_item uuid, p_reason text, p_words text, p_review_on date) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  i record;
begin
  select x.*, b.state as batch_state into i from disposal_items x join disposal_batches b on b.partnership_id = x.partnership_id and b.id = x.batch_id
  where x.partnership_id = app.partnership() and x.id = p_item for update of x, b;
  if not found or not app.may_dispose(i.programme_id) then return false; end if;
  if i.state not in ('waiting', 'failed') or i.batch_state not in ('waiting', 'approved') then raise exception 'over' using errcode = 'check_violation', constraint = 'disposal_batches_still_waiting'; end if;
  if i.subject_id is not null then
    insert into retention_holds (partnership_id, id, programme_id, kind, subject_id, reason, words, review_on) values (i.partnership_id, p_hold, i.programme_id, i.kind, i.subject_id, p_reason, p_words, p_review_on)
    on conflict (partnership_id, subject_id) where lifted_at is null do nothing;
  end if;
  update disposal_items set state = 'held', held_for = p_reason where partnership_id = i.partnership_id and id = i.id;
  if i.batch_state = 'waiting' then
    update disposal_batches b set state = case when exists (select from disposal_items x where x.partnership_id = b.partnership_id and x.batch_id = b.id and x.state in ('waiting', 'failed')) then b.state else 'closed' end
    where b.partnership_id = i.partnership_id and b.id = i.batch_id;
  end if;
  return true;
end $$;
-- Ahead of any batch, by the reference of a young person. Null: no such one in a programme that the asker answers for.
create function app.subject_of(p_reference text) returns table (id uuid, programme_id uuid) language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  was text := app.unhide();
begin
  return query select t.id, t.programme_id from participants t
    where t.partnership_id = app.partnership() and t.reference = upper(trim(p_reference)) and t.programme_id = any (app.role_in('data_lead') || app.role_in('programme_lead'));
  perform app.hide_again(was);
end $$;
create function app.place_hold(p_hold uuid, p_reference text, p_reason text, p_words text, p_review_on date) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s record;
begin
  select * into s from app.subject_of(p_reference);
  if not found then return false; end if;
  insert into retention_holds (partnership_id, id, programme_id, kind, subject_id, reason, words, review_on) values (app.partnership(), p_hold, s.programme_id, 'participant', s.id, p_reason, p_words, p_review_on);
  return true;
end $$;
create function app.lift_hold(p_hold uuid, p_version integer, p_words text) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update retention_holds set lifted_at = now(), lifted_by = app.user_id(), lifted_words = p_words
  where partnership_id = app.partnership() and id = p_hold and version = p_version and lifted_at is null and programme_id = any (app.role_in('data_lead') || app.role_in('programme_lead'));
  return found;
end $$;

/* By what the asker knows somebody: the reference; the name only for those who see it anyhow; for a nominee, who brought them and when. */
create function app.name_subject(p_kind text, p_id uuid) returns table (reference text, name text, brought_by text, received_on date, blocked text[])
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  was text := app.unhide();
begin
  return query
    select t.reference, case when t.programme_id = any (app.programmes('identity')) and not t.restricted then t.known_as end, null::text, null::date, app.erasure_blocked(t.partnership_id, 'participant', t.id, false)
    from participants t where p_kind = 'participant' and t.partnership_id = app.partnership() and t.id = p_id and t.programme_id = any (app.role_in('data_lead') || app.role_in('programme_lead'))
    union all
    select null, case when n.programme_id = any (app.programmes('identity')) then trim(n.first_name || ' ' || n.family_name) end, r.name, n.received_on, app.erasure_blocked(n.partnership_id, 'nomination', n.id, false)
    from nominations n join partners r on r.partnership_id = n.partnership_id and r.id = n.source_partner_id
    where p_kind = 'nomination' and n.partnership_id = app.partnership() and n.id = p_id and n.programme_id = any (app.role_in('data_lead') || app.role_in('programme_lead'));
  perform app.hide_again(was);
end $$;

-- Somebody asks a worker, and the data lead writes it down for them.
create function app.ask_erasure_for(p_id uuid, p_reference text, p_words text, p_asked_on date) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s record;
begin
  select * into s from app.subject_of(p_reference);
  if not found then return false; end if;
  insert into erasure_requests (partnership_id, id, programme_id, participant_id, asked_by, words, asked_on) values (app.partnership(), p_id, s.programme_id, s.id, 'on_behalf', p_words, p_asked_on);
  return true;
end $$;
/*
 The data lead's answer. Yes makes a batch of one with their word on it, which waits for a second person. No names its ground in article 17(3).
 Gives the state after it; null for a stale version.
*/
create function app.answer_erasure(p_request uuid, p_version integer, p_yes boolean, p_ground text, p_words text) returns text language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  r record;
  b uuid;
  names text[];
  was text := app.unhide();
begin
  select * into r from erasure_requests where partnership_id = app.partnership() and id = p_request and programme_id = any (app.role_in('data_lead')) for update;
  if not found then raise exception 'not yours' using errcode = 'insufficient_privilege'; end if;
  if r.state <> 'asked' then raise exception 'answered' using errcode = 'check_violation', constraint = 'erasure_requests_still_open'; end if;
  if r.version <> p_version then perform app.hide_again(was); return null; end if;
  if not p_yes then
    update erasure_requests set state = 'refused', ground = p_ground, answer = p_words, answered_on = app.today(), answered_by = app.user_id() where partnership_id = r.partnership_id and id = r.id;
    perform app.hide_again(was);
    return 'refused';
  end if;
  if app.erasure_blocked(r.partnership_id, 'participant', r.participant_id, true) <> '{}' then raise exception 'held' using errcode = 'check_violation', constraint = 'erasure_held'; end if;
  -- Out of a batch that nobody agreed to yet; one that is under way already serves.
  delete from disposal_items i where i.partnership_id = r.partnership_id and i.subject_id = r.participant_id and i.state = 'waiting'
    and not exists (select from disposal_approvals a where a.partnership_id = i.partnership_id and a.batch_id = i.batch_id);
  select i.batch_id into b from disposal_items i where i.partnership_id = r.partnership_id and i.subject_id = r.participant_id and i.state in ('waiting', 'failed');
  if b is null then
    b := gen_random_uuid();
    names := array(select known_as from participants where partnership_id = r.partnership_id and id = r.participant_id union select c.family_name from participant_contacts c where c.partnership_id = r.partnership_id and c.participant_id = r.participant_id);
    insert into disposal_batches (partnership_id, id, programme_id) values (r.partnership_id, b, r.programme_id);
    insert into disposal_items (partnership_id, id, batch_id, programme_id, kind, subject_id, trigger, due_on, places)
    values (r.partnership_id, gen_random_uuid(), b, r.programme_id, 'participant', r.participant_id, 'asked', r.due_on, app.places_of(r.partnership_id, r.programme_id, r.participant_id, names));
    insert into disposal_approvals (partnership_id, id, batch_id, programme_id, user_id, as_role) values (r.partnership_id, gen_random_uuid(), b, r.programme_id, app.user_id(), 'data_lead');
  end if;
  update erasure_requests set state = 'agreed', answer = p_words, answered_on = app.today(), answered_by = app.user_id(), batch_id = b where partnership_id = r.partnership_id and id = r.id;
  perform app.hide_again(was);
  return 'agreed';
end $$;
-- Word that there is something new on their page; the address stays unseen by whoever answered. Null when there is no way to reach them.
create function app.tell_of_erasure(p_request uuid, p_message uuid, p_subject text, p_body text) returns uuid language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  way record;
begin
  if app.system() is distinct from 'clock' then return null; end if;
  select case when c.safe_to_call is not false then app.phone_key(c.phone) end as mobile, nullif(c.email, '') as email into way
  from erasure_requests r join participants t on t.partnership_id = r.partnership_id and t.id = r.participant_id and t.user_id is not null
  join participant_contacts c on c.partnership_id = t.partnership_id and c.participant_id = t.id where r.partnership_id = app.partnership() and r.id = p_request limit 1;
  if coalesce(way.mobile, way.email) is null then return null; end if;
  insert into messages (partnership_id, id, kind, channel, to_address, subject, body) values (app.partnership(), p_message, 'own', case when way.mobile is not null then 'text' else 'email' end, coalesce(way.mobile, way.email), p_subject, p_body)
  on conflict do nothing;
  return p_message;
end $$;

do $$ declare f text; begin
  foreach f in array array['app.dispose_rows(text)', 'app.count_rows_due(text)', 'app.open_batch(uuid, boolean)'] loop
    execute format('revoke execute on function %s from public', f);
  end loop;
  foreach f in array array['app.find_disposals()', 'app.dispose_next(uuid)', 'app.confirm_disposal(uuid, uuid, integer)', 'app.hold_item(uuid, uuid, text, text, date)', 'app.subject_of(text)',
    'app.place_hold(uuid, text, text, text, date)', 'app.lift_hold(uuid, integer, text)', 'app.name_subject(text, uuid)', 'app.ask_erasure_for(uuid, text, text, date)',
    'app.answer_erasure(uuid, integer, boolean, text, text)', 'app.tell_of_erasure(uuid, uuid, text, text)'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
