-- What partners offer, who said yes to it, and how it went: taster, placement, job, and whether the job lasted.

-- The words that carry meaning, as English stems: what an offer and someone's own words may have in common.
create function app.key_words(words text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(w order by w), '{}') from unnest(tsvector_to_array(to_tsvector('pg_catalog.english', app.fold(words)))) w
  where length(w) > 2 and w <> all ('{work,job,learn,like,want,get,day,week,time,help,peopl,good,thing,someth,anyth,noth,realli,lot,would,could,love,tri,make,know,think,place,start,use,bit,chanc,experi,skill,young,person,team,full,part,year,month,hour,one,two,take,see,home,wee,small,littl,big,come,new,first,everyth,everyon,someon,anyon,back,away,keep,put,need,show,folk,lad,lass,morn,afternoon,also,better,best,proper,right,sure,real,stuff,sort,kind,way,look,still,never,alway,mayb,life,done,much,mani,bring,give,set}')
$$;

create table opportunities (
  like app.row including all,
  partner_id uuid not null,
  kind text not null check (kind in ('taster', 'placement', 'job', 'apprenticeship', 'volunteering')),
  title text not null check (trim(title) <> ''),
  what_youd_do text not null default '',
  place text not null default '',
  starts_on date,
  ends_on date,
  hours text not null default '',
  pay text not null default '',
  requires text not null default '',
  record_friendly text not null default 'case_by_case' check (record_friendly in ('convictions_ok', 'case_by_case', 'no')),
  tags text[] not null default '{}',
  places integer not null default 1 check (places between 1 and 500),
  taken integer not null default 0,
  status text not null default 'offered' check (status in ('offered', 'checked', 'open', 'filled', 'withdrawn')),
  version integer not null default 1,
  key_words text[] not null generated always as (app.key_words(title || ' ' || what_youd_do)) stored,
  constraint opportunities_full check (taken between 0 and places),
  constraint opportunities_in_order check (ends_on >= starts_on),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
create index opportunities_of_partner on opportunities (partnership_id, partner_id);
-- An offer holds no one's data, but it is business between its partner and the programme: other partners' contacts do not see it.
-- Its partner keeps it; the programme's team checks and opens it.
select app.protect('opportunities', null, null,
  'partner_id = any (app.partners()) or cardinality(app.role_in(''programme_lead'') || app.role_in(''outreach_officer'') || app.role_in(''mentor'') || app.role_in(''participant'') || app.role_in(''analyst'')) > 0',
  'partner_id = any (app.partners()) or cardinality(app.role_in(''programme_lead'') || app.role_in(''outreach_officer'')) > 0');
-- A taken place is no edit of the offer: it does not make an open form stale.
drop trigger b_version on opportunities;
create trigger b_version before update on opportunities for each row when (old.taken = new.taken) execute function app.next_version();

-- A proportionate talk with a partner about one site, kept once and used again for every offer there until its review.
create table provider_checks (
  like app.row including all,
  partner_id uuid not null,
  site text not null default '',
  checked_on date not null,
  checked_by_id uuid,
  insurance_seen boolean not null default false,
  supervision_talked_through boolean not null default false,
  note text not null default '',
  review_on date not null,
  constraint provider_checks_review_within_a_year check (review_on between checked_on and (checked_on + interval '12 months')::date),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
select app.protect('provider_checks', null, null,
  'partner_id = any (app.partners()) or cardinality(app.role_in(''programme_lead'') || app.role_in(''outreach_officer'')) > 0',
  'cardinality(app.role_in(''programme_lead'') || app.role_in(''outreach_officer'')) > 0');

create table placements (
  like app.entry including all,
  opportunity_id uuid not null,
  partner_id uuid not null,
  matched_interest_id uuid,
  match_reason text not null default '',
  state text not null default 'suggested' check (state in ('suggested', 'they_said_yes', 'checks', 'taster', 'placement', 'job_offered', 'job_accepted', 'sustained_13w', 'sustained_26w', 'they_said_no', 'ended_early')),
  starts_on date,
  ends_on date,
  partner_accepted_on date,
  adjustments text not null default '',
  travel text not null default '',
  supervisor_id uuid,
  job_starts_on date,
  job_contract text check (job_contract in ('permanent', 'fixed', 'apprenticeship', 'casual', 'sessional')),
  job_hours_per_week numeric(4, 1) check (job_hours_per_week between 0 and 80),
  real_living_wage boolean,
  job_employer_id uuid,
  ended_reason text not null default '',
  ended_by text check (ended_by in ('participant', 'partner', 'programme')),
  version integer not null default 1,
  constraint placements_once unique (partnership_id, opportunity_id, participant_id),
  -- What is kept about a placement repeats whose it is, and this key makes sure that it repeats it truly.
  constraint placements_whole unique (partnership_id, id, programme_id, participant_id, partner_id),
  constraint placements_in_order check (ends_on >= starts_on),
  foreign key (partnership_id, opportunity_id) references opportunities (partnership_id, id),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id),
  foreign key (partnership_id, job_employer_id) references partners (partnership_id, id),
  foreign key (partnership_id, supervisor_id) references people (partnership_id, user_id),
  foreign key (partnership_id, matched_interest_id) references interests (partnership_id, id)
);
create index placements_of_partner on placements (partnership_id, partner_id);
create index placements_of_offer on placements (partnership_id, opportunity_id);

create table placement_steps (
  like app.entry including all,
  placement_id uuid not null,
  partner_id uuid not null,
  from_state text,
  to_state text not null,
  happened_on date not null,
  said_by text not null default 'worker' check (said_by in ('participant', 'worker', 'together', 'parent', 'partner')),
  how text not null default 'in_person' check (how in ('in_person', 'call', 'text', 'own_phone', 'writing')),
  foreign key (partnership_id, placement_id, programme_id, participant_id, partner_id) references placements (partnership_id, id, programme_id, participant_id, partner_id)
);
create index placement_steps_of_placement on placement_steps (partnership_id, placement_id);

create table placement_days (
  like app.entry including all,
  placement_id uuid not null,
  partner_id uuid not null,
  day date not null,
  came boolean not null,
  constraint placement_days_once unique (partnership_id, placement_id, day),
  foreign key (partnership_id, placement_id, programme_id, participant_id, partner_id) references placements (partnership_id, id, programme_id, participant_id, partner_id)
);

create table placement_reviews (
  like app.entry including all,
  placement_id uuid not null,
  partner_id uuid not null,
  side text not null check (side in ('partner', 'participant')),
  reviewed_on date not null,
  words text not null check (trim(words) <> ''),
  score integer check (score between 0 and 10),
  said_by text not null default 'partner' check (said_by in ('participant', 'worker', 'together', 'partner')),
  foreign key (partnership_id, placement_id, programme_id, participant_id, partner_id) references placements (partnership_id, id, programme_id, participant_id, partner_id)
);
create index placement_reviews_of_placement on placement_reviews (partnership_id, placement_id);

-- Who sees a placement: the team of the programme; the young person their own; a partner their own and no other partner's, under a
-- live agreement and only once the young person said yes. The young person's review is not for the partner to read.
do $$
declare
  team text := 'programme_id = any (app.programmes%s(''participation''))';
  self text := 'participant_id = any (app.participants%s(''participation'')) and participant_id = any (app.self()) and visibility = ''shared_with_person''';
  partner text := 'participant_id = any (app.participants%s(''participation'')) and partner_id = any (app.partners())';
  yes text := ' and state not in (''suggested'', ''they_said_no'')';
begin
  perform app.protect('placements', null, null,
    format('%s or (%s) or (%s)', format(team, ''), format(self, ''), format(partner, '') || yes),
    format('%s or (%s) or (%s)', format(team, '_to_write'), format(self, '_to_write'), format(partner, '_to_write') || yes));
  perform app.protect('placement_steps', null, null,
    format('%s or (%s)', format(team, ''), format(self, '')),
    format('%s or (%s) or (%s)', format(team, '_to_write'), format(self, '_to_write'), format(partner, '_to_write')), 'select, insert');
  perform app.protect('placement_days', null, null,
    format('%s or (%s) or (%s)', format(team, ''), format(self, ''), format(partner, '')),
    format('%s or (%s)', format(team, '_to_write'), format(partner, '_to_write')));
  perform app.protect('placement_reviews', null, null,
    format('%s or (%s) or (%s)', format(team, ''), format(self, ''), format(partner, '') || ' and side = ''partner'''),
    format('%s or (%s) or (%s)', format(team, '_to_write'), format(self, '_to_write') || ' and side = ''participant''', format(partner, '_to_write') || ' and side = ''partner'''), 'select, insert');
end $$;

-- A partner meets the young person only after they said yes, and no longer once it ended.
create function app.assign_placement() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.assign(new.partnership_id, new.programme_id, new.participant_id, 'placement', new.id, null, new.partner_id,
                     new.state not in ('suggested', 'they_said_no', 'ended_early'));
  return null;
end $$;
alter function app.assign_placement owner to modulus_door;
create trigger assign_placement after insert or update on placements for each row execute function app.assign_placement();

-- A place is taken when the partner says yes and free again when it ends: counted with the placement, in one statement and under the
-- offer's check, so simultaneous yeses cannot overbook. The last place fills an open offer, a freed one opens it again.
create function app.take_place() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  before integer := case when tg_op = 'UPDATE' and old.partner_accepted_on is not null and old.state not in ('suggested', 'they_said_no', 'ended_early') then 1 else 0 end;
  after integer := case when new.partner_accepted_on is not null and new.state not in ('suggested', 'they_said_no', 'ended_early') then 1 else 0 end;
begin
  if after <> before then
    update opportunities set taken = taken + after - before,
      status = case when status = 'open' and taken + after - before >= places then 'filled' when status = 'filled' and taken + after - before < places then 'open' else status end
    where partnership_id = new.partnership_id and id = new.opportunity_id;
  end if;
  return null;
end $$;
create trigger take_place after insert or update on placements for each row execute function app.take_place();

-- Which of these words is like the offer? Their word as they said it, or null. Slow beside the test of app.fits: asked only for what is shown.
create function app.shared_word(words text, offer_words text[], offer_title text) returns text language sql immutable parallel safe as $$
  select w from regexp_split_to_table(words, '[^[:alnum:]'']+') with ordinality as said (w, n)
  where app.key_words(w) && offer_words
    or (length(w) >= 5 and cardinality(app.key_words(w)) > 0 and strict_word_similarity(app.fold(w), app.fold(offer_title)) >= 0.4)
  order by n limit 1
$$;
-- Whose interests an offer could answer, by a tag they share or words of their own. Never a number about a person. Left out are those
-- it was suggested to, those who have a job or placement through another, those who ended or whose record is restricted, and programmes
-- that are not at work.
create function app.fits(offer uuid, person uuid default null) returns table (programme_id uuid, participant_id uuid, interest_id uuid, shared_tag text)
language sql stable as $$
  with o as materialized (
    select *, array(select w from regexp_split_to_table(app.fold(title), '[^[:alnum:]]+') w where length(w) >= 5 and cardinality(app.key_words(w)) > 0 limit 6) as title_words,
      (select string_agg(quote_literal(w), ' | ') from unnest(key_words) w)::tsquery as any_word
    from opportunities where partnership_id = app.partnership() and id = offer
  )
  select i.programme_id, i.participant_id, i.id, case when i.tag = any (o.tags) then i.tag end
  from o
  join interests i on i.partnership_id = o.partnership_id
  join participants t on t.partnership_id = i.partnership_id and t.id = i.participant_id
  join programmes g on g.partnership_id = i.partnership_id and g.id = i.programme_id and g.status in ('outreach', 'co_design', 'running', 'winding_down')
  where (person is null or i.participant_id = person) and i.status in ('heard', 'being_worked_on', 'offered') and i.visibility <> 'restricted'
    and t.status in ('in_conversation', 'interested', 'agreed', 'active', 'completed') and not t.restricted and t.erasure_due_at is null
    and (i.tag = any (o.tags) or to_tsvector('pg_catalog.english', i.own_words) @@ o.any_word
         or exists (select from unnest(o.title_words) w where strict_word_similarity(w, i.own_words) >= 0.4))
    and not exists (select from placements p where p.partnership_id = i.partnership_id and p.participant_id = i.participant_id
                    and (p.opportunity_id = o.id or p.state in ('placement', 'job_offered', 'job_accepted', 'sustained_13w', 'sustained_26w')))
$$;
-- How many young people might fit, for the partner who offers it and the team: no number below the partnership's small number ever leaves,
-- and none at all where the asker has no live role.
create function app.count_fits(offer uuid) returns integer language sql stable security definer set search_path = public, app, pg_temp as $$
  select case when n >= small_number then n end::integer
  from (select count(distinct f.participant_id) as n from app.fits(offer) f where f.programme_id = any (app.mine())) counted, partnerships
  where partnerships.id = app.partnership()
    and exists (select 1 from opportunities o where o.partnership_id = app.partnership() and o.id = offer
                and (o.partner_id = any (app.partners()) or cardinality(app.role_in('programme_lead') || app.role_in('outreach_officer')) > 0))
$$;
alter function app.count_fits owner to modulus_counter;
revoke execute on function app.count_fits from public;
grant execute on function app.count_fits to modulus_app;
