-- What every request pays, made cheaper: the door, the lists that policies read, the rows of the two logs.

-- A list in the context is an array as PostgreSQL writes it, so that a policy reads it in one step instead of cutting text at commas.
create or replace function app.uuids(name text) returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.' || name, true), ''), '{}')::uuid[] $$;

-- Places one transaction-local setting of the context. set_config() and not SET LOCAL: no statement has to be written and parsed.
create or replace function app.enter(p_user uuid, p_partnership uuid, p_request uuid) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  who record;
  held record;
  placed record;
begin
  select p.name, p.partner_id, p.administrator into who from people p
  where p.partnership_id = p_partnership and p.user_id = p_user and p.disabled_at is null and (p.left_on is null or p.left_on > current_date);
  if not found then
    select t.known_as as name, null::uuid as partner_id, false as administrator into who from participants t
    where t.partnership_id = p_partnership and t.user_id = p_user limit 1;
    if not found then raise exception 'no longer in this partnership' using errcode = 'MO401'; end if;
  end if;

  -- Roles that live now, side by side in arrays. `agreed` is null where the role is not narrowed by an agreement; a role that would be
  -- narrowed to nothing is not held.
  select array_agg(l.programme_id) as programmes, array_agg(l.partner_id) as partners, array_agg(l.role) as roles, array_agg(l.agreed) as agreed,
    array_agg(distinct l.programme_id)::text as mine,
    coalesce(jsonb_agg(jsonb_build_object('programmeId', l.programme_id, 'partnerId', l.partner_id, 'role', l.role, 'lead', l.lead)), '[]') as memberships,
    array(select s.participant_id from assignments s where s.partnership_id = p_partnership and s.user_id = p_user and s.kind = 'self') as self
  into held from (
    select m.programme_id, m.partner_id, m.role, m.lead, case when not m.lead then s.agreed end as agreed
    from (
      select x.programme_id, x.partner_id, x.role,
        coalesce(x.partner_id = (select g.lead_partner_id from programmes g where g.partnership_id = p_partnership and g.id = x.programme_id), false) as lead
      from memberships x
      where x.partnership_id = p_partnership and x.user_id = p_user and x.from_at <= now() and (x.until_at is null or now() < x.until_at)
        and (x.partner_id is null or x.partner_id = who.partner_id)
      offset 0 -- so that `lead` is asked once for each role
    ) m left join lateral (
      select array_agg(c)::text as agreed from sharing_agreements a, unnest(a.categories) c
      where a.partnership_id = p_partnership and a.programme_id = m.programme_id and a.partner_id = m.partner_id
        and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until and not m.lead
    ) s on true
    where m.lead or m.partner_id is null or s.agreed is not null
  ) l;

  perform set_config('app.user', p_user::text, true), set_config('app.partnership', p_partnership::text, true), set_config('app.request', p_request::text, true);
  if who.partner_id is not null then perform set_config('app.partners', '{' || who.partner_id || '}', true); end if;
  if who.administrator then perform set_config('app.admin', 'yes', true); end if;
  if held.self <> '{}' then perform set_config('app.self', held.self::text, true); end if;
  if held.programmes is not null then
    perform set_config('app.mine', held.mine, true);
    perform set_config('app.role_' || l.role, array_agg(distinct l.programme)::text, true) from unnest(held.programmes, held.roles) l (programme, role) group by l.role;
    -- The access matrix: which categories reach everyone in which programmes.
    select bool_or(g.given) as given,
      count(case when g.reads is not null then set_config('app.read_' || g.category, g.reads, true) end),
      count(case when g.writes is not null then set_config('app.write_' || g.category, g.writes, true) end)
    into placed from (
      select a.category, bool_or(a.reach = 'given') as given, (array_agg(distinct l.programme) filter (where a.reach = 'programme'))::text as reads,
        (array_agg(distinct l.programme) filter (where a.reach = 'programme' and a.may_write))::text as writes
      from unnest(held.programmes, held.roles, held.agreed) l (programme, role, agreed)
      join app.access a on a.role = l.role and (l.agreed is null or a.category = any (l.agreed::text[]))
      group by a.category
    ) g;
    -- And which reach only the participants given to this person: their match, their placement, themselves.
    if placed.given then
      perform set_config('app.readp_' || g.category, g.reads, true), case when g.writes is not null then set_config('app.writep_' || g.category, g.writes, true) end
      from (
        select a.category, array_agg(distinct s.participant_id)::text as reads, (array_agg(distinct s.participant_id) filter (where a.may_write))::text as writes
        from unnest(held.programmes, held.partners, held.roles, held.agreed) l (programme, partner, role, agreed)
        join app.access a on a.role = l.role and a.reach = 'given' and (l.agreed is null or a.category = any (l.agreed::text[]))
        join assignments s on s.partnership_id = p_partnership and s.programme_id = l.programme
          and ((l.role = 'mentor' and s.kind = 'mentor' and s.user_id = p_user)
            or (l.role in ('partner_contact', 'placement_supervisor') and s.kind = 'placement' and s.partner_id = l.partner)
            or (l.role = 'participant' and s.kind = 'self' and s.user_id = p_user))
        group by a.category
      ) g;
    end if;
  end if;
  return jsonb_build_object('userId', p_user, 'partnershipId', p_partnership, 'name', who.name, 'partnerId', who.partner_id, 'administrator', who.administrator,
    'memberships', held.memberships, 'self', to_jsonb(held.self));
end $$;

-- Idle 60 minutes, absolute 12 hours; ended sessions, disabled accounts: refused on the next request. `p_reading`: the request changes
-- nothing but the read log, so its COMMIT need not wait for the disk.
drop function app.open_door(uuid, uuid);
create function app.open_door(p_session uuid, p_request uuid, p_reading boolean) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  s record;
begin
  select x.user_id, x.partnership_id, x.last_seen_at into s
  from sessions x join users u on u.id = x.user_id
  where x.id = p_session and x.ended_at is null and u.disabled_at is null and now() < x.expires_at and now() < x.last_seen_at + interval '60 minutes';
  if not found then raise exception 'signed out' using errcode = 'MO401'; end if;
  if s.last_seen_at < now() - interval '1 minute' then update sessions set last_seen_at = now() where id = p_session; end if;
  if p_reading then perform set_config('synchronous_commit', 'off', true); end if;
  return app.enter(s.user_id, s.partnership_id, p_request) || jsonb_build_object('sessionId', p_session);
end $$;
alter function app.open_door owner to modulus_door;
revoke execute on function app.open_door from public;
grant execute on function app.open_door to modulus_app;

-- Every row of the logs copies its partnership from the context or from the row it tells of, which are bound to one already. The foreign
-- key locked the one row of the partnership for each person shown, and was the dearest part of the read log.
alter table access_events drop constraint access_events_partnership_id_fkey;
alter table audit_events drop constraint audit_events_partnership_id_fkey;

-- The stages of a programme for someone who is given every row that they are counted from. Asking that once, instead of at each of
-- thousands of rows, is two thirds of what the board costs; the figures are those of the reader's own eyes. No row for anyone else.
create function app.count_stages(p_programme uuid)
returns table (nominated integer, visited integer, told_interests integer, started integer, finished integer, placement_or_job integer,
               employed integer, sustained_13w integer, sustained_26w integer)
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  if p_programme = any (app.programmes('identity')) and p_programme = any (app.programmes('interests')) and p_programme = any (app.programmes('participation')) then
    return query select * from app.outcome_counts(p_programme);
  end if;
end $$;
alter function app.count_stages owner to modulus_counter;
revoke execute on function app.count_stages from public;
grant execute on function app.count_stages to modulus_app;
