create or replace function ops._check_records_are_as_logged()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'records_are_as_logged',
        array(
            select d.name
            from ops._records_not_as_logged() as d (name)
        ),
        'What is recorded is not what the log tells, or is gone: one of the two was changed behind '
        'the guards; restore it from a backup. Rows:'
    );
$$;

comment on function ops._check_records_are_as_logged() is
'Rule 20: what the log tells of a decision, run, campaign, exemption, signature or import is what
is recorded: who, on which content, for what reason, when, by which method.';
