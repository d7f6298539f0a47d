-- Who is asking, and what follows from it: the context of a transaction, the access matrix, app.protect(), audit.
-- Roles are made once per cluster by apps/api/src/db/roles.ts, because they outlive a database.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;
create extension if not exists btree_gist;

create schema app;
grant usage on schema app to modulus_app;
grant usage, create on schema app to modulus_door, modulus_counter; -- create, so that functions may be given to them
revoke create on schema public from public;
grant usage on schema public to modulus_app, modulus_door, modulus_counter;

-- The context is a set of transaction-local settings, placed by app.open_door(). A reset setting reads as '', so '' is nothing.
create function app.setting(name text) returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.' || name, true), '') $$;
create function app.uuids(name text) returns uuid[] language sql stable parallel safe
  as $$ select coalesce(string_to_array(nullif(current_setting('app.' || name, true), ''), ',')::uuid[], '{}'::uuid[]) $$;

create function app.user_id() returns uuid language sql stable parallel safe as $$ select app.setting('user')::uuid $$;
create function app.partnership() returns uuid language sql stable parallel safe as $$ select app.setting('partnership')::uuid $$;
create function app.request() returns uuid language sql stable parallel safe as $$ select app.setting('request')::uuid $$;
-- The purpose of a job that runs for nobody in particular; null when a person is asking.
create function app.system() returns text language sql stable parallel safe as $$ select app.setting('system') $$;
create function app.is_admin() returns boolean language sql stable parallel safe as $$ select coalesce(app.setting('admin') = 'yes', false) $$;
-- Partners I work for; programmes I belong to in any live role; programmes in which I hold one named role; participants that are me.
create function app.partners() returns uuid[] language sql stable parallel safe as $$ select app.uuids('partners') $$;
create function app.mine() returns uuid[] language sql stable parallel safe as $$ select app.uuids('mine') $$;
create function app.role_in(role text) returns uuid[] language sql stable parallel safe as $$ select app.uuids('role_' || role) $$;
create function app.self() returns uuid[] language sql stable parallel safe as $$ select app.uuids('self') $$;
-- The two questions of every policy: for which programmes, and for which single participants, do I have this category?
create function app.programmes(category text) returns uuid[] language sql stable parallel safe as $$ select app.uuids('read_' || category) $$;
create function app.participants(category text) returns uuid[] language sql stable parallel safe as $$ select app.uuids('readp_' || category) $$;
create function app.programmes_to_write(category text) returns uuid[] language sql stable parallel safe as $$ select app.uuids('write_' || category) $$;
create function app.participants_to_write(category text) returns uuid[] language sql stable parallel safe as $$ select app.uuids('writep_' || category) $$;

-- Text as a forgiving search sees it: no accents, no capitals, single spaces.
create function app.fold(words text) returns text language sql immutable parallel safe
  as $$ select regexp_replace(lower(public.unaccent('public.unaccent', coalesce(words, ''))), '\s+', ' ', 'g') $$;

-- The whole access matrix: role x category x deed. 'programme' reaches everyone in the programme, 'given' only the participants
-- given to the person: their match, their placement, themselves.
create table app.access (
  role text not null,
  category text not null,
  reach text not null check (reach in ('programme', 'given')),
  may_write boolean not null,
  primary key (role, category)
);
insert into app.access (role, category, reach, may_write)
select role, category, reach, deed = 'w' from (values
  ('programme_lead', 'programme', 'identity:w contact:w interests:w participation:w notes:w risk:w outcomes:w power:w'),
  ('outreach_officer', 'programme', 'identity:w contact:w interests:w participation:w notes:w risk:w outcomes:w power:w'),
  ('mentor', 'given', 'identity:r interests:w participation:w outcomes:w'),
  ('partner_contact', 'given', 'identity:r interests:r participation:w'),
  ('placement_supervisor', 'given', 'identity:r participation:w'),
  ('safeguarding_lead', 'programme', 'identity:r contact:r safeguarding:w'),
  ('participant', 'given', 'identity:r contact:r interests:w participation:w notes:r outcomes:w')
) as roles (role, reach, grants),
  lateral (select split_part(g, ':', 1), split_part(g, ':', 2) from regexp_split_to_table(grants, ' ') g) as one (category, deed);
