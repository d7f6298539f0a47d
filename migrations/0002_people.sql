-- Partnerships, partners, people with accounts, their sessions and single-use links.
create table partnerships (
  id uuid primary key,
  name text not null,
  slug text not null unique,
  demo boolean not null default false,
  small_number integer not null default 10 check (small_number >= 5),
  duty_phone text not null default '',
  created_at timestamptz not null default now()
);
alter table partnerships enable row level security;
alter table partnerships force row level security;
create policy mine on partnerships for select to modulus_app using (id = app.partnership());
create policy counts on partnerships for select to modulus_counter using (id = app.partnership());
grant select on partnerships to modulus_app, modulus_counter;
select app.keep_for_owner('partnerships'), app.open_to_door('partnerships');

-- Accounts stand outside every partnership; only the door's own functions read them.
create table users (
  id uuid primary key,
  email text not null,
  password_hash text,
  disabled_at timestamptz,
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  password_changed_at timestamptz
);
create unique index users_email on users (lower(email));
create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  partnership_id uuid not null references partnerships (id),
  device text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '12 hours',
  ended_at timestamptz
);
create index sessions_of_user on sessions (user_id) where ended_at is null;
-- Guesses at a password, by bucket (an account from strange devices, an account from a known device, an address).
create table sign_in_attempts (
  bucket text not null,
  at timestamptz not null default clock_timestamp(),
  guess_id uuid not null,
  aimed_at uuid references partnerships (id) -- whose account it was, when somebody has it; not the tenant of the row
);
create index sign_in_attempts_bucket on sign_in_attempts (bucket, at);
create index sign_in_attempts_guess on sign_in_attempts (guess_id);
create index sign_in_attempts_age on sign_in_attempts (at);
-- Single-use links: an invitation, a new password, a young person's way in. Only the digest of the secret is kept.
create table links (
  id uuid primary key,
  partnership_id uuid not null references partnerships (id),
  kind text not null check (kind in ('invitation', 'password', 'me')),
  token_digest text not null unique,
  user_id uuid not null references users (id),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid default app.user_id()
);
do $$ declare t text; begin
  foreach t in array array['users', 'sessions', 'sign_in_attempts', 'links'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    perform app.keep_for_owner(t::regclass);
    perform app.open_to_door(t::regclass, 'select, insert, update, delete');
  end loop;
end $$;

create table partners (
  like app.row including all,
  name text not null check (trim(name) <> ''),
  sector text not null check (sector in ('public', 'third', 'private', 'social_enterprise', 'community')),
  anchor_capable boolean not null default false,
  can_offer text[] not null default '{}',
  flexibility_note text not null default '',
  retired_at timestamptz,
  version integer not null default 1,
  constraint partners_name_once unique (partnership_id, name)
);
-- Every person with an account in the partnership may know the partners' names; administrators keep them.
select app.protect('partners', null, null, 'app.user_id() is not null', 'app.is_admin()');

create table people (
  like app.row including all,
  user_id uuid not null references users (id),
  partner_id uuid not null,
  name text not null check (trim(name) <> ''),
  email text not null,
  job_title text not null default '',
  administrator boolean not null default false,
  pvg_confirmed_on date,
  works_with_us_since date,
  left_on date,
  disabled_at timestamptz,
  invited_at timestamptz,
  joined_at timestamptz,
  version integer not null default 1,
  constraint people_account_once unique (partnership_id, user_id),
  foreign key (partnership_id, partner_id) references partners (partnership_id, id)
);
-- Colleagues' names are known to everyone with a live role, and to one's own partner.
select app.protect('people', null, null, 'app.is_admin() or user_id = app.user_id() or cardinality(app.mine()) > 0 or partner_id = any (app.partners())', 'app.is_admin()');
select app.open_to_door('people', 'select, insert, update');

create table word_lists (
  like app.row including all,
  list text not null check (list in ('interest', 'attendance_reason')),
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null check (trim(label) <> ''),
  position integer not null default 0,
  retired_at timestamptz,
  version integer not null default 1,
  constraint word_lists_key_once unique (partnership_id, list, key)
);
select app.protect('word_lists', null, null, 'app.user_id() is not null', 'app.is_admin()');
create function app.keep_key() returns trigger language plpgsql as $$
begin
  if new.key <> old.key or new.list <> old.list then raise exception 'a key is never renamed' using errcode = 'check_violation', constraint = 'word_lists_key_is_kept'; end if;
  return new;
end $$;
create trigger keep_key before update on word_lists for each row execute function app.keep_key();

-- The outbox: written in the same transaction as what it tells of, sent by a job. A young person's way in is their worker's
-- to see, never an administrator's, who could otherwise walk in as them.
create table messages (
  like app.row including all,
  kind text not null default 'notice' check (kind in ('invitation', 'password', 'me', 'notice')),
  to_address text not null,
  subject text not null,
  body text not null,
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  sent_at timestamptz,
  failure text,
  constraint messages_headers_are_one_line check (to_address !~ '[[:cntrl:]]' and subject !~ '[[:cntrl:]]')
);
select app.protect('messages', null, null, 'created_by = app.user_id() or (app.is_admin() and kind <> ''me'') or app.system() = ''messages''',
                   'created_by = app.user_id() or app.system() = ''messages''');
