create policy evidence_as_a_whole on core.evidence for select to recert_auditor, recert_builder
using (true);

comment on policy evidence_as_a_whole on core.evidence is 'Auditors and the marts read all of it.';
