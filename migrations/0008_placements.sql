-- What partners offer, who said yes to it, and how it went: taster, placement, job, and whether the job lasted.
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
  status text not null default 'offered' check (status in ('offered', 'checked', 'open', 'filled', 'withdrawn')),
  version integer not null default 1,
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
-- An offer holds no one's data: everyone with a live role may see it; its partner keeps it, a programme lead checks it.
select app.protect('opportunities', null, null, 'cardinality(app.mine()) > 0 or partner_id = any (app.partners())',
                   'partner_id = any (app.partners()) or cardinality(app.role_in(''programme_lead'')) > 0');

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
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
select app.protect('provider_checks', null, null, 'cardinality(app.mine()) > 0 or partner_id = any (app.partners())',
                   'cardinality(app.role_in(''programme_lead'')) > 0 or cardinality(app.role_in(''outreach_officer'')) > 0');

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
  job_starts_on date,
  job_contract text check (job_contract in ('permanent', 'fixed', 'apprenticeship', 'casual', 'sessional')),
  job_hours_per_week numeric(4, 1) check (job_hours_per_week between 0 and 80),
  real_living_wage boolean,
  ended_reason text not null default '',
  ended_by text check (ended_by in ('participant', 'partner', 'programme')),
  version integer not null default 1,
  constraint placements_once unique (partnership_id, opportunity_id, participant_id),
  foreign key (partnership_id, opportunity_id) references opportunities (partnership_id, id),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id),
  foreign key (partnership_id, matched_interest_id) references interests (partnership_id, id)
);
create index placements_of_partner on placements (partnership_id, partner_id);
select app.protect('placements', 'participation');
-- A partner meets the young person only after they said yes.
create function app.assign_placement() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.assign(new.partnership_id, new.programme_id, new.participant_id, 'placement', new.id, null, new.partner_id,
                     new.state not in ('suggested', 'they_said_no', 'ended_early'));
  return null;
end $$;
alter function app.assign_placement owner to modulus_door;
create trigger assign_placement after insert or update on placements for each row execute function app.assign_placement();

create table placement_steps (
  like app.entry including all,
  placement_id uuid not null,
  from_state text,
  to_state text not null,
  happened_on date not null,
  said_by text not null default 'worker',
  foreign key (partnership_id, placement_id) references placements (partnership_id, id)
);
select app.protect('placement_steps', 'participation');

create table placement_days (
  like app.entry including all,
  placement_id uuid not null,
  day date not null,
  came boolean not null,
  constraint placement_days_once unique (partnership_id, placement_id, day),
  foreign key (partnership_id, placement_id) references placements (partnership_id, id)
);
select app.protect('placement_days', 'participation');

create table placement_reviews (
  like app.entry including all,
  placement_id uuid not null,
  side text not null check (side in ('partner', 'participant')),
  reviewed_on date not null,
  words text not null check (trim(words) <> ''),
  score integer check (score between 0 and 10),
  foreign key (partnership_id, placement_id) references placements (partnership_id, id)
);
select app.protect('placement_reviews', 'participation');
