-- The logs reach those who answer for them: reading that stands out, the head of each day to every partner, and files that are made by a job
-- through the eyes of whoever ordered them.

-- Where a partner's information governance reads its mail; the head of each day goes there.
alter table partners add column governance_email text not null default '' check (governance_email = '' or governance_email ~ '^[^[:space:][:cntrl:]@]+@[^[:space:][:cntrl:]@]+$');

create table head_mails (
  like app.row including all,
  partner_id uuid not null,
  day date not null,
  constraint head_mails_once unique (partnership_id, partner_id, day),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
select app.protect('head_mails', null, null, 'app.is_admin() or cardinality(app.role_in(''data_lead'')) > 0', null, 'select');

/*
 Writes a message with the head of the last whole day to every partner that has an address for it and was not sent one yet, and answers with the ids of
 those messages. For the clock only. A partner keeps what it is sent: no one organisation can rewrite what the others hold.
*/
create function app.post_heads() returns setof uuid language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  h record;
  p record;
  m uuid;
begin
  if app.system() is distinct from 'clock' then return; end if;
  select l.day, l.seq, l.hash into h from log_heads l where l.partnership_id = app.partnership() and l.day < app.today() order by l.day desc limit 1;
  if not found then return; end if;
  for p in select t.id, t.name, t.governance_email from partners t
    where t.partnership_id = app.partnership() and t.retired_at is null and t.governance_email <> ''
      and not exists (select from head_mails s where s.partnership_id = t.partnership_id and s.partner_id = t.id and s.day = h.day)
    order by t.id
  loop
    insert into head_mails (partnership_id, id, partner_id, day) values (app.partnership(), gen_random_uuid(), p.id, h.day) on conflict do nothing;
    continue when not found;
    m := gen_random_uuid();
    insert into messages (partnership_id, id, kind, to_address, subject, body) values (app.partnership(), m, 'notice', p.governance_email,
      'The logs of ' || to_char(h.day, 'YYYY-MM-DD'),
      'This is where the logs of the partnership stood at the end of ' || to_char(h.day, 'YYYY-MM-DD') || E'. Please keep it.\n\n'
        || app.partnership() || ':' || h.seq || ':' || encode(h.hash, 'hex')
        || E'\n\nWhoever doubts the logs later can have them checked against this line: npm run audit:verify -- --head followed by the line.\n');
    return next m;
  end loop;
end $$;
revoke execute on function app.post_heads from public;
grant execute on function app.post_heads to modulus_app;

-- A link says nothing but that its row is there: with it, lines that were taken away can be checked against the chain.
grant select on log_links to modulus_app;
create policy sees on log_links for select to modulus_app using (partnership_id = app.partnership() and (app.is_admin() or cardinality(app.role_in('data_lead')) > 0));

-- What a data lead has looked into: lines of the list below up to an event, with what was found.
create table reading_reviews (
  like app.row including all,
  programme_id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('outside_caseload', 'many_people', 'at_night', 'long_gone')),
  up_to bigint not null,
  finding text not null check (finding in ('explained', 'not_explained')),
  words text not null check (trim(words) <> ''),
  foreign key (partnership_id, user_id) references people (partnership_id, user_id)
);
create index reading_reviews_latest on reading_reviews (partnership_id, programme_id, user_id, kind, up_to desc);
select app.protect('reading_reviews', null, null, 'programme_id = any (app.role_in(''data_lead''))',
  'programme_id = any (app.role_in(''data_lead'')) and user_id <> app.user_id()', 'select, insert');

