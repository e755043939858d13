"""Every column of every kind of file: a hostile value is kept as it is or rejected by its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.importing import ImportResult, RowsRejected, load_stream
from tests.company import Database
from tests.hostile.counting import Cases
from tests.hostile.files import GOOD, KEPT, as_csv, as_parquet, rows_of
from tests.hostile.values import TEXTS, any_text

File = tuple[bytes, list[int]]
Form = Callable[[Sequence[dict[str, str]]], File]

FORMS = {"csv": as_csv, "parquet": as_parquet}

#: Rows of the record, without the marks that a refused load leaves nowhere.
COUNTS = (
    "select (select count(*) from core.users) as users,"
    " (select count(*) from core.trainings) as trainings,"
    " (select count(*) from core.training_versions) as versions,"
    " (select count(*) from core.evidence) as evidence,"
    " (select count(*) from core.assignments) as assignments,"
    " (select count(*) from core.campaigns) as campaigns,"
    " (select count(*) from core.assignment_rules) as rules,"
    " (select count(*) from core.documents) as documents,"
    " (select count(*) from ops.imports) as imports,"
    " (select count(*) from audit.log) as log"
)


def load(company: Database, kind: str, form: str, data: bytes, **options: object) -> ImportResult:
    return load_stream(
        company.connection,
        kind,
        f"{kind}.{form}",
        io.BytesIO(data),
        **options,  # type: ignore[arg-type]
    )


def loaded_as_told(
    company: Database, kind: str, form: str, file: File, rejects: Path
) -> ImportResult:
    """Load the good rows; every row is counted once, and every bad one named with its reason."""
    data, lines = file
    result = load(company, kind, form, data, partial=True, rejects_path=rejects)
    assert result.read == len(lines)
    assert result.inserted + result.updated + result.skipped + result.rejected == result.read
    bad = {reject.line for reject in result.rejects}
    assert len(bad) == result.rejected
    assert bad <= set(lines)
    assert all(reject.reason for reject in result.rejects)
    with rejects.open(newline="", encoding="utf-8") as told:
        named = list(csv.DictReader(told))
    assert {int(row["line"]) for row in named} == bad
    assert all(row["reason"] for row in named)
    return result


def columns() -> list[tuple[str, str]]:
    """Each column of each kind, as docs/files.md has them and its test compares."""
    page = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    return [
        (kind, line.split("`")[1])
        for kind in GOOD
        for line in page.split(f"## `{kind}`")[1].split("\n## ")[0].splitlines()
        if line.startswith("| `")
    ]


@pytest.mark.cases(len(TEXTS))
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kind", "column"), columns())
def test_a_column(
    company: Database, cases: Cases, tmp_path: Path, kind: str, column: str, form: str
) -> None:
    texts = list(TEXTS.values())
    if kind == "completions":
        company.users(*(f"M-{at}" for at in range(len(texts))))
    file = FORMS[form](rows_of(kind, column, texts))
    before = company.row(COUNTS)
    with company.undone():
        result = loaded_as_told(company, kind, form, file, tmp_path / "rejects.csv")
        bad = {reject.line for reject in result.rejects}
        for at, (text, line) in enumerate(zip(texts, file[1], strict=True)):
            if (kind, column) in KEPT and line not in bad:
                kept = company.value(KEPT[kind, column], str(at))
                assert kept == (
                    text if column == "content" else company.value("select core._trimmed(%s)", text)
                )
            cases.one()
    if bad:
        # all or nothing: one bad row keeps the good ones out
        with pytest.raises(RowsRejected), company.connection.transaction():
            load(company, kind, form, file[0])
    assert company.row(COUNTS) == before


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(any_text, min_size=12, max_size=12), kept=st.sampled_from(sorted(KEPT)))
def _any_texts(
    company: Database,
    cases: Cases,
    folder: Path,
    form: str,
    texts: list[str],
    kept: tuple[str, str],
) -> None:
    kind, column = kept
    file = FORMS[form](rows_of(kind, column, texts))
    with company.undone():
        result = loaded_as_told(company, kind, form, file, folder / "rejects.csv")
        bad = {reject.line for reject in result.rejects}
        for at, (text, line) in enumerate(zip(texts, file[1], strict=True)):
            if line not in bad:
                trimmed = company.value("select core._trimmed(%s)", text)
                assert company.value(KEPT[kept], str(at)) == (
                    text if column == "content" else trimmed
                )
    cases.several(len(texts))


@pytest.mark.cases(180)
@pytest.mark.parametrize("form", FORMS)
def test_any_text(company: Database, cases: Cases, tmp_path: Path, form: str) -> None:
    _any_texts(company, cases, tmp_path, form)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(kind=st.sampled_from(sorted(GOOD)), data=st.binary(max_size=80), place=st.integers(0, 200))
def _any_bytes(company: Database, cases: Cases, kind: str, data: bytes, place: int) -> None:
    good, _ = as_csv([GOOD[kind](at) for at in range(3)])
    before = company.row(COUNTS)
    refused: list[BadInput] = []
    try:
        with company.undone():
            assert load(company, kind, "csv", good[:place] + data + good[place:]).rejected == 0
    except BadInput as error:
        refused.append(error)
    assert all(error.hint and error.sqlstate in {"ZR103", "ZR104"} for error in refused)
    assert company.row(COUNTS) == before
    cases.one()


@pytest.mark.cases(120)
def test_any_bytes_in_the_middle_of_a_file(company: Database, cases: Cases) -> None:
    company.users("M-0", "M-1", "M-2")
    _any_bytes(company, cases)
