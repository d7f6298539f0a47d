-- Files about one young person: a letter, a certificate, a photo of what they made. The row says what it is; the bytes stand apart, so that no
-- list ever carries them. What may be shown is decided by what is inside the file, never by its name.
create table attachments (
  like app.entry including all,
  about_kind text not null check (about_kind in ('person', 'visit', 'placement')),
  visit_id uuid,
  placement_id uuid,
  name text not null check (trim(name) <> '' and length(name) <= 120 and name !~ '[[:cntrl:]/\\]'),
  description text not null default '',
  size integer check (size > 0 and size <= 10485760),
  media_type text check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.oasis.opendocument.text')),
  digest text,
  status text not null default 'announced' check (status in ('announced', 'checking', 'kept', 'quarantined', 'removed')),
  scanned_at timestamptz, -- null while kept: no scanner is configured
  removed_reason text not null default '',
  version integer not null default 1,
  constraint attachments_about_one_thing check (num_nonnulls(visit_id, placement_id) = case about_kind when 'person' then 0 else 1 end
    and (about_kind = 'visit') = (visit_id is not null)),
  constraint attachments_here_when_checked check ((status in ('announced', 'removed')) or (size is not null and media_type is not null and digest is not null)),
  foreign key (partnership_id, visit_id) references visits (partnership_id, id),
  foreign key (partnership_id, placement_id) references placements (partnership_id, id)
);
-- A visit's and a person's files are the team's, like notes; a placement's are also for those who share the placement.
select app.protect('attachments', null, null,
  'programme_id = any (app.programmes(''notes'')) or (participant_id = any (app.self()) and visibility = ''shared_with_person'')
   or (about_kind = ''placement'' and (programme_id = any (app.programmes(''participation'')) or (participant_id = any (app.participants(''participation'')) and participant_id <> all (app.self()))))',
  'programme_id = any (app.programmes_to_write(''notes''))
   or (about_kind = ''placement'' and (programme_id = any (app.programmes_to_write(''participation'')) or (participant_id = any (app.participants_to_write(''participation'')) and participant_id <> all (app.self()))))');
create index attachments_about on attachments (partnership_id, participant_id, id);

create table attachment_bytes (
  like app.row including all,
  programme_id uuid not null,
  participant_id uuid not null,
  attachment_id uuid not null,
  about_kind text not null,
  bytes bytea not null,
  constraint attachment_bytes_once unique (partnership_id, attachment_id),
  foreign key (partnership_id, attachment_id) references attachments (partnership_id, id) on delete cascade
);
-- Whoever sees the row reads its bytes; the young person, too, unless it is held back: the policy of the row has said so before they are asked for.
select app.protect('attachment_bytes', null, null,
  'programme_id = any (app.programmes(''notes'')) or participant_id = any (app.self())
   or (about_kind = ''placement'' and (programme_id = any (app.programmes(''participation'')) or participant_id = any (app.participants(''participation''))))',
  'programme_id = any (app.programmes_to_write(''notes''))
   or (about_kind = ''placement'' and (programme_id = any (app.programmes_to_write(''participation'')) or (participant_id = any (app.participants_to_write(''participation'')) and participant_id <> all (app.self()))))',
  'select, insert, delete');
alter table attachment_bytes alter column bytes set storage external; -- pictures and documents are packed already
drop trigger z_audit on attachment_bytes; -- its attachment is audited

-- What the scanner found, noted for nobody in particular. For the clock only.
create function app.note_scan(p_attachment uuid, p_clean boolean) returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if app.system() is distinct from 'clock' then return; end if;
  update attachments set status = case when p_clean then 'kept' else 'quarantined' end, scanned_at = now()
    where partnership_id = app.partnership() and id = p_attachment and status = 'checking';
  if not p_clean then delete from attachment_bytes where partnership_id = app.partnership() and attachment_id = p_attachment; end if;
end $$;
create function app.bytes_to_scan(p_attachment uuid) returns bytea language sql stable security definer set search_path = public, app, pg_temp as $$
  select b.bytes from attachment_bytes b join attachments a on a.partnership_id = b.partnership_id and a.id = b.attachment_id
  where app.system() = 'clock' and b.partnership_id = app.partnership() and b.attachment_id = p_attachment and a.status = 'checking'
$$;
do $$ declare f text; begin
  foreach f in array array['app.note_scan(uuid, boolean)', 'app.bytes_to_scan(uuid)'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
