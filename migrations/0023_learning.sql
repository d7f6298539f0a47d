-- Learning from one place in another: lessons and questions travel, a plan does not. What a programme takes over it has to work out anew
-- with its own young people.
create table lessons (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('do_again', 'do_differently', 'ask_first', 'beware')),
  words text not null constraint lessons_say_something check (trim(words) <> ''),
  about_co text check (about_co in ('co_commission', 'co_design', 'co_deliver', 'co_assess')),
  heard_from text not null check (heard_from in ('participants', 'partners', 'officers', 'together')),
  -- The question it leaves for young people elsewhere.
  question text not null default '',
  evidence text not null default '',
  decision_id uuid,
  -- Other programmes of the partnership may read it: nothing in it may point to a person.
  shared boolean not null default false,
  version integer not null default 1,
  foreign key (partnership_id, decision_id) references decisions (partnership_id, id)
);
select app.protect('lessons', 'power', null, 'shared and cardinality(app.mine()) > 0');

-- What a programme took from elsewhere, and how it means to use it here.
create table lesson_uses (
  like app.row including all,
  programme_id uuid not null,
  lesson_id uuid not null,
  how text not null default '',
  constraint lesson_uses_once unique (partnership_id, programme_id, lesson_id),
  foreign key (partnership_id, lesson_id) references lessons (partnership_id, id)
);
select app.protect('lesson_uses', 'power');

-- What to ask the young people of this place, before anything is planned; and what they said, as a group.
create table asked_questions (
  like app.row including all,
  programme_id uuid not null,
  words text not null constraint asked_questions_say_something check (trim(words) <> ''),
  lesson_id uuid,
  asked_on date,
  people_asked integer check (people_asked between 1 and 500),
  their_answer text not null default '',
  version integer not null default 1,
  constraint asked_questions_answered_when_asked check ((asked_on is null) = (people_asked is null)),
  foreign key (partnership_id, lesson_id) references lessons (partnership_id, id)
);
select app.protect('asked_questions', 'power');

-- The ingredients of the approach, one by one: kept, adapted, dropped, or a question for the young people. Every change of mind is a row.
create table ingredient_choices (
  like app.row including all,
  programme_id uuid not null,
  ingredient text not null check (ingredient in ('active_partnership', 'targeted_recruitment', 'asset_holders', 'mentoring', 'unifying_focus', 'co_production')),
  choice text not null check (choice in ('keep', 'adapt', 'drop', 'ask_young_people')),
  why text not null default '',
  decision_id uuid,
  chosen_at timestamptz not null default now(),
  foreign key (partnership_id, decision_id) references decisions (partnership_id, id)
);
create index ingredient_choices_latest on ingredient_choices (partnership_id, programme_id, ingredient, chosen_at desc);
select app.protect('ingredient_choices', 'power', null, null, null, 'select, insert');

