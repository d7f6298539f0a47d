-- The young person's own pages: coming in with a code, saying whether they come, answering what is written about them, what is held
-- back from them and why, asking for something, and leaving.

-- A British mobile number, however it was typed: "07700 900123", "+44 7700 900 123" and "00447700900123" are one. Null for anything else.
create function app.phone_key(written text) returns text language sql immutable parallel safe as $$
  select case when digits ~ '^(0044|44|0)7[0-9]{9}$' then '0' || right(digits, 10) end from (select regexp_replace(coalesce(written, ''), '[^0-9]', '', 'g')) as typed (digits)
$$;
create index participant_contacts_phone on participant_contacts (app.phone_key(phone)) where phone <> '';
create index participant_contacts_email on participant_contacts (lower(email)) where email <> '';
select app.open_to_door('participant_contacts');

alter table links drop constraint links_kind_check;
alter table links add constraint links_of_a_known_kind check (kind in ('invitation', 'password', 'me', 'code'));
-- Wrong guesses at a code. A link's secret is too long to be guessed.
alter table links add column tries integer not null default 0;

-- What goes out as a text message; and two kinds that belong to a young person and their team, never to an administrator.
alter table messages drop constraint messages_kind_check;
alter table messages add constraint messages_of_a_known_kind check (kind in ('invitation', 'password', 'me', 'notice', 'code', 'own'));
alter table messages add column channel text not null default 'email' check (channel in ('email', 'text'));
drop policy sees on messages;
create policy sees on messages for select to modulus_app using (partnership_id = app.partnership()
  and (created_by = app.user_id() or (app.is_admin() and kind not in ('me', 'code', 'own')) or app.system() = 'messages'));
select app.open_to_door('messages', 'insert');

-- Who asked for a code is answered by a job, so that nothing which a stranger can see or time tells whether anybody was found. The code
-- stands here for the moment until the job runs, as it stands in the message until it is sent; what stays is a keyed digest.
create table code_requests (
  id uuid primary key,
  address text not null,
  code text not null,
  link_id uuid not null,
  digest text not null,
  asked_at timestamptz not null default clock_timestamp()
);
alter table code_requests enable row level security;
alter table code_requests force row level security;
select app.keep_for_owner('code_requests'), app.open_to_door('code_requests', 'select, insert, update, delete');

create function app.ask_for_code(p_id uuid, p_address text, p_code text, p_link uuid, p_digest text) returns void language sql security definer set search_path = public, app, pg_temp as $$
  delete from code_requests where asked_at < clock_timestamp() - interval '10 minutes';
  insert into code_requests (id, address, code, link_id, digest) values (p_id, p_address, p_code, p_link, p_digest);
$$;
create function app.code_asked_for(p_id uuid) returns text language sql stable security definer set search_path = public, app, pg_temp
  as $$ select code from code_requests where id = p_id $$;