insert into app.access values
  ('mentor', 'power', 'programme', false), ('partner_contact', 'power', 'programme', false), ('participant', 'power', 'programme', true),
  ('participant_rep', 'power', 'programme', true), ('safeguarding_lead', 'power', 'programme', false);
alter table app.access enable row level security;
alter table app.access force row level security;
create policy anyone on app.access for select using (true);
grant select on app.access to modulus_door, modulus_app;

-- Columns that every tenant row has, and that every row about a person has besides. Tables copy them with LIKE.
create table app.row (
  partnership_id uuid not null default app.partnership(),
  id uuid not null,
  created_at timestamptz not null default now(),
  created_by uuid default app.user_id(),
  updated_at timestamptz not null default now(),
  updated_by uuid default app.user_id(),
  primary key (partnership_id, id)
);
create table app.entry (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  purpose_id uuid,
  visibility text not null default 'shared_with_person' check (visibility in ('shared_with_person', 'team', 'restricted')),
  withheld_reason text check (withheld_reason in ('third_party', 'safeguarding', 'investigation', 'harm')),
  review_on date,
  constraint withheld_with_a_reason check (visibility = 'shared_with_person' or (withheld_reason is not null and review_on is not null))
);
alter table app.row enable row level security;
alter table app.row force row level security;
alter table app.entry enable row level security;
alter table app.entry force row level security;

-- Who made a row and who changed it last come from the context, never from the request.
create function app.stamp() returns trigger language plpgsql as $$
begin
  if app.user_id() is null then
    if tg_op = 'UPDATE' then new.updated_at := now(); end if;
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.created_by := app.user_id();
  else
    new.created_at := old.created_at;
    new.created_by := old.created_by;
  end if;
  new.updated_at := now();
  new.updated_by := app.user_id();
  return new;
end $$;
-- Rows that people edit carry a version; a stale one is refused by the query that names it.
create function app.next_version() returns trigger language plpgsql as $$
begin new.version := old.version + 1; return new; end $$;

-- Audit: who, which verb, which row, the names of the changed columns. Never a value.
create table audit_events (
  partnership_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  transaction_id xid8 not null default pg_current_xact_id(),
  user_id uuid,
  request_id uuid,
  verb text not null,
  table_name text not null,
  row_id uuid not null,
  changed_columns text[],
  primary key (partnership_id, id)
);
create index audit_events_row on audit_events (partnership_id, row_id);
create function app.audit() returns trigger language plpgsql as $$
declare
  changed text[];
  what record := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op = 'UPDATE' then
    changed := array(select n.key from jsonb_each(to_jsonb(new)) n
                     where n.value is distinct from to_jsonb(old) -> n.key and n.key not in ('updated_at', 'updated_by', 'version') order by 1);
    if changed = '{}' then return null; end if;
  end if;
  insert into audit_events (partnership_id, user_id, request_id, verb, table_name, row_id, changed_columns)
  values (what.partnership_id, app.user_id(), app.request(), lower(tg_op), tg_table_name, what.id, changed);
  return null;
end $$;

-- The read log: one row for each participant shown to someone.
create table access_events (
  partnership_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  user_id uuid,
  request_id uuid,
  programme_id uuid not null,
  participant_id uuid not null,
  operation text not null,
  primary key (partnership_id, id)
);
create index access_events_participant on access_events (partnership_id, participant_id, at desc);

/*
 app.protect(table, category, ...): foreign keys to the partnership, the programme and the participant; row-level security enabled
 and forced; policies for reading and writing; grants; stamps and audit. Every tenant table is protected by it, so none can forget.
   category        who may read, by the matrix; null when only also_read says so
   write_category  the same for writing; the category itself unless given
   also_read, also_write   a further rule for single rows, or'ed in
   deeds           what modulus_app may do at all
*/
create function app.protect(t regclass, category text, write_category text default null, also_read text default null,
                            also_write text default null, deeds text default 'select, insert, update') returns void language plpgsql as $$
