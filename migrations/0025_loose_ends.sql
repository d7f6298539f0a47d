-- Who may be told of something because they can open it; an employer's view that stays closed; a supporter who wants their name taken out.

/*
 The accounts that now read this category of a whole programme: live roles of people who still work here, as far as the access matrix and,
 for partners that do not lead, a live sharing agreement reach. Answers only someone of the programme; empty for anybody else.
*/
create function app.who_reads(p_programme uuid, p_category text) returns setof uuid
language sql stable security definer set search_path = public, app, pg_temp as $$
  select distinct m.user_id
  from memberships m
  join programmes g on g.partnership_id = m.partnership_id and g.id = m.programme_id
  join app.access a on a.role = m.role and a.category = p_category and a.reach = 'programme'
  join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.partner_id = m.partner_id
    and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
  where m.partnership_id = app.partnership() and m.programme_id = p_programme and p_programme = any (app.mine())
    and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    and (g.lead_partner_id = m.partner_id or exists (
      select from sharing_agreements s where s.partnership_id = m.partnership_id and s.programme_id = m.programme_id and s.partner_id = m.partner_id
        and p_category = any (s.categories) and s.ended_at is null and s.valid_from <= now() and now() < s.valid_until))
$$;
revoke execute on function app.who_reads from public;
grant execute on function app.who_reads to modulus_app;

-- A partner meets the young person when they say yes, and no longer once it ended. In between nothing is given again: who left and did
-- not want their job followed has closed it to the employer, and no later edit of the placement by anyone opens it.
drop trigger assign_placement on placements;
create trigger assign_placement after insert on placements for each row execute function app.assign_placement();
create trigger assign_placement_anew after update on placements for each row
  when ((old.state in ('suggested', 'they_said_no', 'ended_early')) is distinct from (new.state in ('suggested', 'they_said_no', 'ended_early')))
  execute function app.assign_placement();

/*
 Takes a supporter out on their word: their row and whom they are close to go for good, what they gave stays without a name.
 False when there is none, or the asker does not write in that programme. UK GDPR article 17.
*/
create function app.forget_supporter(p_supporter uuid) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform from supporters where partnership_id = app.partnership() and id = p_supporter and programme_id = any (app.programmes_to_write('participation')) for update;
  if not found then return false; end if;
  update contributions set supporter_id = null where partnership_id = app.partnership() and supporter_id = p_supporter;
  delete from supporter_links where partnership_id = app.partnership() and supporter_id = p_supporter;
  delete from supporters where partnership_id = app.partnership() and id = p_supporter;
  return true;
end $$;
revoke execute on function app.forget_supporter from public;
grant execute on function app.forget_supporter to modulus_app;
