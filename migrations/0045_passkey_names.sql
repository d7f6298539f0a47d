-- A passkey is called what its owner calls the device. A name signs nobody in, so it may be changed without showing once more who it is.
create function app.rename_passkey(p_session uuid, p_id uuid, p_name text) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s sessions := app.factor_session(p_session, 'look');
begin
  if s.waiting_for is not null then raise exception 'second factor needed' using errcode = 'MO403'; end if;
  update passkeys set name = p_name where user_id = s.user_id and id = p_id and name <> p_name;
  if found then perform app.note_factor(s, 'update', 'passkeys', p_id); end if;
  return exists (select 1 from passkeys where user_id = s.user_id and id = p_id);
end $$;
alter function app.rename_passkey(uuid, uuid, text) owner to modulus_door;
revoke execute on function app.rename_passkey(uuid, uuid, text) from public;
grant execute on function app.rename_passkey(uuid, uuid, text) to modulus_app;
