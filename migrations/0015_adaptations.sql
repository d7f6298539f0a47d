-- What changed because of young people, and how it was weighed: an adaptation is written once and then only ever added to.

create table adaptations (
  like app.row including all,
  programme_id uuid not null,
  course_id uuid,
  element_id uuid,
  follows_id uuid,
  trigger text not null check (trigger in ('participants_chose_otherwise', 'participant_asked', 'attendance_signal', 'partner_change', 'safety', 'funder', 'time', 'opportunity', 'learning')),
  raised_by text not null check (raised_by in ('participants', 'together', 'officer', 'mentor', 'partner', 'lead', 'funder')),
  raised_on date not null,
  from_text text not null check (trim(from_text) <> ''),
  to_text text not null check (trim(to_text) <> ''),
  what_we_feared text not null default '',
  -- Words of the group, with no name to them. What one person said is in adaptation_voices.
  what_they_said text not null default '',
  alternatives text not null default '',
  opportunity_cost text not null default '',
  core_ingredients text[] not null default '{}',
  -- What agreeing it does to the course: to the part it is about, and whether the new thing becomes a part of its own.
  element_becomes text check (element_becomes in ('swapped', 'dropped')),
  adds_element boolean not null default false,
  new_partner_id uuid,
  constraint adaptations_ingredients_known check (core_ingredients <@ array['active_partnership', 'targeted_recruitment', 'asset_holders', 'mentoring', 'unifying_focus', 'co_production']),
  constraint adaptations_part_of_a_course check (course_id is not null or (element_id is null and not adds_element)),
  constraint adaptations_becomes_of_a_part check (element_id is not null or element_becomes is null),
  constraint adaptations_partner_of_the_new check (adds_element or new_partner_id is null),
  constraint adaptations_in_programme unique (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, course_id) references courses (partnership_id, programme_id, id),
  foreign key (partnership_id, course_id, element_id) references course_elements (partnership_id, course_id, id),
  foreign key (partnership_id, programme_id, follows_id) references adaptations (partnership_id, programme_id, id),
  foreign key (partnership_id, new_partner_id) references partners (partnership_id, id)
);
create index adaptations_newest on adaptations (partnership_id, programme_id, raised_on desc, id desc);
create index adaptations_of_course on adaptations (partnership_id, course_id);

/*
 A weighing of benefit against risk, the risk of not doing it included: words and the small steps people use when they talk about it,
 never a score. Somebody carries it, and somebody else may be asked, by name, to stand behind them.
*/
create table risk_benefits (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid,
  subject text not null check (trim(subject) <> ''),
  about text not null check (about in ('adaptation', 'visit', 'course', 'placement', 'programme')),
  adaptation_id uuid,
  course_id uuid,
  visit_id uuid,
  placement_id uuid,
  benefits jsonb not null default '[]',
  risks jsonb not null default '[]',
  risk_of_not_doing text not null constraint risk_benefits_not_doing_said check (trim(risk_of_not_doing) <> ''),
  their_weighing text not null default '',
  our_weighing text not null default '',
  judgement text check (judgement in ('go', 'go_with_changes', 'not_now', 'no')),
  carried_by_id uuid not null,
  backing text not null default 'not_asked' check (backing in ('not_asked', 'asked', 'yes', 'no')),
  backed_by_id uuid,
  backing_words text not null default '',
  backed_on date,
  review_on date,
  what_happened text not null default '',
  what_happened_on date,
  version integer not null default 1,
  constraint risk_benefits_lists check (jsonb_typeof(benefits) = 'array' and jsonb_typeof(risks) = 'array'),
  constraint risk_benefits_about_one_thing check (
    (about = 'adaptation') = (adaptation_id is not null) and (about = 'course') = (course_id is not null)
    and (about = 'visit') = (visit_id is not null) and (about = 'placement') = (placement_id is not null)),
  -- A visit or a placement is always somebody's; a change of plan or of a programme never is; a course may be weighed for one person.
  constraint risk_benefits_whose check (case when about in ('visit', 'placement') then participant_id is not null when about = 'course' then true else participant_id is null end),
  constraint risk_benefits_backing_of_someone check ((backing = 'not_asked') = (backed_by_id is null) and (backing in ('yes', 'no')) = (backed_on is not null)),
  constraint risk_benefits_backed_by_another check (backed_by_id <> carried_by_id),
  constraint risk_benefits_in_programme unique (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, adaptation_id) references adaptations (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, course_id) references courses (partnership_id, programme_id, id),
  foreign key (partnership_id, visit_id) references visits (partnership_id, id),
  foreign key (partnership_id, placement_id) references placements (partnership_id, id),
  foreign key (partnership_id, carried_by_id) references people (partnership_id, user_id),
  foreign key (partnership_id, backed_by_id) references people (partnership_id, user_id)
);
create index risk_benefits_newest on risk_benefits (partnership_id, programme_id, id desc);
create index risk_benefits_of_adaptation on risk_benefits (partnership_id, adaptation_id);
create index risk_benefits_asked_of on risk_benefits (partnership_id, backed_by_id) where backing = 'asked';
/*
 Two readers, told apart by whether one young person is named. A weighing about a course, a change of plan or a programme is part of sharing
 power: everyone who may see that sees it, the young people first. One that names a young person is the team's alone, like any
 other note about risk: no partner, no mentor and no other young person. Only the team writes either, whatever the
 matrix says about power.
*/
select app.protect('risk_benefits', null, null,
  '(participant_id is null and programme_id = any (app.programmes(''power''))) or (participant_id is not null and programme_id = any (app.programmes(''risk'')))',
  '(participant_id is null and programme_id = any (app.programmes_to_write(''participation''))) or (participant_id is not null and programme_id = any (app.programmes_to_write(''risk'')))');

