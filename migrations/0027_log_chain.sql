-- The two logs prove themselves: a background sealer puts every committed row into one chain for each partnership, each link the digest
-- of the one before it and of what the row says. Whoever edits, removes or reorders a row later breaks the chain where they did it; whoever
-- cuts off its end is caught by the head of an earlier day. Nobody waits for the sealer: writers only insert, as before.
alter table access_events add column transaction_id xid8;
alter table access_events alter column transaction_id set default pg_current_xact_id();

create table log_links (
  partnership_id uuid not null references partnerships (id),
  seq bigint not null check (seq > 0),
  log text not null check (log in ('audit', 'access')),
  event_id bigint not null,
  hash bytea not null,
  sealed_at timestamptz not null default now(),
  primary key (partnership_id, seq),
  constraint log_links_once unique (partnership_id, log, event_id)
);
-- Where the sealer has come: every row up to low_id is in the chain, or was never committed. next_id becomes the new mark once every
-- transaction that ran when it was read has ended.
create table log_marks (
  partnership_id uuid not null references partnerships (id),
  log text not null check (log in ('audit', 'access')),
  low_id bigint not null default 0,
  next_id bigint not null default 0,
  next_xmax xid8 not null default '0',
  primary key (partnership_id, log)
);
-- The head of each day, to be given to every partner: no single organisation can rewrite what the others hold.
create table log_heads (
  partnership_id uuid not null references partnerships (id),
  day date not null,
  seq bigint not null,
  hash bytea not null,
  primary key (partnership_id, day)
);
do $$ declare t text; begin
  foreach t in array array['log_links', 'log_marks', 'log_heads'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    perform app.keep_for_owner(t::regclass);
  end loop;
end $$;
grant select on log_heads to modulus_app;
create policy sees on log_heads for select to modulus_app using (partnership_id = app.partnership() and (app.is_admin() or cardinality(app.role_in('data_lead')) > 0));

-- Fields one after another, each with its length before it, so that no two different rows read the same. Null is not the same as empty.
create function app.log_text(variadic parts text[]) returns text language sql immutable parallel safe
  as $$ select string_agg(case when p is null then '-;' else octet_length(convert_to(p, 'UTF8')) || ':' || p || ';' end, '' order by n) from unnest(parts) with ordinality as one (p, n) $$;
create function app.log_at(at timestamptz) returns text language sql immutable parallel safe
  as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

/*
 Seals what was committed since the last time, in the order of transactions, at most so many rows for each partnership. A row is final once
 every transaction older than it has ended; so nothing that commits later can come to stand before it. One sealer at a time.
*/
create function app.seal_logs(p_most integer) returns integer language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  whose uuid;
  done integer := 0;
  here integer;
  at_seq bigint;
  head bytea;
  horizon xid8;
  newest xid8;
  e record;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('app.seal_logs', 0)) then return 0; end if;
  for whose in select id from partnerships order by id loop
    horizon := pg_snapshot_xmin(pg_current_snapshot());
    newest := pg_snapshot_xmax(pg_current_snapshot());
    insert into log_marks (partnership_id, log) values (whose, 'audit'), (whose, 'access') on conflict do nothing;
    at_seq := 0;
    head := sha256(convert_to(app.log_text('modulus log v1', whose::text), 'UTF8'));
    select l.seq, l.hash into at_seq, head from log_links l where l.partnership_id = whose order by l.seq desc limit 1;
    if at_seq is null then
      at_seq := 0;
      head := sha256(convert_to(app.log_text('modulus log v1', whose::text), 'UTF8'));
    end if;
    here := 0;
    for e in
      select * from (
        select 'audit' as log, a.id, a.transaction_id as xid, app.log_text('audit', a.id::text, app.log_at(a.at), a.transaction_id::text, a.user_id::text, a.request_id::text,
            a.verb, a.table_name, a.row_id::text, app.log_text(variadic a.changed_columns)) as says
        from audit_events a join log_marks m on m.partnership_id = a.partnership_id and m.log = 'audit' and a.id > m.low_id
        where a.partnership_id = whose and a.transaction_id < horizon
          and not exists (select from log_links l where l.partnership_id = whose and l.log = 'audit' and l.event_id = a.id)
        union all
        select 'access', a.id, coalesce(a.transaction_id, '0'), app.log_text('access', a.id::text, app.log_at(a.at), a.transaction_id::text, a.user_id::text, a.request_id::text,
            a.operation, a.programme_id::text, a.participant_id::text)
        from access_events a join log_marks m on m.partnership_id = a.partnership_id and m.log = 'access' and a.id > m.low_id
        where a.partnership_id = whose and coalesce(a.transaction_id, '0') < horizon
          and not exists (select from log_links l where l.partnership_id = whose and l.log = 'access' and l.event_id = a.id)
      ) one order by xid, log, id limit p_most
    loop
      at_seq := at_seq + 1;
      here := here + 1;
      head := sha256(head || convert_to(e.says, 'UTF8'));
      insert into log_links (partnership_id, seq, log, event_id, hash) values (whose, at_seq, e.log, e.id, head);
    end loop;
    done := done + here;
    if here < p_most then
      -- A thousand ids of slack: an id may be taken a moment before its transaction has a number.
      update log_marks m set low_id = greatest(m.low_id, m.next_id - 1000), next_xmax = newest,
        next_id = case m.log when 'audit' then (select coalesce(max(a.id), 0) from audit_events a where a.partnership_id = whose)
                             else (select coalesce(max(a.id), 0) from access_events a where a.partnership_id = whose) end
      where m.partnership_id = whose and m.next_xmax <= horizon;
    end if;
    if at_seq > 0 then
      insert into log_heads (partnership_id, day, seq, hash) values (whose, app.today(), at_seq, head)
      on conflict (partnership_id, day) do update set seq = excluded.seq, hash = excluded.hash where log_heads.seq < excluded.seq;
    end if;
  end loop;
  return done;
end $$;
revoke execute on function app.seal_logs from public;
grant execute on function app.seal_logs to modulus_app;
