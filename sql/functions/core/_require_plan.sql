create or replace function core._require_plan(
    p_plan_digest text,
    p_digest_now text,
    p_population bigint
)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
    if lower(btrim(p_plan_digest)) <> p_digest_now then
        raise exception 'The population has changed since the plan was made'
            using errcode = 'ZR206',
            detail = format(
                'digest %s of the plan, %s now, population %s', p_plan_digest, p_digest_now,
                p_population
            ),
            hint = 'Look at the plan again with --plan, then apply it with its new digest.';
    end if;
end;
$$;

comment on function core._require_plan(text, text, bigint) is
'Rule 12: a plan is applied to the population it was made for; null for no plan. Raises ZR206.';
