-- Sharing agreements that bite: who signed for which party on which lawful basis, renewal without a gap, and the papers without which no
-- programme knocks on a door. What ends with an agreement, and what somebody would see, asked of the door itself.

-- Which bases suffice for what is shared. UK GDPR article 6(1) always; article 9(2) and DPA 2018 section 10 with schedule 1 where free
-- words, safety or safeguarding are in it, because those carry special category data and allegations (article 10).
create function app.basis_suffices(categories text[], article6 text, article9 text, schedule1 text) returns boolean language sql immutable parallel safe
  as $$ select article6 is not null and (not categories && array['notes', 'risk', 'safeguarding'] or (article9 is not null and schedule1 is not null)) $$;

alter table sharing_agreements add column review_due date;
alter table sharing_agreements add column review_told_at timestamptz;
alter table sharing_agreements add column reviewed_at timestamptz;
alter table sharing_agreements add column review_words text not null default '';
alter table sharing_agreements add column renews_id uuid;
-- The other side, kept here so that the lead partner's own contact can read what they are to sign.
alter table sharing_agreements add column lead_partner_id uuid;
update sharing_agreements a set lead_partner_id = g.lead_partner_id from programmes g where g.partnership_id = a.partnership_id and g.id = a.programme_id;
create function app.name_lead() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  new.lead_partner_id := (select g.lead_partner_id from programmes g where g.partnership_id = new.partnership_id and g.id = new.programme_id);
  return new;
end $$;
create trigger a_name_lead before insert on sharing_agreements for each row execute function app.name_lead();
alter table sharing_agreements add foreign key (partnership_id, lead_partner_id) references partners (partnership_id, id);
drop policy sees on sharing_agreements;
create policy sees on sharing_agreements for select to modulus_app using (partnership_id = app.partnership() and (app.is_admin()
  or programme_id = any (app.role_in('data_lead')) or programme_id = any (app.role_in('programme_lead')) or partner_id = any (app.partners())
  or (lead_partner_id = any (app.partners()) and programme_id = any (app.role_in('partner_contact')))));
alter table sharing_agreements add constraint sharing_agreements_of_one_programme unique (partnership_id, programme_id, id);
alter table sharing_agreements add constraint sharing_agreements_renews foreign key (partnership_id, programme_id, renews_id)
  references sharing_agreements (partnership_id, programme_id, id) on delete cascade;
create unique index sharing_agreements_renewed_once on sharing_agreements (partnership_id, renews_id) where ended_at is null;
create index sharing_agreements_of_partner on sharing_agreements (partnership_id, programme_id, partner_id);
-- One at a time between a programme and a partner: what they may see is never the sum of two papers, and ending one ends it.
alter table sharing_agreements add constraint sharing_agreements_one_at_a_time exclude using gist (
  partnership_id with =, programme_id with =, partner_id with =, tstzrange(valid_from, valid_until) with &&) where (agreed_at is not null and ended_at is null);
grant update on sharing_agreements to modulus_door;