declare
  name text := (select relname from pg_class where oid = t);
  has text[] := array(select attname::text from pg_attribute where attrelid = t and attnum > 0 and not attisdropped);
  person text := case when name = 'participants' then 'id' when 'participant_id' = any (has) then 'participant_id' end;
  whose_write text := coalesce(write_category, category);
  unless_withheld text := case when 'visibility' = any (has) then format(' and (visibility = ''shared_with_person'' or %I <> all (app.self()))', person) else '' end;
  reads text[] := '{}';
  writes text[] := '{}';
begin
  execute format('alter table %s add constraint %I foreign key (partnership_id) references partnerships (id)', t, name || '_partnership');
  if 'programme_id' = any (has) then
    execute format('alter table %s add constraint %I foreign key (partnership_id, programme_id) references programmes (partnership_id, id)', t, name || '_programme');
  end if;
  if person = 'participant_id' then
    execute format('alter table %s add constraint %I foreign key (partnership_id, programme_id, participant_id) references participants (partnership_id, programme_id, id)', t, name || '_participant');
    execute format('create index %I on %s (partnership_id, participant_id)', name || '_of_participant', t);
  end if;
  if 'programme_id' = any (has) then
    execute format('create index %I on %s (partnership_id, programme_id)', name || '_of_programme', t);
  end if;

  if category is not null then
    reads := reads || format('programme_id = any (app.programmes(%L))', category);
    writes := writes || format('programme_id = any (app.programmes_to_write(%L))', whose_write);
    if person is not null then
      reads := reads || format('(%I = any (app.participants(%L))%s)', person, category, unless_withheld);
      writes := writes || format('%I = any (app.participants_to_write(%L))', person, whose_write);
    end if;
  end if;
  if also_read is not null then reads := reads || format('(%s)', also_read); end if;
  if also_write is not null then writes := writes || format('(%s)', also_write); end if;
  if reads = '{}' then reads := '{false}'; end if;
  if writes = '{}' then writes := '{false}'; end if;

  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy sees on %s for select to modulus_app using (partnership_id = app.partnership() and (%s))', t, array_to_string(reads, ' or '));
  execute format('create policy adds on %s for insert to modulus_app with check (partnership_id = app.partnership() and (%s))', t, array_to_string(writes, ' or '));
  execute format('create policy changes on %1$s for update to modulus_app using (partnership_id = app.partnership() and (%2$s)) with check (partnership_id = app.partnership() and (%2$s))', t, array_to_string(writes, ' or '));
  execute format('create policy removes on %s for delete to modulus_app using (partnership_id = app.partnership() and (%s))', t, array_to_string(writes, ' or '));
  execute format('create policy counts on %s for select to modulus_counter using (partnership_id = app.partnership())', t);
  execute format('grant %s on %s to modulus_app', deeds, t);
  execute format('grant select on %s to modulus_counter', t);
  perform app.keep_for_owner(t);

  if 'updated_by' = any (has) then
    execute format('create trigger a_stamp before insert or update on %s for each row execute function app.stamp()', t);
  end if;
  if 'version' = any (has) then
    execute format('create trigger b_version before update on %s for each row execute function app.next_version()', t);
  end if;
  execute format('create trigger z_audit after insert or update or delete on %s for each row execute function app.audit()', t);
end $$;

-- Forced row-level security binds the owner too; migrations, the generator of the bench and tests arrange rows as the owner.
create function app.keep_for_owner(t regclass) returns void language plpgsql as $$
begin execute format('create policy owner on %s to modulus_owner using (true) with check (true)', t); end $$;

-- Tables that the door itself must read before there is any context.
create function app.open_to_door(t regclass, deeds text default 'select') returns void language plpgsql as $$
begin
  execute format('create policy door on %s to modulus_door using (true) with check (true)', t);
  execute format('grant %s on %s to modulus_door', deeds, t);
end $$;
