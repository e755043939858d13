create or replace function core._recertification_query(
    p_frame core.recertification_frame,
    p_first_user_id bigint,
    p_last_user_id bigint
)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_range constant pg_catalog.text := concat(
        ' and %1$I.user_id >= ' || p_first_user_id, ' and %1$I.user_id <= ' || p_last_user_id
    );
    v_evidence constant pg_catalog.text := format(
        'h.version_id = any(%L::bigint[]) and h.recertification_status in (''current'', ''expired'')',
        coalesce(p_frame.earlier, '{}')
    )
    || coalesce(' and h.evidence_id <= ' || p_frame.evidence_id_to, '')
    || format(v_range, 'h');
begin
    return format(
        $query$
        select p.user_id, p.department, p.location, p.evidence_rows,
            p.outcome::core.recertification_outcome as outcome
        from (
            select
                h.user_id, u.department, u.location, h.evidence_rows,
                case
                    when c.user_id is not null then 'already_current'
                    when not u.is_active then 'inactive'
                    when x.user_id is not null then 'exempt'
                    when a.user_id is not null then 'already_enrolled'
                    else 'created'
                end as outcome
            from (
                select h.user_id, count(*) as evidence_rows
                from core.evidence as h
                where %1$s
                group by h.user_id
                having %2$s
                %3$s
            ) as h
            inner join core.users as u on h.user_id = u.user_id
            left join (
                select distinct c.user_id
                from core.evidence as c
                where c.version_id = %4$s and c.recertification_status = 'current' %5$s
            ) as c on h.user_id = c.user_id
            left join (
                select distinct x.user_id
                from core.exemptions as x
                where x.training_id = %6$s and core._exempts_at(x.granted_at, x.valid_until, %7$L)
            ) as x on h.user_id = x.user_id
            left join core.assignments as a on h.user_id = a.user_id and a.campaign_id = %8$s
            where %9$s and %10$s
        ) as p
        where p.evidence_rows > 0 or p.outcome = 'created'
        $query$,
        v_evidence,
        coalesce(
            'bool_or(h.version_id = any('
            || quote_literal(p_frame.from_versions::pg_catalog.text) || '::bigint[]))',
            'true'
        ),
        -- whoever an earlier run left out: few, and then rows come to the coordinator
        case
            when cardinality(p_frame.left_out) > 0
                then format(
                    'union all select l.user_id, 0 from unnest(%1$L::bigint[]) as l (user_id)'
                    ' where l.user_id not in (select h.user_id from core.evidence as h'
                    ' where h.user_id = any(%1$L::bigint[]) and %2$s) %3$s',
                    p_frame.left_out, v_evidence, format(v_range, 'l')
                )
        end,
        p_frame.version_id,
        format(v_range, 'c'),
        p_frame.training_id,
        p_frame.moment,
        coalesce(p_frame.campaign_id, -1),
        coalesce(
            'u.department = any('
            || quote_literal(p_frame.departments::pg_catalog.text) || '::text[])',
            'true'
        ),
        coalesce(
            'u.location = any('
            || quote_literal(p_frame.locations::pg_catalog.text) || '::text[])',
            'true'
        )
    );
end;
$$;

comment on function core._recertification_query(core.recertification_frame, bigint, bigint) is
'What core._recertification_people asks of a cluster, as a statement that every node answers for its
own people: joins by user_id, constants in place of parameters.';
