create policy evidence_of_people_seen on core.evidence for select to recert_runner
using (
    (select core._sees_everybody())
    or user_id in (select s.user_id from core._people_seen() as s)
);

comment on policy evidence_of_people_seen on core.evidence is
'People see their own evidence, team leads that of their people, others who may see everybody all.';