-- The two who agree: the lead partner of the programme and the partner, each a controller with a basis of its own, each with its own
-- signature by name and day.
create table agreement_parties (
  like app.row including all,
  programme_id uuid not null,
  agreement_id uuid not null,
  partner_id uuid not null,
  -- The partner that the agreement is with, beside whichever party this row is: both may read both.
  with_partner_id uuid not null,
  lead_partner_id uuid not null,
  part text not null check (part in ('lead', 'partner')),
  article6 text check (article6 in ('consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'recognised_legitimate_interest', 'legitimate_interests')),
  article9 text check (article9 in ('explicit_consent', 'employment_social_protection', 'vital_interests', 'not_for_profit', 'made_public', 'legal_claims', 'substantial_public_interest', 'health_social_care', 'public_health', 'research')),
  schedule1 text check (schedule1 in ('social_protection', 'health_social_care', 'statutory_purposes', 'equality', 'preventing_unlawful_acts', 'counselling', 'safeguarding', 'consent', 'vital_interests', 'not_for_profit', 'legal_claims')),
  basis_words text not null default '',
  signed_at timestamptz,
  signed_by uuid,
  signed_name text,
  signed_title text not null default '',
  constraint agreement_parties_once unique (partnership_id, agreement_id, partner_id),
  constraint agreement_parties_signed_by_name check ((signed_at is null) = (signed_name is null)),
  foreign key (partnership_id, programme_id, agreement_id) references sharing_agreements (partnership_id, programme_id, id) on delete cascade,
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
select app.protect('agreement_parties', null, null,
  'app.is_admin() or programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead'')) or with_partner_id = any (app.partners())
    or (lead_partner_id = any (app.partners()) and programme_id = any (app.role_in(''partner_contact'')))',
  'app.is_admin() or programme_id = any (app.role_in(''data_lead''))', 'select');
-- A signature is written by app.sign_agreement() and by nothing else.
grant update (article6, article9, schedule1, basis_words) on agreement_parties to modulus_app;

insert into agreement_parties (partnership_id, id, programme_id, agreement_id, partner_id, with_partner_id, lead_partner_id, part)
select a.partnership_id, gen_random_uuid(), a.programme_id, a.id, x.partner_id, a.partner_id, g.lead_partner_id, x.part
from sharing_agreements a join programmes g on g.partnership_id = a.partnership_id and g.id = a.programme_id,
  lateral (values (g.lead_partner_id, 'lead'), (a.partner_id, 'partner')) x (partner_id, part)
on conflict on constraint agreement_parties_once do nothing;

create function app.name_parties() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  insert into agreement_parties (partnership_id, id, programme_id, agreement_id, partner_id, with_partner_id, lead_partner_id, part)
  select new.partnership_id, gen_random_uuid(), new.programme_id, new.id, x.partner_id, new.partner_id, g.lead_partner_id, x.part
  from programmes g, lateral (values (g.lead_partner_id, 'lead'), (new.partner_id, 'partner')) x (partner_id, part)
  where g.partnership_id = new.partnership_id and g.id = new.programme_id
  on conflict on constraint agreement_parties_once do nothing;
  return null;
end $$;
create trigger name_parties after insert on sharing_agreements for each row execute function app.name_parties();

create function app.agreement_is_signed(p_partnership uuid, p_agreement uuid, p_categories text[]) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select count(*) >= 2 and bool_and(p.signed_at is not null and app.basis_suffices(p_categories, p.article6, p.article9, p.schedule1))
  from agreement_parties p where p.partnership_id = p_partnership and p.agreement_id = p_agreement
$$;
revoke execute on function app.agreement_is_signed from public;

-- Whatever asks for it: nobody makes an agreement hold but its parties, what was signed stands as signed, and what is over stays over.
-- Rows arranged without a context (migrations, the generator of the bench, tests) are not people's doing.
create function app.agreement_stands() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  terms boolean;
begin
  if app.partnership() is null then return new; end if;
  if tg_op = 'INSERT' then
    if new.agreed_at is not null then raise exception 'nobody signed' using errcode = '23514', constraint = 'sharing_agreements_signed_by_all'; end if;
    return new;
  end if;
  if old.ended_at is not null then raise exception 'over' using errcode = '23514', constraint = 'sharing_agreements_over'; end if;
  terms := (new.programme_id, new.partner_id, new.categories, new.purpose, new.reference, new.valid_from, new.renews_id)
    is distinct from (old.programme_id, old.partner_id, old.categories, old.purpose, old.reference, old.valid_from, old.renews_id);
  if old.agreed_at is not null then
    -- It may only become shorter: its successor begins, or it ends.
    if terms or new.valid_until > old.valid_until or new.agreed_at is distinct from old.agreed_at then
      raise exception 'signed' using errcode = '23514', constraint = 'sharing_agreements_signed_stands';
    end if;
  elsif new.agreed_at is not null then
    if not app.agreement_is_signed(new.partnership_id, new.id, new.categories) then
      raise exception 'not signed by all' using errcode = '23514', constraint = 'sharing_agreements_signed_by_all';
    end if;
  elsif terms or new.valid_until is distinct from old.valid_until then
    -- They signed other words.
    update agreement_parties set signed_at = null, signed_by = null, signed_name = null, signed_title = ''
    where partnership_id = new.partnership_id and agreement_id = new.id and signed_at is not null;
  end if;
  return new;
end $$;
create trigger agreement_stands before insert or update on sharing_agreements for each row execute function app.agreement_stands();
revoke insert, update on sharing_agreements from modulus_app;
grant insert (id, programme_id, partner_id, categories, purpose, reference, valid_from, valid_until, review_due, renews_id) on sharing_agreements to modulus_app;
grant update (categories, purpose, reference, valid_from, valid_until, review_due, review_told_at, reviewed_at, review_words, ended_at, ended_reason) on sharing_agreements to modulus_app;

-- A basis that changes before everyone has signed takes back the signature under it; one of an agreement in force stands.
create function app.basis_stands() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.partnership() is null or (new.article6, new.article9, new.schedule1, new.basis_words) is not distinct from (old.article6, old.article9, old.schedule1, old.basis_words) then return new; end if;
  if exists (select from sharing_agreements a where a.partnership_id = new.partnership_id and a.id = new.agreement_id and (a.agreed_at is not null or a.ended_at is not null)) then
    raise exception 'signed' using errcode = '23514', constraint = 'sharing_agreements_signed_stands';
  end if;
  if old.signed_at is not null and new.signed_at is not distinct from old.signed_at then
    new.signed_at := null; new.signed_by := null; new.signed_name := null; new.signed_title := '';
  end if;
  return new;
end $$;
create trigger basis_stands before update on agreement_parties for each row execute function app.basis_stands();

-- May the asker sign for their partner here? For the lead partner its programme lead, data lead or contact; for a partner the same people
-- of its own. A role that has slept since the last agreement ended counts: signing is what wakes it.
create function app.signs_for(p_programme uuid) returns uuid language sql stable security definer set search_path = public, app, pg_temp as $$
  select p.partner_id from people p
  where p.partnership_id = app.partnership() and p.user_id = app.user_id() and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
    and exists (select from memberships m where m.partnership_id = p.partnership_id and m.user_id = p.user_id and m.programme_id = p_programme and m.partner_id = p.partner_id
      and m.role in ('partner_contact', 'programme_lead', 'data_lead') and m.from_at <= now() and (m.until_at is null or now() < m.until_at))
$$;
revoke execute on function app.signs_for from public;
grant execute on function app.signs_for to modulus_app;

/*
 Signs for the asker's own partner, with its lawful basis, the words being those of p_version. With the last signature the agreement holds:
 at once where its first day has come. A renewal takes over from what it renews at that moment or on its first day, with neither a gap nor
 a moment in which both hold. Raises what stands against it by a constraint's name.
*/
create function app.sign_agreement(p_agreement uuid, p_version integer, p_article6 text, p_article9 text, p_schedule1 text, p_words text) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  a sharing_agreements;
  before sharing_agreements;
  who record;
begin
  select * into a from sharing_agreements where partnership_id = app.partnership() and id = p_agreement for update;
  select p.partner_id, p.name, p.job_title into who from people p where p.partnership_id = app.partnership() and p.user_id = app.user_id();
  if a.id is null or who.partner_id is null or app.signs_for(a.programme_id) is distinct from who.partner_id then raise exception 'not theirs to sign' using errcode = '42501'; end if;
  if a.agreed_at is not null then raise exception 'signed' using errcode = '23514', constraint = 'sharing_agreements_signed_stands'; end if;
  if a.ended_at is not null then raise exception 'over' using errcode = '23514', constraint = 'sharing_agreements_over'; end if;
  if a.version <> p_version then raise exception 'other words' using errcode = '23514', constraint = 'sharing_agreements_words_read'; end if;
  if a.valid_until <= now() then raise exception 'too late' using errcode = '23514', constraint = 'sharing_agreements_days_left'; end if;
  if not app.basis_suffices(a.categories, p_article6, p_article9, p_schedule1) then raise exception 'no basis' using errcode = '23514', constraint = 'agreement_parties_basis_suffices'; end if;
  update agreement_parties set article6 = p_article6, article9 = p_article9, schedule1 = p_schedule1, basis_words = p_words,
    signed_at = now(), signed_by = app.user_id(), signed_name = who.name, signed_title = who.job_title
  where partnership_id = a.partnership_id and agreement_id = a.id and partner_id = who.partner_id;
  if not found then raise exception 'no party' using errcode = '42501'; end if;
  if not app.agreement_is_signed(a.partnership_id, a.id, a.categories) then return; end if;

  if a.renews_id is not null then
    select * into before from sharing_agreements where partnership_id = a.partnership_id and id = a.renews_id for update;
    if before.ended_at is null and before.valid_until > a.valid_from and before.valid_until > now() then
      a.valid_from := greatest(a.valid_from, now());
      if a.valid_from > before.valid_from then
        update sharing_agreements set valid_until = a.valid_from where partnership_id = before.partnership_id and id = before.id;
      else
        update sharing_agreements set ended_at = now(), ended_reason = 'Replaced before it began' where partnership_id = before.partnership_id and id = before.id;
      end if;
    end if;
  end if;
  -- Nor does it reach back into days that an earlier one covered.
  a.valid_from := greatest(a.valid_from, (select max(o.valid_until) from sharing_agreements o where o.partnership_id = a.partnership_id
    and o.programme_id = a.programme_id and o.partner_id = a.partner_id and o.id <> a.id and o.agreed_at is not null and o.ended_at is null and o.valid_until <= now()));
  update sharing_agreements set agreed_at = now(), valid_from = a.valid_from where partnership_id = a.partnership_id and id = a.id;
end $$;
revoke execute on function app.sign_agreement from public;
grant execute on function app.sign_agreement to modulus_app;

-- Why personal data is held, by whom, on which basis. Each programme has its own; everyone in it may read them, the young people too.
alter table processing_purposes rename column lawful_basis to article6;
alter table processing_purposes alter column article6 drop default;
alter table processing_purposes add column programme_id uuid;
alter table processing_purposes add column controller_id uuid;
alter table processing_purposes add column what_for text not null default '';
alter table processing_purposes add column article9 text check (article9 in ('explicit_consent', 'employment_social_protection', 'vital_interests', 'not_for_profit', 'made_public', 'legal_claims', 'substantial_public_interest', 'health_social_care', 'public_health', 'research'));
alter table processing_purposes add column schedule1 text check (schedule1 in ('social_protection', 'health_social_care', 'statutory_purposes', 'equality', 'preventing_unlawful_acts', 'counselling', 'safeguarding', 'consent', 'vital_interests', 'not_for_profit', 'legal_claims'));
alter table processing_purposes add column ended_at timestamptz;
alter table processing_purposes add column version integer not null default 1;
alter table processing_purposes add constraint processing_purposes_of_a_programme check (programme_id is not null and controller_id is not null) not valid;
alter table processing_purposes add constraint processing_purposes_named check (trim(name) <> '') not valid;
alter table processing_purposes add constraint processing_purposes_lawful check (article6 in ('consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'recognised_legitimate_interest', 'legitimate_interests')) not valid;
alter table processing_purposes add constraint processing_purposes_condition_in_schedule check (article9 is null or schedule1 is not null) not valid;
alter table processing_purposes add foreign key (partnership_id, programme_id) references programmes (partnership_id, id);
alter table processing_purposes add foreign key (partnership_id, controller_id) references partners (partnership_id, id);
create index processing_purposes_of_programme on processing_purposes (partnership_id, programme_id);
create trigger b_version before update on processing_purposes for each row execute function app.next_version();
drop policy sees on processing_purposes;
drop policy adds on processing_purposes;
drop policy changes on processing_purposes;
drop policy removes on processing_purposes;
create policy sees on processing_purposes for select to modulus_app using (partnership_id = app.partnership() and (programme_id = any (app.mine()) or app.is_admin()));
create policy adds on processing_purposes for insert to modulus_app with check (partnership_id = app.partnership() and (programme_id = any (app.role_in('data_lead')) or app.is_admin()));
create policy changes on processing_purposes for update to modulus_app
  using (partnership_id = app.partnership() and (programme_id = any (app.role_in('data_lead')) or app.is_admin()))
  with check (partnership_id = app.partnership() and (programme_id = any (app.role_in('data_lead')) or app.is_admin()));

-- The data protection impact assessment (UK GDPR article 35) and the children's rights check (UNCRC), one of each for a programme. Whoever
-- wrote the words last is not the one who approves them.
create table dpias (
  like app.row including all,
  programme_id uuid not null,
  status text not null default 'in_progress' check (status in ('in_progress', 'approved')),
  why_needed text not null default '',
  what_happens text not null default '',
  who_was_asked text not null default '',
  risks jsonb not null default '[]',
  advice text not null default '',
  written_by uuid,
  approved_by uuid,
  approved_name text,
  approved_at timestamptz,
  review_on date,
  version integer not null default 1,
  constraint dpias_one_for_a_programme unique (partnership_id, programme_id),
  constraint dpias_approved_whole check (status <> 'approved' or (approved_by is not null and approved_at is not null and review_on is not null
    and trim(why_needed) <> '' and trim(what_happens) <> '' and jsonb_array_length(risks) > 0)),
  constraint dpias_approved_by_another check (approved_by is null or approved_by is distinct from written_by)
);
create table rights_checks (
  like app.row including all,
  programme_id uuid not null,
  status text not null default 'in_progress' check (status in ('in_progress', 'done')),
  best_interests text not null default '',
  fairness text not null default '',
  views text not null default '',
  privacy text not null default '',
  safety text not null default '',
  growing text not null default '',
  done_by uuid,
  done_name text,
  done_on date,
  version integer not null default 1,
  constraint rights_checks_one_for_a_programme unique (partnership_id, programme_id),
  constraint rights_checks_done_whole check (status <> 'done' or (done_by is not null and done_on is not null and trim(best_interests) <> '' and trim(fairness) <> ''
    and trim(views) <> '' and trim(privacy) <> '' and trim(safety) <> '' and trim(growing) <> ''))
);
do $$ declare
  reads text := 'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead'')) or programme_id = any (app.role_in(''safeguarding_lead'')) or app.is_admin()';
  writes text := 'programme_id = any (app.role_in(''data_lead'')) or programme_id = any (app.role_in(''programme_lead'')) or app.is_admin()';
begin
  perform app.protect('dpias', null, null, reads, writes);
  perform app.protect('rights_checks', null, null, reads, writes);
end $$;

-- A programme's two states follow from the papers, and are set in no other way.
create function app.papers_follow() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if tg_table_name = 'dpias' then
    update programmes set dpia_status = new.status where partnership_id = new.partnership_id and id = new.programme_id and dpia_status <> new.status;
  else
    update programmes set rights_check_status = new.status where partnership_id = new.partnership_id and id = new.programme_id and rights_check_status <> new.status;
  end if;
  return null;
end $$;
create trigger papers_follow after insert or update of status on dpias for each row execute function app.papers_follow();
create trigger papers_follow after insert or update of status on rights_checks for each row execute function app.papers_follow();
create function app.papers_only() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.partnership() is null then return new; end if;
  new.dpia_status := coalesce((select d.status from dpias d where d.partnership_id = new.partnership_id and d.programme_id = new.id), case when tg_op = 'INSERT' then 'not_started' else old.dpia_status end);
  new.rights_check_status := coalesce((select r.status from rights_checks r where r.partnership_id = new.partnership_id and r.programme_id = new.id), case when tg_op = 'INSERT' then 'not_started' else old.rights_check_status end);
  return new;
end $$;
create trigger papers_only before insert or update of dpia_status, rights_check_status on programmes for each row execute function app.papers_only();
-- A paper that follows is no edit of the programme: it does not make an open form stale.
drop trigger b_version on programmes;
create trigger b_version before update on programmes for each row
  when ((old.dpia_status, old.rights_check_status) = (new.dpia_status, new.rights_check_status)) execute function app.next_version();

-- What stands on paper for a programme, in figures, for everyone who may read the programme.
create function app.count_papers(p_programme uuid) returns table (purposes integer, dpia_review_on date)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select (select count(*)::int from processing_purposes p where p.partnership_id = app.partnership() and p.programme_id = p_programme and p.ended_at is null),
    (select d.review_on from dpias d where d.partnership_id = app.partnership() and d.programme_id = p_programme and d.status = 'approved')
  where p_programme = any (app.mine()) or app.is_admin()
$$;
alter function app.count_papers owner to modulus_counter;
revoke execute on function app.count_papers from public;
grant execute on function app.count_papers to modulus_app;
-- And the database says it again: no programme goes to the doors without its papers, whichever route asks.
create function app.programme_has_its_papers() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.partnership() is null then return new; end if;
  if new.dpia_status <> 'approved' or new.rights_check_status <> 'done'
    or not exists (select from processing_purposes p where p.partnership_id = new.partnership_id and p.programme_id = new.id and p.ended_at is null)
    or exists (select from dpias d where d.partnership_id = new.partnership_id and d.programme_id = new.id and d.review_on < app.today()) then
    raise exception 'papers' using errcode = '23514', constraint = 'programmes_have_their_papers';
  end if;
  return new;
end $$;
create trigger programme_has_its_papers before update of status on programmes for each row
  when (old.status = 'preparing' and new.status = 'outreach') execute function app.programme_has_its_papers();

-- What an ended agreement takes along. A message of a programme goes only to somebody who still belongs to it when it goes.
alter table messages add column about_programme_id uuid;
create function app.has_role_now(p_partnership uuid, p_programme uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (
    select from people p join memberships m on m.partnership_id = p.partnership_id and m.user_id = p.user_id and m.programme_id = p_programme
    join programmes g on g.partnership_id = m.partnership_id and g.id = m.programme_id
    where p.partnership_id = p_partnership and p.user_id = p_user and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
      and m.from_at <= now() and (m.until_at is null or now() < m.until_at) and (m.partner_id is null or m.partner_id = p.partner_id)
      and (m.partner_id is null or m.partner_id = g.lead_partner_id or exists (
        select from sharing_agreements a where a.partnership_id = m.partnership_id and a.programme_id = m.programme_id and a.partner_id = m.partner_id
          and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until)))
$$;
revoke execute on function app.has_role_now from public;
create function app.still_concerned(p_message uuid) returns boolean language sql stable security definer set search_path = public, app, pg_temp as $$
  select m.about_programme_id is null or exists (
    select from people p where p.partnership_id = m.partnership_id and p.email = m.to_address and app.has_role_now(m.partnership_id, m.about_programme_id, p.user_id))
  from messages m where m.partnership_id = app.partnership() and m.id = p_message and app.system() = 'messages'
$$;
revoke execute on function app.still_concerned from public;
grant execute on function app.still_concerned to modulus_app;
-- A half-filled form about somebody goes with the right to open them, and comes back with it.
alter table drafts add column about_programme_id uuid;
create function app.draft_of_programme() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  new.about_programme_id := coalesce(
    (select t.programme_id from participants t where t.partnership_id = new.partnership_id and t.id = new.about_id),
    (select t.programme_id from visits t where t.partnership_id = new.partnership_id and t.id = new.about_id),
    (select t.programme_id from placements t where t.partnership_id = new.partnership_id and t.id = new.about_id),
    (select t.programme_id from mentor_matches t where t.partnership_id = new.partnership_id and t.id = new.about_id));
  -- About somebody who never was theirs to see it is words of their own, and says nothing of whether there is such a one.
  if app.partnership() is not null and new.about_programme_id <> all (app.mine()) then new.about_programme_id := null; end if;
  return new;
end $$;
create trigger c_draft_of_programme before insert or update of about_id on drafts for each row execute function app.draft_of_programme();
update drafts set about_id = about_id where about_id is not null;
create policy while_they_belong on drafts as restrictive for select to modulus_app
  using (about_programme_id is null or about_programme_id = any (app.mine()));
-- A file taken in names people: it is shown while its sender has a role in the programme it went to.
create policy while_they_belong on import_rows as restrictive for select to modulus_app using (cardinality(app.mine()) > 0 or app.is_admin());

-- Whoever works for a partner whose agreement ended has gone from the programme, as far as a promise is concerned.
create or replace function app.has_gone(programme uuid, who uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select who is not null and programme = any (app.mine()) and (not app.has_role_now(app.partnership(), programme, who)
    or exists (select from people p where p.partnership_id = app.partnership() and p.user_id = who and p.left_on is not null)) $$;
revoke execute on function app.has_gone from public;
grant execute on function app.has_gone to modulus_app;

-- Reviews that are due: told once to the data leads of the programme, by the clock.
create policy agreement_clock on sharing_agreements for select to modulus_app using (partnership_id = app.partnership() and app.system() = 'clock');
create policy agreement_clock_writes on messages for insert to modulus_app with check (partnership_id = app.partnership() and app.system() = 'clock');
create function app.strike_reviews() returns table (agreement_id uuid, programme_id uuid, email text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.system() is distinct from 'clock' then return; end if;
  return query
  with due as (
    update sharing_agreements a set review_told_at = now()
    where a.partnership_id = app.partnership() and a.agreed_at is not null and a.ended_at is null and now() < a.valid_until
      and a.review_due <= app.today() and a.review_told_at is null
      and exists (select from memberships m where m.partnership_id = a.partnership_id and m.programme_id = a.programme_id and m.role = 'data_lead'
        and app.has_role_now(a.partnership_id, a.programme_id, m.user_id))
    returning a.id, a.programme_id
  )
  select distinct due.id, due.programme_id, p.email from due
  join memberships m on m.partnership_id = app.partnership() and m.programme_id = due.programme_id and m.role = 'data_lead'
    and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
  join people p on p.partnership_id = m.partnership_id and p.user_id = m.user_id
  where app.has_role_now(app.partnership(), due.programme_id, m.user_id);
end $$;
revoke execute on function app.strike_reviews from public;
grant execute on function app.strike_reviews to modulus_app;

-- "What would they see?": whom it can be asked about. By reference, for those who answer for the programme's data; a restricted record is
-- the data lead's alone to ask about.
create function app.records_of(p_programme uuid) returns table (id uuid, reference text, since date, restricted boolean)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select t.id, t.reference, (t.created_at at time zone 'Europe/London')::date, t.restricted from participants t
  where t.partnership_id = app.partnership() and t.programme_id = p_programme
    and (p_programme = any (app.role_in('data_lead')) or (p_programme = any (app.role_in('programme_lead')) and not t.restricted))
$$;
-- Why one person was given to somebody: kinds and since when.
create function app.given_to(p_programme uuid, p_participant uuid, p_user uuid) returns table (kind text, since timestamptz)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select s.kind, s.created_at from assignments s
  where s.partnership_id = app.partnership() and s.programme_id = p_programme and s.participant_id = p_participant
    and (p_programme = any (app.role_in('data_lead')) or p_programme = any (app.role_in('programme_lead')))
    and (s.user_id = p_user or (s.kind = 'placement' and exists (select from memberships m where m.partnership_id = s.partnership_id and m.programme_id = s.programme_id
      and m.user_id = p_user and m.partner_id = s.partner_id and m.role in ('partner_contact', 'placement_supervisor') and m.from_at <= now() and (m.until_at is null or now() < m.until_at))))
$$;
alter function app.records_of owner to modulus_door; -- the owner is a member of modulus_counter, and does not find a restricted record
revoke execute on function app.records_of from public;
revoke execute on function app.given_to from public;
grant execute on function app.records_of, app.given_to to modulus_app;
-- Nobody signs for something that has no name: whoever may sign a draft is told the programme's, which nothing else shows them yet.
create function app.programme_to_sign(p_agreement uuid) returns text language sql stable security definer set search_path = public, app, pg_temp as $$
  select g.name from sharing_agreements a join programmes g on g.partnership_id = a.partnership_id and g.id = a.programme_id
  where a.partnership_id = app.partnership() and a.id = p_agreement and a.agreed_at is null and a.ended_at is null
    and app.signs_for(a.programme_id) in (a.partner_id, g.lead_partner_id)
$$;
revoke execute on function app.programme_to_sign from public;
grant execute on function app.programme_to_sign to modulus_app;