/*
 The one young person with pages of their own whom a mobile number or an e-mail address belongs to. No row when there is none, when two
 share it (a family's telephone must not open one of them to the other), or when their team noted that calling it is not safe.
*/
create function app.find_me(p_address text) returns table (user_id uuid, partnership_id uuid, channel text, send_to text, worker_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  with known as (
    select distinct on (t.user_id) t.user_id, t.partnership_id, case when position('@' in p_address) > 0 then 'email' else 'text' end as channel,
      case when position('@' in p_address) > 0 then c.email else app.phone_key(c.phone) end as send_to, t.worker_id
    from participant_contacts c
    join participants t on t.partnership_id = c.partnership_id and t.id = c.participant_id
    join users u on u.id = t.user_id and u.disabled_at is null
    where (position('@' in p_address) > 0 and c.email <> '' and lower(c.email) = lower(trim(p_address)))
      or (position('@' in p_address) = 0 and c.phone <> '' and app.phone_key(c.phone) = app.phone_key(p_address) and c.safe_to_call is not false)
    order by t.user_id, t.created_at desc
  )
  select * from known where (select count(*) from known) = 1
$$;
-- Writes the code down and the message that carries it, for whoever the address turns out to belong to: the partnership of the message.
-- Null when nobody was found, when it was answered already, or when ten codes went out to them since yesterday. The message is their
-- worker's to see, like a link.
create function app.answer_code_request(p_request uuid, p_message uuid, p_subject text, p_body text) returns uuid
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  asked record;
  me record;
begin
  delete from code_requests where id = p_request returning * into asked;
  if not found then return null; end if;
  select * into me from app.find_me(asked.address);
  if not found or (select count(*) from links where user_id = me.user_id and kind = 'code' and created_at > now() - interval '1 day') >= 10 then return null; end if;
  update links set expires_at = now() where user_id = me.user_id and kind = 'code' and used_at is null and expires_at > now();
  insert into links (id, partnership_id, kind, token_digest, user_id, expires_at)
  values (asked.link_id, me.partnership_id, 'code', asked.digest, me.user_id, now() + interval '10 minutes');
  insert into messages (partnership_id, id, kind, channel, to_address, subject, body, created_by, updated_by)
  values (me.partnership_id, p_message, 'code', me.channel, me.send_to, p_subject, p_body, me.worker_id, me.worker_id);
  return me.partnership_id;
end $$;
-- The code that may be tried for an address at this moment.
create function app.live_code(p_address text) returns uuid language sql stable security definer set search_path = public, app, pg_temp as $$
  select l.id from links l join app.find_me(p_address) me on me.user_id = l.user_id and me.partnership_id = l.partnership_id
  where l.kind = 'code' and l.used_at is null and now() < l.expires_at and l.tries < 5 order by l.created_at desc limit 1
$$;
-- One try. The right one spends the code; the fifth wrong one ends it. Simultaneous tries queue on the row.
create function app.use_code(p_link uuid, p_digest text) returns table (user_id uuid, partnership_id uuid)
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  l record;
begin
  select * into l from links where id = p_link and kind = 'code' and used_at is null and now() < expires_at and tries < 5 for update;
  if not found or exists (select 1 from users u where u.id = l.user_id and u.disabled_at is not null) then return; end if;
  update links set tries = tries + 1, used_at = case when token_digest = p_digest then now() end where id = p_link;
  if l.token_digest = p_digest then return query select l.user_id, l.partnership_id; end if;
end $$;
do $$ declare f text; begin
  foreach f in array array['app.ask_for_code(uuid, text, text, uuid, text)', 'app.code_asked_for(uuid)', 'app.find_me(text)', 'app.answer_code_request(uuid, uuid, text, text)',
                           'app.live_code(text)', 'app.use_code(uuid, text)'] loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
    if f <> 'app.find_me(text)' then execute format('grant execute on function %s to modulus_app', f); end if;
  end loop;
end $$;

-- "I'll be there" or "can't make it": theirs alone to say. The mark in the register stays the officer's.
create table session_replies (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  course_session_id uuid not null,
  reply text not null check (reply in ('coming', 'cant')),
  words text not null default '',
  constraint session_replies_once unique (partnership_id, course_session_id, participant_id),
  foreign key (partnership_id, programme_id, course_session_id) references course_sessions (partnership_id, programme_id, id)
);
select app.protect('session_replies', null, null, 'programme_id = any (app.programmes(''participation'')) or participant_id = any (app.self())',
                   'participant_id = any (app.self())', 'select, insert, update, delete');

-- What somebody wants now instead of what they said before. Both stay: courses may stand on the older words.
alter table interests add column changed_to_id uuid;
alter table interests add constraint interests_changed_to foreign key (partnership_id, changed_to_id) references interests (partnership_id, id);

-- The right of reply: their answer to one entry about them, beside it and never in its place. Only ever added to; the latest counts.
create table entry_replies (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  about_kind text not null check (about_kind ~ '^[a-z][a-z_]{1,39}$'),
  about_id uuid not null,
  about_by uuid,
  response text not null check (response in ('thats_right', 'not_how_i_said_it', 'leave_out')),
  words text not null default '',
  constraint entry_replies_of_one_person unique (partnership_id, programme_id, participant_id, id)
);
create index entry_replies_about on entry_replies (partnership_id, about_id, created_at desc);
-- The team reads it, and so does whoever wrote the entry, as long as they work with this young person.
select app.protect('entry_replies', null, null,
  'programme_id = any (app.programmes(''notes'')) or participant_id = any (app.self()) or (about_by = app.user_id() and participant_id = any (app.participants(''participation'')))',
  'participant_id = any (app.self())', 'select, insert');

-- Something a young person asked of their team from their own pages.
create table own_asks (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  kind text not null check (kind in ('change_deal', 'come_back', 'talk')),
  words text not null default '',
  constraint own_asks_of_one_person unique (partnership_id, programme_id, participant_id, id)
);
select app.protect('own_asks', null, null, 'programme_id = any (app.programmes(''notes'')) or participant_id = any (app.self())',
                   'participant_id = any (app.self())', 'select, insert');

-- The team's answer, once, in words that the young person reads.
create table own_answers (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  entry_reply_id uuid,
  own_ask_id uuid,
  decision text not null check (decision in ('read', 'kept', 'erased')),
  words text not null default '',
  constraint own_answers_to_one_thing check ((entry_reply_id is null) <> (own_ask_id is null)),
  constraint own_answers_kept_with_a_reason check (decision = 'read' or trim(words) <> ''),
  constraint own_answers_once unique (partnership_id, entry_reply_id),
  constraint own_answers_once_asked unique (partnership_id, own_ask_id),
  foreign key (partnership_id, programme_id, participant_id, entry_reply_id) references entry_replies (partnership_id, programme_id, participant_id, id),
  foreign key (partnership_id, programme_id, participant_id, own_ask_id) references own_asks (partnership_id, programme_id, participant_id, id)
);
select app.protect('own_answers', null, null, 'programme_id = any (app.programmes(''notes'')) or participant_id = any (app.self())',
                   'programme_id = any (app.programmes_to_write(''notes''))', 'select, insert');

-- What was held back from a young person, by whom, why and until when it is looked at again. `what` says whether the whole entry or
-- only the words written about it. The entry's own columns decide what is hidden; this is the account of it.
create table withholdings (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  about_kind text not null check (about_kind in ('visit', 'contact', 'note', 'step')),
  about_id uuid not null,
  visibility text not null check (visibility in ('team', 'restricted')),
  reason text not null check (reason in ('third_party', 'safeguarding', 'investigation', 'harm')),
  withheld_on date not null,
  review_on date not null,
  ended_on date,
  constraint withholdings_ninety_days check (review_on between withheld_on and withheld_on + 90),
  constraint withholdings_end_after_start check (ended_on >= withheld_on)
);
create unique index withholdings_one_live on withholdings (partnership_id, about_kind, about_id) where ended_on is null;
select app.protect('withholdings', null, null, 'programme_id = any (app.programmes(''notes''))', 'programme_id = any (app.programmes_to_write(''notes''))');

/*
 Hides an entry from the person it is about, or shows it to them again (visibility shared_with_person, no reason). A visit or contact takes
 the note about it along (and gives it back, unless the note is held back on its own); a note may be hidden alone: it is named by the entry it belongs to. A function, because earlier steps and other
 people's notes are otherwise nobody's to change. No row when there is no such entry that the asker may write.
*/
create function app.set_visibility(p_kind text, p_id uuid, p_visibility text, p_reason text, p_review_on date) returns table (programme_id uuid, participant_id uuid)
language plpgsql security definer set search_path = public, app, pg_temp as $$
#variable_conflict use_column
declare
  t text := case p_kind when 'visit' then 'visits' when 'contact' then 'contact_events' when 'note' then 'notes' when 'step' then 'participant_steps' end;
  whose record;
begin
  execute format('update %I e set visibility = $3, withheld_reason = $4, review_on = $5 where e.partnership_id = $1 and e.programme_id = any ($6) and %s returning e.programme_id, e.participant_id',
    t, case p_kind when 'note' then 'e.about_id = $2 and e.kind in (''visit'', ''contact'', ''mentoring'', ''placement'')' else 'e.id = $2' end)
    into whose using app.partnership(), p_id, p_visibility, p_reason, p_review_on, app.programmes_to_write('notes');
  if whose is null then return; end if;
  if p_kind in ('visit', 'contact') then
    update notes n set visibility = p_visibility, withheld_reason = p_reason, review_on = p_review_on where n.partnership_id = app.partnership() and n.kind = p_kind and n.about_id = p_id
      and (p_visibility <> 'shared_with_person' or not exists (select 1 from withholdings w where w.partnership_id = n.partnership_id and w.about_kind = 'note' and w.about_id = p_id and w.ended_on is null));
  end if;
  return query select whose.programme_id, whose.participant_id;
end $$;
revoke execute on function app.set_visibility from public;
grant execute on function app.set_visibility to modulus_app;
-- A note that is written or found again after its visit or contact was held back is held back with it.
create function app.note_as_its_entry() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  e record;
begin
  if new.kind = 'visit' then select visibility, withheld_reason, review_on into e from visits where partnership_id = new.partnership_id and id = new.about_id;
  elsif new.kind = 'contact' then select visibility, withheld_reason, review_on into e from contact_events where partnership_id = new.partnership_id and id = new.about_id;
  else return new; end if;
  if found and e.visibility <> 'shared_with_person' and new.visibility = 'shared_with_person' then
    new.visibility := e.visibility; new.withheld_reason := e.withheld_reason; new.review_on := e.review_on;
  end if;
  return new;
end $$;
create trigger d_as_its_entry before insert on notes for each row execute function app.note_as_its_entry();

/*
 Everything that is held back from young people in the programmes that the asker answers for as data lead (or leads): what kind, of whom (the
 reference only), who did it when, why, and when it is looked at again. Never a word of the entry. Reads every table that can hold
 something back, also one added tomorrow.
*/
create function app.list_withheld() returns table (kind text, id uuid, programme_id uuid, programme_name text, reference text, visibility text, reason text, review_on date, held_by text, held_at timestamptz)
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
declare
  t text;
  mine uuid[] := app.role_in('data_lead') || app.role_in('programme_lead');
begin
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'withheld_reason'
           where n.nspname = 'public' and c.relkind = 'r' order by 1 loop
    return query execute format($q$
      select %L::text, e.id, e.programme_id, g.name, p.reference, e.visibility, e.withheld_reason, e.review_on, h.name, coalesce(w.created_at, e.updated_at)
      from %I e join participants p on p.partnership_id = e.partnership_id and p.id = e.participant_id
      join programmes g on g.partnership_id = e.partnership_id and g.id = e.programme_id
      left join lateral (select x.created_by, x.created_at from withholdings x where x.partnership_id = e.partnership_id and x.ended_on is null and x.about_id = %s and x.about_kind = any (%L)
        order by x.created_at desc limit 1) w on true
      left join people h on h.partnership_id = e.partnership_id and h.user_id = coalesce(w.created_by, e.updated_by)
      where e.partnership_id = $1 and e.programme_id = any ($2) and e.visibility <> 'shared_with_person'$q$,
      t, t, case t when 'notes' then 'e.about_id' else 'e.id' end,
      case t when 'visits' then '{visit}' when 'contact_events' then '{contact}' when 'notes' then '{note,visit,contact}' when 'participant_steps' then '{step}' else '{}' end)
    using app.partnership(), mine;
  end loop;
end $$;
revoke execute on function app.list_withheld from public;
grant execute on function app.list_withheld to modulus_app;

/*
 A young person asked to leave something out, and the team agreed: the words go for good, with their earlier versions; that something
 happened stays. False when there is no such request for the asker, or nothing of words in that kind of entry. The caller writes the answer.
*/
create function app.leave_out(p_reply uuid) returns boolean language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  r record;
  gone constant text := 'Left out, because they asked.';
begin
  select * into r from entry_replies e where e.partnership_id = app.partnership() and e.id = p_reply and e.response = 'leave_out' and e.programme_id = any (app.programmes_to_write('notes'));
  if not found then return false; end if;
  if r.about_kind in ('visit', 'contact', 'mentoring') then
    delete from note_versions v using notes n where n.partnership_id = r.partnership_id and n.kind = r.about_kind and n.about_id = r.about_id and n.participant_id = r.participant_id
      and v.partnership_id = n.partnership_id and v.note_id = n.id;
    delete from notes n where n.partnership_id = r.partnership_id and n.kind = r.about_kind and n.about_id = r.about_id and n.participant_id = r.participant_id;
  elsif r.about_kind in ('interest', 'asset', 'goal') then
    execute format('update %I set own_words = $3 where partnership_id = $1 and id = $2 and participant_id = $4', r.about_kind || 's') using r.partnership_id, r.about_id, gone, r.participant_id;
    if r.about_kind = 'interest' then update interests set status = 'gone' where partnership_id = r.partnership_id and id = r.about_id and participant_id = r.participant_id; end if;
  elsif r.about_kind = 'step' then
    update participant_steps set reason = '' where partnership_id = r.partnership_id and id = r.about_id and participant_id = r.participant_id;
  elsif r.about_kind = 'measure' then
    update measures m set words = '' from measures one where one.partnership_id = r.partnership_id and one.id = r.about_id and one.participant_id = r.participant_id
      and m.partnership_id = one.partnership_id and m.occasion_id = one.occasion_id and m.participant_id = one.participant_id;
  elsif r.about_kind = 'placement_review' then
    update placement_reviews set words = gone where partnership_id = r.partnership_id and id = r.about_id and participant_id = r.participant_id;
  elsif r.about_kind = 'destination' then
    update destinations set evidence = '' where partnership_id = r.partnership_id and id = r.about_id and participant_id = r.participant_id;
  elsif r.about_kind = 'follow_up' then
    update follow_ups set words = '' where partnership_id = r.partnership_id and id = r.about_id and participant_id = r.participant_id;
  else
    return false;
  end if;
  return true;
end $$;
revoke execute on function app.leave_out from public;
grant execute on function app.leave_out to modulus_app;

-- How long what is written stays after somebody left. Who never took part: 90 days, as after every no. Who did: one year, the time in which
-- follow-ups would have asked, so that complaints and questions can still be answered. No law names a number of days; this is ours.
create function app.erased_after_leaving(took_part boolean, left_on date) returns timestamptz language sql stable parallel safe
  as $$ select app.begun(case when took_part then (left_on + interval '1 year')::date else left_on + 90 end) $$;

/*
 A young person leaves, by their own word and nobody else's, in one transaction: their agreement ends and their status says so; places are
 freed, visits called off, tasters and placements ended by them, the mentor match ended; nothing is planned next; the clock to erasure starts.
 A job they hold is theirs: it is not ended, but its employer sees nothing of them here any more and nobody asks how it goes, unless they
 say so (p_keep_following). Their own sign-in stays. Gives whom to tell: {mentorId, partners: [id]}; null when it is not the asker.
*/
create function app.leave_programme(p_participant uuid, p_words text, p_keep_following boolean) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  p record;
  on_day date := app.today();
  agreement uuid;
  took_part boolean;
  mentor uuid;
  told uuid[];
begin
  select * into p from participants where partnership_id = app.partnership() and id = p_participant and id = any (app.self()) for update;
  if not found then return null; end if;
  took_part := exists (select 1 from participation_agreements a where a.partnership_id = p.partnership_id and a.participant_id = p.id)
    or exists (select 1 from enrolments e where e.partnership_id = p.partnership_id and e.participant_id = p.id and e.status <> 'waiting');
  select id into agreement from participation_agreements a where a.partnership_id = p.partnership_id and a.participant_id = p.id and a.withdrawn_on is null;
  if agreement is not null then perform app.step_back(agreement, on_day, p_words, 'participant', 'own_phone'); end if;
  insert into participant_steps (partnership_id, id, programme_id, participant_id, from_status, to_status, happened_on, reason, said_by, how)
  select t.partnership_id, gen_random_uuid(), t.programme_id, t.id, t.status, case when t.status in ('in_conversation', 'interested') then 'declined' else 'stepped_back' end, on_day, p_words, 'participant', 'own_phone'
  from participants t where t.partnership_id = p.partnership_id and t.id = p.id and t.status in ('in_conversation', 'interested', 'agreed', 'active', 'paused');
  update participants t set
    status = case when t.status in ('in_conversation', 'interested') then 'declined' when t.status in ('agreed', 'active', 'paused') then 'stepped_back' else t.status end,
    status_since = case when t.status in ('in_conversation', 'interested', 'agreed', 'active', 'paused') then on_day else t.status_since end,
    next_step = '', next_step_on = null, erasure_due_at = app.erased_after_leaving(took_part, on_day)
  where t.partnership_id = p.partnership_id and t.id = p.id;

  update enrolments e set status = 'left', left_on = on_day, enrolled_on = case when e.status = 'waiting' then on_day else least(e.enrolled_on, on_day) end
  where e.partnership_id = p.partnership_id and e.participant_id = p.id and e.status <> 'left';
  delete from session_replies r using course_sessions s where r.partnership_id = p.partnership_id and r.participant_id = p.id
    and s.partnership_id = r.partnership_id and s.id = r.course_session_id and s.starts_at > now();
  update visits v set status = 'cancelled', closed_reason = 'They asked us to stop, and that is fine.' where v.partnership_id = p.partnership_id and v.participant_id = p.id and v.status = 'planned';

  select array_agg(distinct x.partner_id) into told from placements x where x.partnership_id = p.partnership_id and x.participant_id = p.id and x.state in ('they_said_yes', 'checks', 'taster', 'placement', 'job_offered');
  insert into placement_steps (partnership_id, id, programme_id, participant_id, placement_id, partner_id, from_state, to_state, happened_on, said_by, how)
  select x.partnership_id, gen_random_uuid(), x.programme_id, x.participant_id, x.id, x.partner_id, x.state, case when x.state = 'suggested' then 'they_said_no' else 'ended_early' end, on_day, 'participant', 'own_phone'
  from placements x where x.partnership_id = p.partnership_id and x.participant_id = p.id and x.state in ('suggested', 'they_said_yes', 'checks', 'taster', 'placement', 'job_offered');
  update placements x set state = case when x.state = 'suggested' then 'they_said_no' else 'ended_early' end, ended_by = 'participant', ended_reason = ''
  where x.partnership_id = p.partnership_id and x.participant_id = p.id and x.state in ('suggested', 'they_said_yes', 'checks', 'taster', 'placement', 'job_offered');
  if not p_keep_following then
    perform app.assign(x.partnership_id, x.programme_id, x.participant_id, 'placement', x.id, null, x.partner_id, false)
    from placements x where x.partnership_id = p.partnership_id and x.participant_id = p.id and x.state in ('job_accepted', 'sustained_13w', 'sustained_26w');
    delete from follow_ups f where f.partnership_id = p.partnership_id and f.participant_id = p.id and f.status = 'due'; -- only ever a plan
  end if;

  select m.mentor_id into mentor from mentor_matches m where m.partnership_id = p.partnership_id and m.participant_id = p.id and m.status = 'active';
  update mentor_matches m set status = case when m.status = 'proposed' then 'declined' else 'ended' end, ended_on = on_day, ended_by = 'participant'
  where m.partnership_id = p.partnership_id and m.participant_id = p.id and m.status in ('proposed', 'active');
  return jsonb_build_object('mentorId', mentor, 'partners', coalesce(to_jsonb(told), '[]'));
end $$;
revoke execute on function app.leave_programme from public;
grant execute on function app.leave_programme to modulus_app;
