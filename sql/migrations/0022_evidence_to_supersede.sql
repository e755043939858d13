-- What a run in batches has to supersede is counted when it begins, not looked for at its end.

alter table core.recertification_runs
add column evidence_to_supersede bigint;
alter table core.recertification_runs
add constraint recertification_runs_evidence_is_a_number check (evidence_to_supersede >= 0);

comment on column core.recertification_runs.evidence_to_supersede is
'Of a run in batches, the evidence rows of its population when it began: as many are superseded when
it is whole. Null where it was one transaction.';

-- Of those that are not whole: what is done, and what is left. Not where there are none, as before
-- schema version 19 nothing of a run may change.
do $$
begin
    if exists (select from core.recertification_runs as r where r.is_enrolling) then
        update core.recertification_runs as r
        set
            evidence_to_supersede = r.evidence_superseded + (
                select count(*)
                from core.campaigns as c
                inner join core.training_versions as v on c.version_id = v.version_id
                inner join core.training_versions as o
                    on v.training_id = o.training_id and o.activated_at < v.activated_at
                inner join core.evidence as e on o.version_id = e.version_id
                where c.campaign_id = r.campaign_id
                    and e.recertification_status in ('current', 'expired')
                    and e.evidence_id <= r.evidence_id_to
            )
        where r.is_enrolling and r.scope is null;
    end if;
end;
$$;
