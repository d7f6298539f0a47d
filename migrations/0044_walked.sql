-- What walking through the product by hand showed to be missing.

-- Whom a worry is about: the programme it goes to and the band that suggests a route, for whoever would see the person. A record whose use is paused
-- does not stop it: UK GDPR article 18(2) lets a record be used to protect another's rights and for important public interest, and safety comes
-- first. It gives no name and no word of the record, and says nothing that whoever asks does not learn by raising it.
create function app.worry_about(p_participant uuid) returns table (programme_id uuid, age_band text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select p.programme_id, p.age_band from participants p where p.partnership_id = app.partnership() and p.id = p_participant
    and (app.sees('identity', p.programme_id, p.id) or p.id = any (app.self()))
$$;
revoke execute on function app.worry_about(uuid) from public;
grant execute on function app.worry_about(uuid) to modulus_app;

-- A mail that carries a link names the link by its digest, and goes only while that link would open: not after a recall, a yes taken back, a newer link.
alter table messages add column about_link text;
create or replace function app.still_concerned(p_message uuid) returns boolean language sql stable security definer set search_path = public, app, pg_temp as $$
  select (m.about_programme_id is null or exists (
    select from people p where p.partnership_id = m.partnership_id and p.email = m.to_address and app.has_role_now(m.partnership_id, m.about_programme_id, p.user_id)))
    and (m.about_link is null or exists (
      select from info_shares s where s.partnership_id = m.partnership_id and s.link_digest = m.about_link and s.state = 'sent' and s.expires_at > now()))
  from messages m where m.partnership_id = app.partnership() and m.id = p_message and app.system() = 'messages'
$$;
