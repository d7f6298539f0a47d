-- Signing in and out. Accounts and sessions are read only by these functions, owned by the door: the app's role cannot list them.
create function app.credentials(p_email text) returns table (user_id uuid, password_hash text, partnership_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select u.id, u.password_hash, coalesce(
    (select p.partnership_id from people p where p.user_id = u.id and p.disabled_at is null and (p.left_on is null or p.left_on > current_date) order by p.created_at limit 1),
    (select t.partnership_id from participants t where t.user_id = u.id limit 1))
  from users u where lower(u.email) = lower(p_email) and u.disabled_at is null
$$;
create function app.start_session(p_user uuid, p_partnership uuid, p_device text) returns uuid
language sql security definer set search_path = public, app, pg_temp as $$
  insert into sessions (user_id, partnership_id, device) values (p_user, p_partnership, p_device) returning id
$$;
-- One's own sessions only.
create function app.end_session(p_session uuid) returns boolean
language sql security definer set search_path = public, app, pg_temp as $$
  with ended as (update sessions set ended_at = now() where id = p_session and user_id = app.user_id() and ended_at is null returning 1)
  select exists (select 1 from ended)
$$;
-- A single-use link is spent by the first who brings its secret.
create function app.use_link(p_digest text, p_kind text) returns table (user_id uuid, partnership_id uuid)
language sql security definer set search_path = public, app, pg_temp as $$
  update links l set used_at = now() where l.token_digest = p_digest and l.kind = p_kind and l.used_at is null and now() < l.expires_at
  returning l.user_id, l.partnership_id
$$;
create function app.demo_accounts() returns table (email text, who text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select u.email, p.name || ', ' || p.job_title from users u join people p on p.user_id = u.id where u.demo order by u.created_at, u.email
$$;
do $$ declare f text; begin
  foreach f in array array['app.credentials(text)', 'app.start_session(uuid, uuid, text)', 'app.end_session(uuid)', 'app.use_link(text, text)', 'app.demo_accounts()'] loop
    execute format('alter function %s owner to modulus_door', f);
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