-- Whoever is named stands behind these words and no others: only they can say yes or no, and if the words change they are asked again.
create function app.keep_backing() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.backing in ('yes', 'no') and new.backing = old.backing
     and (new.subject, new.benefits, new.risks, new.risk_of_not_doing, new.their_weighing, new.our_weighing, new.judgement, new.carried_by_id)
       is distinct from (old.subject, old.benefits, old.risks, old.risk_of_not_doing, old.their_weighing, old.our_weighing, old.judgement, old.carried_by_id) then
    new.backing := 'asked';
    new.backing_words := '';
    new.backed_on := null;
  end if;
  if new.backing in ('yes', 'no') and (tg_op = 'INSERT' or (old.backing, old.backed_by_id, old.backing_words, old.backed_on) is distinct from (new.backing, new.backed_by_id, new.backing_words, new.backed_on))
     and (tg_op = 'INSERT' or new.backed_by_id is distinct from app.user_id() or old.backed_by_id is distinct from app.user_id()) then
    raise exception 'only the person who was asked can answer' using errcode = 'check_violation', constraint = 'risk_benefits_answered_by_themselves';
  end if;
  return new;
end $$;
create trigger c_backing before insert or update on risk_benefits for each row execute function app.keep_backing();
-- The answer of the one who was asked, who need not be in the team and may change nothing else of it. False when it is not theirs to give.
create function app.answer_backing(p_id uuid, p_version integer, p_yes boolean, p_words text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update risk_benefits set backing = case when p_yes then 'yes' else 'no' end, backing_words = p_words, backed_on = app.today()
  where partnership_id = app.partnership() and id = p_id and version = p_version and backed_by_id = app.user_id() and backing in ('asked', 'yes', 'no')
    and ((participant_id is null and programme_id = any (app.programmes('power'))) or (participant_id is not null and programme_id = any (app.programmes('risk'))));
  return found;
end $$;
revoke execute on function app.answer_backing from public;
grant execute on function app.answer_backing to modulus_app;

/*
 Every step of an adaptation is a row of its own, in turn: each begins where the one before it ended, which the key below makes sure of, and
 two people cannot both take the same turn. A correction is a step too, so that the earlier words stay where they were.
*/
create table adaptation_steps (
  like app.row including all,
  programme_id uuid not null,
  adaptation_id uuid not null,
  number integer not null check (number >= 1),
  after_number integer generated always as (nullif(number - 1, 0)) stored,
  kind text not null check (kind in ('raise', 'talk_over', 'agree', 'not_agree', 'begin_trial', 'extend_trial', 'settle', 'correct', 'weigh', 'tell')),
  status_before text,
  status text not null check (status in ('raised', 'talked_over', 'agreed', 'not_agreed', 'trialled', 'kept', 'reversed', 'changed_again')),
  happened_on date not null,
  words text not null default '',
  quote text not null default '',
  decided_by text check (decided_by in ('participants', 'together', 'officer', 'partner', 'lead', 'funder', 'law', 'safeguarding')),
  decision_id uuid,
  risk_benefit_id uuid,
  trial_until date,
  corrects text check (corrects in ('from_text', 'to_text', 'what_we_feared', 'what_they_said', 'alternatives', 'opportunity_cost')),
  earlier_words text,
  told_how text check (told_how in ('message', 'call', 'in_person', 'meeting', 'text', 'writing')),
  partner_id uuid,
  people_told integer check (people_told >= 0),
  -- How the part of the course stood before, and the part that took its place: so that going back is possible.
  element_was text,
  new_element_id uuid,
  constraint adaptation_steps_in_turn unique (partnership_id, adaptation_id, number),
  constraint adaptation_steps_state_in_turn unique (partnership_id, adaptation_id, number, status),
  constraint adaptation_steps_begin check ((number = 1) = (kind = 'raise') and (number = 1) = (status_before is null)),
  constraint adaptation_steps_follow check (case kind
    when 'raise' then status = 'raised'
    when 'talk_over' then status_before in ('raised', 'talked_over', 'not_agreed') and status = 'talked_over'
    when 'agree' then status_before = 'talked_over' and status = 'agreed'
    when 'not_agree' then status_before = 'talked_over' and status = 'not_agreed'
    when 'begin_trial' then status_before = 'agreed' and status = 'trialled'
    when 'extend_trial' then status_before = 'trialled' and status = 'trialled'
    when 'settle' then status_before = 'trialled' and status in ('kept', 'reversed', 'changed_again')
    else status = status_before end),
  constraint adaptation_steps_decided check ((kind in ('agree', 'not_agree', 'settle')) = (decided_by is not null)),
  constraint adaptation_steps_no_with_a_reason check (kind <> 'not_agree' or (trim(words) <> '' and told_how is not null)),
  constraint adaptation_steps_law_with_a_reason check (decided_by not in ('law', 'safeguarding') or trim(words) <> ''),
  constraint adaptation_steps_trial_has_an_end check (kind not in ('begin_trial', 'extend_trial') or trial_until is not null),
  constraint adaptation_steps_trial_within_a_year check (trial_until between happened_on and happened_on + 366),
  constraint adaptation_steps_correction_whole check ((kind = 'correct') = (corrects is not null) and (kind = 'correct') = (earlier_words is not null)),
  constraint adaptation_steps_weighed_what check ((kind = 'weigh') = (risk_benefit_id is not null)),
  constraint adaptation_steps_told_whom check ((kind = 'tell') = (partner_id is not null) and (kind <> 'tell' or told_how is not null)),
  foreign key (partnership_id, programme_id, adaptation_id) references adaptations (partnership_id, programme_id, id),
  foreign key (partnership_id, adaptation_id, after_number, status_before) references adaptation_steps (partnership_id, adaptation_id, number, status),
  foreign key (partnership_id, programme_id, decision_id) references decisions (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, risk_benefit_id) references risk_benefits (partnership_id, programme_id, id),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id),
  foreign key (partnership_id, new_element_id) references course_elements (partnership_id, id)
);

