create or replace function ops._check_content_is_as_learnt()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'content_is_as_learnt',
        array(
            select n.name
            from (
                select format('version "%s" %s', t.name, v.label) as name
                from core.training_versions as v
                inner join core.trainings as t on v.training_id = t.training_id
                where v.content_sha256 <> sha256(convert_to(v.content, 'UTF8'))
                union all
                select format(
                    'version "%s" %s, %s pieces of evidence', t.name, v.label, count(*)
                )
                from core.evidence as e
                inner join core.training_versions as v on e.version_id = v.version_id
                inner join core.trainings as t on v.training_id = t.training_id
                where e.content_sha256 <> v.content_sha256
                group by t.name, v.label
            ) as n
            order by n.name
        ),
        'The content was changed behind the guards after people had learnt it: restore it '
        'from a backup. Versions:'
    );
$$;

comment on function ops._check_content_is_as_learnt() is
'Rule 19: the content of a version is the one that it was hashed, and learnt, with.';
