create or replace view api.marts_standing as
with lasts as (
    select
        max(s.build_number) as any_build,
        max(s.build_number) filter (where s.selection is null) as whole_build
    from ops.report_builds as s
    where s.state = 'succeeded'
)

select
    b.build_number,
    b.build_id,
    b.as_of,
    b.finished_at,
    b.head_seq,
    b.head_hash,
    b.audit_seq,
    encode(l.hash, 'hex') as audit_hash,
    n.rows_behind,
    n.behind_since,
    w.any_build > w.whole_build as is_mixed
from lasts as w
inner join ops.report_builds as b on w.whole_build = b.build_number
inner join audit.log as l on b.audit_seq = l.seq
cross join lateral (
    select
        count(*) as rows_behind,
        min(a.occurred_at) as behind_since
    from audit.log as a
    -- neither changes what the marts tell
    where a.seq > b.head_seq and a.action not in ('export', 'report_build')
) as n;

comment on view api.marts_standing is
'The last build of all marts, and how far the record has gone on since: one row, none before the
first such build. Exports and builds, which change nothing that the marts tell, do not count.';
comment on column api.marts_standing.build_number is 'Key of the build.';
comment on column api.marts_standing.build_id is 'dbt''s id of the invocation.';
comment on column api.marts_standing.as_of is 'The moment that the marts tell of.';
comment on column api.marts_standing.finished_at is 'When the build ended.';
comment on column api.marts_standing.head_seq is
'The last row of the audit log that the marts cover.';
comment on column api.marts_standing.head_hash is 'Its hash, hexadecimal.';
comment on column api.marts_standing.audit_seq is 'The build''s own row of the audit log.';
comment on column api.marts_standing.audit_hash is 'The hash of that row, hexadecimal.';
comment on column api.marts_standing.rows_behind is
'Rows of the audit log that came after head_seq and tell of a change.';
comment on column api.marts_standing.behind_since is
'When the first of them was written; null when there is none.';
comment on column api.marts_standing.is_mixed is
'Whether some of the marts were built alone since, and tell of a later moment than the others.';