-- The sessions it is about, named when it is raised; and what each was called before, kept when it changed.
create table adaptation_sessions (
  like app.row including all,
  programme_id uuid not null,
  adaptation_id uuid not null,
  session_id uuid not null,
  constraint adaptation_sessions_once unique (partnership_id, adaptation_id, session_id),
  foreign key (partnership_id, programme_id, adaptation_id) references adaptations (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, session_id) references course_sessions (partnership_id, programme_id, id)
);
create table adaptation_changes (
  like app.row including all,
  programme_id uuid not null,
  adaptation_id uuid not null,
  session_id uuid not null,
  was_title text not null,
  was_why text not null,
  was_element_id uuid,
  became_title text not null,
  constraint adaptation_changes_once unique (partnership_id, adaptation_id, session_id),
  foreign key (partnership_id, programme_id, adaptation_id) references adaptations (partnership_id, programme_id, id),
  foreign key (partnership_id, programme_id, session_id) references course_sessions (partnership_id, programme_id, id)
);
create index adaptation_changes_of_session on adaptation_changes (partnership_id, session_id);

-- Shared by everyone the power is shared with, and so without a single young person's name; added to by the team, changed by nobody.
do $$ declare t text; begin
  foreach t in array array['adaptations', 'adaptation_steps', 'adaptation_sessions', 'adaptation_changes'] loop
    perform app.protect(t::regclass, null, null, 'programme_id = any (app.programmes(''power''))', 'programme_id = any (app.programmes_to_write(''participation''))', 'select, insert');
  end loop;
end $$;

-- What one young person said about it: for the team and themselves, like every note about one person. They may add words of their own.
create table adaptation_voices (
  like app.entry including all,
  adaptation_id uuid not null,
  words text not null check (trim(words) <> ''),
  said_by text not null default 'worker' check (said_by in ('participant', 'worker')),
  said_on date not null,
  foreign key (partnership_id, programme_id, adaptation_id) references adaptations (partnership_id, programme_id, id)
);
create index adaptation_voices_of_adaptation on adaptation_voices (partnership_id, adaptation_id);
select app.protect('adaptation_voices', 'notes', null, null, 'participant_id = any (app.self()) and said_by = ''participant''', 'select, insert');

alter table drafts drop constraint drafts_kind_check;
alter table drafts add constraint drafts_kind_check check (kind in ('visit', 'contact', 'nomination', 'concern', 'offer', 'note', 'mentoring', 'agreement', 'review', 'course', 'other', 'adaptation', 'weighing'));
