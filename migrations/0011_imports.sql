-- Files on their way in: staged for the uploader only, checked row by row, then written in one transaction.
create table imports (
  like app.row including all,
  programme_id uuid not null,
  kind text not null check (kind in ('nominations', 'community_counts')),
  file_name text not null,
  file_digest text not null,
  encoding text not null,
  delimiter text not null,
  columns text[] not null,
  mapping jsonb not null default '{}',
  settings jsonb not null default '{}',
  status text not null default 'uploaded' check (status in ('uploaded', 'waiting', 'checking', 'writing', 'done', 'failed')),
  rows_total integer not null default 0,
  rows_seen integer not null default 0,
  rows_taken integer not null default 0,
  rows_wrong integer not null default 0,
  rows_repeated integer not null default 0,
  failure text,
  finished_at timestamptz,
  version integer not null default 1
);
-- Begun only in a programme of one's own; finished, or said to have failed, also after one's part in it has ended.
select app.protect('imports', null, null, 'created_by = app.user_id()', 'created_by = app.user_id()', 'select, insert, update, delete');
drop policy adds on imports;
create policy adds on imports for insert to modulus_app with check (partnership_id = app.partnership() and created_by = app.user_id() and programme_id = any (app.mine()));
create index imports_mine on imports (partnership_id, created_by, id desc);
create table import_rows (
  like app.row including all,
  import_id uuid not null,
  line integer not null,
  cells text[] not null,
  errors jsonb,
  foreign key (partnership_id, import_id) references imports (partnership_id, id) on delete cascade
);
create index import_rows_of_import on import_rows (partnership_id, import_id, line);
select app.protect('import_rows', null, null, 'created_by = app.user_id()', 'created_by = app.user_id()', 'select, insert, update, delete');
drop trigger z_audit on import_rows; -- staging: what is taken in is audited where it lands