create index access_events_recent on access_events (partnership_id, programme_id, at);
/*
 Reading that stands out in the last so many days, for the data lead of the programme; empty for anybody else. Nobody is accused by it: each line
 is a question to ask. outside_caseload: records of young people whom the reader neither works with, nor visited, met, called, mentored nor had on a
 course or placement within 90 days (team members only: leads and keepers read everyone's by their office). many_people: more than 40 in one day.
 at_night: between 23:00 and 05:00, Europe/London. long_gone: people who left more than 30 days before.
*/
create function app.unusual_readings(p_programme uuid, p_days integer)
returns table (kind text, user_id uuid, looks integer, people integer, participant_ids uuid[], first_at timestamptz, last_at timestamptz, up_to bigint)
language sql stable security definer set search_path = public, app, pg_temp as $$
  with read as (
    select e.id, e.at, e.user_id, e.participant_id, t.worker_id, t.status, t.status_since, (e.at at time zone 'Europe/London') as here
    from access_events e join people h on h.partnership_id = e.partnership_id and h.user_id = e.user_id
    join participants t on t.partnership_id = e.partnership_id and t.id = e.participant_id
    where e.partnership_id = app.partnership() and e.programme_id = p_programme and p_programme = any (app.role_in('data_lead'))
      and e.at > now() - make_interval(days => least(p_days, 90))
      and e.operation !~ '\.(list|search|alike)$' -- a list shows everyone to everyone who works there; opening one record is a choice
  ), odd as (
    select r.*, 'outside_caseload' as kind from read r
    where exists (select from memberships m where m.partnership_id = app.partnership() and m.programme_id = p_programme and m.user_id = r.user_id and m.role = 'outreach_officer')
      and not exists (select from memberships m where m.partnership_id = app.partnership() and m.programme_id = p_programme and m.user_id = r.user_id and m.role = 'programme_lead')
      and r.worker_id is distinct from r.user_id
      and not exists (select from visits v where v.partnership_id = app.partnership() and v.participant_id = r.participant_id
        and r.user_id in (v.officer_id, v.second_officer_id, v.created_by, v.updated_by) and v.starts_at > r.at - interval '90 days')
      and not exists (select from contact_events c where c.partnership_id = app.partnership() and c.participant_id = r.participant_id and c.created_by = r.user_id and c.happened_at > r.at - interval '90 days')
      and not exists (select from enrolments n join courses k on k.partnership_id = n.partnership_id and k.id = n.course_id
        where n.partnership_id = app.partnership() and n.participant_id = r.participant_id and r.user_id in (k.created_by, n.created_by, n.updated_by))
      and not exists (select from placements p where p.partnership_id = app.partnership() and p.participant_id = r.participant_id and r.user_id in (p.created_by, p.updated_by))
    union all
    select r.*, 'at_night' from read r where r.here::time >= '23:00' or r.here::time < '05:00'
    union all
    select r.*, 'long_gone' from read r where r.status in ('moved_on', 'stepped_back', 'declined', 'ended_for_safety') and r.status_since < r.here::date - 30
    union all
    select r.*, 'many_people' from read r where exists (
      select from read o where o.user_id = r.user_id and o.here::date = r.here::date having count(distinct o.participant_id) > 40)
  )
  select o.kind, o.user_id, count(*)::integer, count(distinct o.participant_id)::integer, (array_agg(distinct o.participant_id))[1:50], min(o.at), max(o.at), max(o.id)
  from odd o
  where o.id > coalesce((select max(v.up_to) from reading_reviews v where v.partnership_id = app.partnership() and v.programme_id = p_programme and v.user_id = o.user_id and v.kind = o.kind), 0)
  group by o.kind, o.user_id
$$;
revoke execute on function app.unusual_readings from public;
grant execute on function app.unusual_readings to modulus_app;

-- Files: ordered by a person, made by a job that goes through that person's own door for every thousand rows, kept for a day, fetched through
-- the API by nobody else, and only while they still belong to the programme.
create table exports (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('people', 'readings')),
  from_day date,
  to_day date,
  status text not null default 'waiting' check (status in ('waiting', 'working', 'ready', 'failed')),
  failure text,
  rows_done integer not null default 0,
  rows_total integer,
  place text, -- where the job goes on
  body text not null default '',
  digest text,
  expires_at timestamptz not null default now() + interval '24 hours',
  constraint exports_in_order check (to_day is null or from_day <= to_day),
  constraint exports_at_most_a_quarter check (to_day is null or to_day - from_day <= 92)
);
select app.protect('exports', null, null, 'created_by = app.user_id() and programme_id = any (app.mine())',
  'created_by = app.user_id() and programme_id = any (app.mine())', 'select, insert, update, delete');
-- What is in a file says nothing that the audit of its making does not.
drop trigger z_audit on exports;
create trigger z_audit after insert or delete on exports for each row execute function app.audit();
create trigger z_audit_ready after update on exports for each row when (old.status is distinct from new.status) execute function app.audit();

-- A job whose door has closed says so here: the words that were gathered go, too. For the clock only.
create function app.end_exports(p_export uuid, p_why text) returns integer language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  ended integer;
begin
  if app.system() is distinct from 'clock' then return 0; end if;
  if p_export is not null then
    update exports set status = 'failed', failure = p_why, body = '', digest = null where partnership_id = app.partnership() and id = p_export and status <> 'failed';
  else
    delete from exports where partnership_id = app.partnership() and expires_at < now();
  end if;
  get diagnostics ended = row_count;
  return ended;
end $$;
revoke execute on function app.end_exports from public;
grant execute on function app.end_exports to modulus_app;
-- A file must not outlive the person it tells of.
create function app.drop_exports_of() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  delete from exports where partnership_id = old.partnership_id and programme_id = old.programme_id and kind = 'people';
  return null;
end $$;
create trigger drop_exports_of after delete on participants for each row execute function app.drop_exports_of();
create trigger drop_exports_when_restricted after update on participants for each row when (new.restricted and not old.restricted) execute function app.drop_exports_of();
