-- What a run in batches has to supersede is counted when it begins, not looked for at its end.

alter table core.recertification_runs
add column evidence_to_supersede bigint;
alter table core.recertification_runs
add constraint recertification_runs_evidence_is_a_number check (evidence_to_supersede >= 0);

comment on column core.recertification_runs.evidence_to_supersede is
'Of a run in batches, the evidence rows of its population when it began: as many are superseded when
it is whole. Null where it was one transaction, of runs that were whole before schema version 22,
and of those in a scope that were not.';

-- Of those for everyone that are not whole: what is done, and what is left. One by one, as a
-- cluster takes no other table into the update; and none where there are none, as before schema
-- version 19 nothing of a run may change.
do $$
declare
    v_run core.recertification_runs;
    v_left bigint;
begin
    for v_run in
        select r.* from core.recertification_runs as r where r.is_enrolling and r.scope is null
    loop
        select count(*) into strict v_left
        from core.evidence as e
        where e.version_id = any(
            array(
                select o.version_id
                from core.campaigns as c
                inner join core.training_versions as v on c.version_id = v.version_id
                inner join core.training_versions as o
                    on v.training_id = o.training_id and o.activated_at < v.activated_at
                where c.campaign_id = v_run.campaign_id
            )
        )
        and e.recertification_status in ('current', 'expired')
        and e.evidence_id <= v_run.evidence_id_to;
        update core.recertification_runs as r
        set evidence_to_supersede = r.evidence_superseded + v_left
        where r.run_id = v_run.run_id;
    end loop;
end;
$$;