-- Seven insights of the evaluation of the approach, as a check: how ready an officer, the programme or an organisation is. Every reading stays.
create table readiness_checks (
  like app.row including all,
  programme_id uuid not null,
  insight text not null check (insight in ('time_and_focus', 'assets_and_commitment', 'desired_opportunities', 'trust_and_prevention', 'anchor_organisation', 'leadership_from_anywhere', 'sharing_learning')),
  level text not null check (level in ('officer', 'programme', 'organisation')),
  partner_id uuid,
  score integer not null check (score between 0 and 3),
  evidence text not null constraint readiness_checks_say_why check (trim(evidence) <> ''),
  read_at timestamptz not null default now(),
  constraint readiness_checks_of_an_organisation check ((level = 'organisation') = (partner_id is not null)),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
create index readiness_checks_latest on readiness_checks (partnership_id, programme_id, insight, read_at desc);
-- A partner's contact speaks for their own organisation, and for no other.
select app.protect('readiness_checks', 'power', null, null,
  'level = ''organisation'' and partner_id = any (app.partners()) and programme_id = any (app.role_in(''partner_contact''))', 'select, insert');

-- Prevention, performance, partnership, people: what shows each, in words, with the rows it rests on.
create table principle_evidence (
  like app.row including all,
  programme_id uuid not null,
  principle text not null check (principle in ('prevention', 'performance', 'partnership', 'people')),
  words text not null constraint principle_evidence_says_something check (trim(words) <> ''),
  decision_id uuid,
  foreign key (partnership_id, decision_id) references decisions (partnership_id, id)
);
select app.protect('principle_evidence', 'power', null, null, null, 'select, insert, delete');

-- Where a programme comes from and what came from it, oldest first, for whoever belongs to one of the line: its name and place, no more.
create function app.line_of_programme(p_programme uuid) returns table (id uuid, name text, area text, status text, started_on date, derived_from_id uuid, mine boolean)
language sql stable security definer set search_path = public, app, pg_temp as $$
  with recursive up as (
    select g.id, g.derived_from_id, 0 as depth from programmes g where g.partnership_id = app.partnership() and g.id = p_programme
    union all
    select g.id, g.derived_from_id, up.depth + 1 from up join programmes g on g.partnership_id = app.partnership() and g.id = up.derived_from_id where up.depth < 20
  ), down as (
    select u.id, 0 as depth from (select up.id from up order by depth desc limit 1) u
    union all
    select g.id, down.depth + 1 from down join programmes g on g.partnership_id = app.partnership() and g.derived_from_id = down.id where down.depth < 20
  )
  select g.id, g.name, a.name, g.status, g.started_on, g.derived_from_id, g.id = any (app.mine())
  from down join programmes g on g.partnership_id = app.partnership() and g.id = down.id join areas a on a.partnership_id = g.partnership_id and a.id = g.area_id
  where p_programme = any (app.mine()) or app.is_admin()
  order by g.started_on nulls last, g.name
$$;
alter function app.line_of_programme owner to modulus_counter;
revoke execute on function app.line_of_programme from public;
grant execute on function app.line_of_programme to modulus_app;

/*
 A plan cannot be copied. In a programme that learned from another, a part of a course with the same title as one there has to name what
 it came from here: an interest, an idea or a decision of this programme's own young people. A course cannot bear the name of one there.
*/
create function app.refuse_copied_plan() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if tg_table_name = 'course_elements' then
    if new.interest_id is not null or new.idea_id is not null or new.decision_id is not null then return new; end if;
    if not exists (
      with recursive up as (
        select g.derived_from_id as id, 1 as depth from programmes g where g.partnership_id = new.partnership_id and g.id = new.programme_id
        union all select g.derived_from_id, up.depth + 1 from up join programmes g on g.partnership_id = new.partnership_id and g.id = up.id where up.depth < 20
      ) select 1 from up join course_elements e on e.partnership_id = new.partnership_id and e.programme_id = up.id and app.fold(trim(e.title)) = app.fold(trim(new.title))
    ) then return new; end if;
  elsif not exists (
    with recursive up as (
      select g.derived_from_id as id, 1 as depth from programmes g where g.partnership_id = new.partnership_id and g.id = new.programme_id
      union all select g.derived_from_id, up.depth + 1 from up join programmes g on g.partnership_id = new.partnership_id and g.id = up.id where up.depth < 20
    ) select 1 from up join courses e on e.partnership_id = new.partnership_id and e.programme_id = up.id and app.fold(trim(e.name)) = app.fold(trim(new.name))
  ) then return new;
  end if;
  raise exception 'a plan is not copied' using errcode = '23514', constraint = 'plans_are_not_copied';
end $$;
alter function app.refuse_copied_plan owner to modulus_counter;
revoke execute on function app.refuse_copied_plan from public;
create trigger c_not_copied before insert on courses for each row execute function app.refuse_copied_plan();
create trigger c_not_copied_renamed before update on courses for each row when (new.name <> old.name) execute function app.refuse_copied_plan();
create trigger c_not_copied before insert on course_elements for each row execute function app.refuse_copied_plan();
create trigger c_not_copied_retitled before update on course_elements for each row
  when ((new.title, new.interest_id, new.idea_id, new.decision_id) is distinct from (old.title, old.interest_id, old.idea_id, old.decision_id))
  execute function app.refuse_copied_plan();
