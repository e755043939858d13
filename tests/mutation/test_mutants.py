"""Guards that the mutants of a text are what they claim to be, and keep their names."""

from __future__ import annotations

import hashlib

import pytest

from pipeline.sources import SourceFile, reapplied
from tests.mutation.__main__ import equivalent
from tests.mutation.mutants import Mutant, of_file, of_files

FUNCTION = """\
create or replace function core._example(p_user_ids bigint[])
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform core._lock_people(false);
    perform core._require_reason('because, and or where');
    if p_user_ids is null or p_user_ids = '{}' then
        raise exception 'Nobody'
            using errcode = 'ZR102', detail = 'none; at all', hint = 'Name them.';
    end if;
    update core.users as u
    set is_active = case when u.role = 'auditor' then true else false end
    where u.user_id = any(p_user_ids)
        and (u.role is distinct from 'employee' or u.created_at between 'a' and 'b');
    perform 1 from core.users as u where u.user_id > 7 order by u.user_id for no key update of u;
    insert into core.users (email)
    select count(*) filter (where u.is_active) from core.users as u
    left join core.users as m on u.manager_id = m.user_id
    on conflict do nothing;
end;
$$;

comment on function core._example(bigint[]) is 'where it is and what for';
"""

TRIGGER = """\
create or replace trigger users_stay
before update of user_id, email or delete or truncate on core.users
for each row when (old.is_active)
execute function core._refuse_change();
"""


def mutants(text: str, path: str = "functions/core/_example.sql") -> list[Mutant]:
    return of_file(SourceFile(path, text, hashlib.sha256(text.encode()).hexdigest()))


def changed(text: str, kind: str) -> list[str]:
    """What each mutant of this kind has in the place of the lines it changes."""
    before = text.splitlines()
    return [
        " ".join(" ".join(line for line in m.text.splitlines() if line not in before).split())
        for m in mutants(text)
        if m.kind == kind and m.text is not None
    ]


def test_conditions_and_their_terms() -> None:
    assert {m.shown for m in mutants(FUNCTION) if m.kind == "condition"} == {
        "p_user_ids is null",
        "p_user_ids = '{}'",
        "u.user_id = any(p_user_ids)",
        "(u.role is distinct from 'employee' or u.created_at between 'a' and 'b')",
        "u.role is distinct from 'employee'",
        "u.created_at between 'a' and 'b'",
    }
    assert "if p_user_ids = '{}' then" in changed(FUNCTION, "condition")
    assert changed(FUNCTION, "where")[1:] == [
        "perform 1 from core.users as u order by u.user_id for no key update of u;"
    ]
    assert changed(FUNCTION, "filter") == ["select count(*) from core.users as u"]
    assert changed(FUNCTION, "join") == ["left join core.users as m on true"]
    assert changed(FUNCTION, "case") == ["set is_active = case when false then true else false end"]
    assert changed(FUNCTION, "comparison") == [
        "perform 1 from core.users as u where u.user_id >= 7 order by u.user_id"
        " for no key update of u;"
    ]


def test_guards_locks_and_refusals() -> None:
    assert changed(FUNCTION, "guard") == ["null;"]
    assert changed(FUNCTION, "raise") == ["null;"]
    assert changed(FUNCTION, "conflict") == [";"]
    assert changed(FUNCTION, "lock") == [
        "null;",
        "perform 1 from core.users as u where u.user_id > 7 order by u.user_id ;",
    ]
    # a block that only raises is switched off once
    assert not changed(FUNCTION, "if")


def test_triggers() -> None:
    assert changed(TRIGGER, "trigger") == [""]
    assert changed(TRIGGER, "trigger event") == [
        "before delete or truncate on core.users",
        "before update of email or delete or truncate on core.users",
        "before update of user_id or delete or truncate on core.users",
        "before update of user_id, email or truncate on core.users",
        "before update of user_id, email or delete on core.users",
    ]
    assert changed(TRIGGER, "trigger condition") == ["for each row"]
    assert {m.names for m in mutants(TRIGGER)} == {("core.users", "core._refuse_change")}


@pytest.mark.parametrize("text", [FUNCTION, TRIGGER])
def test_a_name_stays_when_other_lines_change(text: str) -> None:
    names = [m.identity for m in mutants(text)]
    assert len(set(names)) == len(names)
    assert [m.identity for m in mutants(f"-- first of all\n\n{text}")] == names


def test_every_file_has_mutants_with_names_of_their_own() -> None:
    found = of_files()
    assert len({m.identity for m in found}) == len(found)
    originals = {file.path: file.text for file in reapplied()}
    assert [m.identity for m in found if m.text == originals[m.path]] == []
    files = {m.path for m in found}
    for name in ("functions/core/_actor.sql", "triggers/evidence.sql", "views/api/campaigns.sql"):
        assert name in files


def test_what_is_called_equivalent_is_there() -> None:
    known = {m.identity for m in of_files()}
    listed = {
        name
        for name in equivalent()
        if name.startswith(("functions", "triggers", "views", "local"))
    }
    assert listed <= known
