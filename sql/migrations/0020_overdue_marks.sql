-- What the overdue scan finds, and room on the pages of assignments for what it and others change.

create type core.overdue_marks as (
    overdue bigint,
    user_ids bigint [],
    campaign_ids bigint [],
    formers timestamptz [],
    moments timestamptz []
);

comment on type core.overdue_marks is
'How many open assignments are overdue, and those whose mark is wrong: person, campaign, the mark
that they have and the one that they should have, null for none. Arrays of one length, null for
none.';

-- an assignment that is marked, started or completed stays on its page, and its key as it is: no
-- column that changes is in an index
alter table core.assignments set (fillfactor = 90);
