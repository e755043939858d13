-- A runner copies the rows of a file into staging; it neither reads nor changes what is there.
-- begin_import locks the table, so that nobody else's rows can get in between.

grant insert on
ops.staged_users, ops.staged_trainings, ops.staged_versions, ops.staged_evidence,
ops.staged_assignments, ops.staged_completions, ops.staged_rules, ops.staged_documents
to recert_runner;
