-- What somebody wrote without signal before their account ended. They cannot sign in to hand it in, and it must not be lost: the phone hands it in for
-- them, with the lease that was signed for them inside the seal as the proof. It is never done, only set aside for those who decide.
--
-- Says what came of it: kept; live (they can sign in, so they hand it in themselves); other (something else came under this id); unknown (never here);
-- too-many. Only for the clock's door, which no request opens before the lease inside was checked.
create function app.set_aside_left(p_user uuid, p_id uuid, p_operation text, p_kind text, p_about uuid, p_finished timestamptz, p_digest text, p_sealed jsonb)
returns text language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  here uuid := app.partnership();
  was record;
  erased boolean;
begin
  if app.system() is distinct from 'clock' then raise exception 'for the clock only' using errcode = '42501'; end if;
  select h.disabled_at is null and (h.left_on is null or h.left_on > current_date) as live into was from people h where h.partnership_id = here and h.user_id = p_user;
  if not found then return 'unknown'; end if;
  if was.live then return 'live'; end if;
  perform pg_advisory_xact_lock(hashtextextended('app.set_aside_left ' || p_user, 0));
  select r.user_id = p_user and r.digest = p_digest as same into was from offline_receipts r where r.partnership_id = here and r.id = p_id;
  if found then return case when was.same then 'kept' else 'other' end; end if;
  -- More than anybody writes in three days without signal: whoever kept an old lease fills no list with it.
  if (select count(*) from offline_receipts r where r.partnership_id = here and r.user_id = p_user and r.problem = 'account-ended') >= 100 then return 'too-many'; end if;
  -- From here on it is theirs: who wrote it, where they once belonged, what the audit says.
  perform set_config('app.user', p_user::text, true);
  erased := p_about is not null and app.erased_meanwhile(p_about);
  insert into offline_receipts (id, user_id, digest, outcome, problem) values (p_id, p_user, p_digest, 'set_aside', case when erased then 'erased-meanwhile' else 'account-ended' end);
  if not erased then
    perform app.set_aside_offline(p_id, p_operation, p_kind, p_about, 'set_aside', 'account-ended', true, p_finished, p_digest, p_sealed);
    -- They are gone, so somebody has to see it: what names no place of theirs goes where they worked last.
    update offline_items i set status = 'handed_over', programme_id = (
      select m.programme_id from memberships m where m.partnership_id = here and m.user_id = p_user order by coalesce(m.until_at, 'infinity') desc, m.from_at desc limit 1)
    where i.partnership_id = here and i.id = p_id and i.programme_id is null and exists (select from memberships m where m.partnership_id = here and m.user_id = p_user);
  end if;
  perform set_config('app.user', '', true);
  return 'kept';
end $$;
-- What the phone is answered, and who hears of it: asked in the same transaction by the same door.
create function app.left_receipt(p_id uuid) returns table (item_id uuid, outcome text, digest text, problem text, at text, heard boolean)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select r.id, r.outcome, r.digest, r.problem, app.iso(r.created_at), r.created_at < now() from offline_receipts r
  where r.partnership_id = app.partnership() and r.id = p_id and app.system() = 'clock'
$$;
create function app.left_receivers(p_item uuid) returns table (email text, programme uuid, safeguarding boolean)
language sql security definer set search_path = public, app, pg_temp as $$
  select r.email, r.programme, r.safeguarding from app.receivers_of_offline(p_item) r where app.system() = 'clock'
$$;
do $$ declare f text; begin
  foreach f in array array['app.set_aside_left(uuid, uuid, text, text, uuid, timestamptz, text, jsonb)', 'app.left_receipt(uuid)', 'app.left_receivers(uuid)'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to modulus_app', f);
  end loop;
end $$;
