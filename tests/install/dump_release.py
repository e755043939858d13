"""Makes the dump of a release with data of every kind, which later releases must upgrade.

Run once for each release, on the commit that is released, with the highest migration's number:

    python -m tests.install.dump_release > tests/install/releases/schema_15.sql

For an earlier release name a checkout of it: its own command makes the data, step by step; steps
that it has no command or option for are left out. The dump is that of the whole database but for
the tables of the marts, which any build makes anew. The bodies of functions that no trigger needs
are left out, too, as are comments on functions: they are the bulk of it, and an upgrade replaces
them all. Such a function fails when it is called.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Files of the steps; imported in this order, those of kinds that the release lacks are left out.
FILES = {
    "documents": "document,revision,title\nSOP-900,A,Driving of reach trucks\n",
    "trainings": (
        "name,category,initial_due_offset_days,overdue_grace_days,requires_signature,"
        "recertification_interval_days\n"
        "Reach truck,Safety,21,7,true,365\n"
        "Hot work,Safety,14,0,false,\n"
        "Ladders,Safety,30,0,false,\n"
    ),
    "versions": (
        "training,label,state,author,sources,submitted_at,activated_at\n"
        "Reach truck,1,inactive,Q-002,SOP-900@A,,2022-03-01\n"
        "Reach truck,2,active,Q-002,SOP-900@A,,2023-03-01\n"
        "Hot work,1,active,Q-002,SOP-901,,2023-04-01\n"
        "Ladders,1,active,Q-002,SOP-902,,2023-05-01\n"
    ),
    "evidence": (
        "employee_number,training,version,completed_at,score\n"
        "E-00002,Reach truck,1,2022-05-01,71\n"
        "E-00002,Reach truck,2,2023-05-02,81.5\n"
        "E-00003,Reach truck,2,2023-06-02,\n"
        "E-00004,Hot work,1,2024-01-02,90\n"
        "E-00005,Hot work,1,2024-01-03,91\n"
        "E-00006,Ladders,1,2024-01-04,92\n"
    ),
    "rules": (
        "name,trainings,days_to_complete,department,location\n"
        "Whoever looks after safety,Ladders;Hot work,10,EHS,\n"
    ),
    "completions": "employee_number,training,score,signature_method\nE-00007,Ladders,77,\n",
}

_WHY = ("--reason", "The release is dumped with it")
_SUBMIT = (*("--source", "SOP-901@B", "--content", "content.md"), *_WHY, "--as", "Q-002")
_DECIDE = (*_WHY, "--yes", "--as", "Q-001")

#: Near the end of the ten years that a recertification can be stored for.
_LATER = (datetime.now(UTC) + timedelta(days=3600)).date().isoformat()

#: What is done after the imports; the command's name is what stands before the first blank.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # an old record expires, a person has an open obligation again
    ("scan expiry", ("--as", "H-001")),
    # rejected; superseded by the author's next; active, recertifying one department on a later day
    ("submit", ("Hot work", "2", *_SUBMIT)),
    ("reject", ("Hot work", "2", *_DECIDE)),
    ("submit", ("Hot work", "3", *_SUBMIT)),
    ("submit", ("Hot work", "4", *_SUBMIT)),
    ("approve", ("Hot work", "4", *_DECIDE)),
    (
        "recertify",
        (
            *("Hot work", "4", "--department", "EHS", "--effective-on", _LATER),
            *_DECIDE,
        ),
    ),
    # approved, not in force; declined
    ("submit", ("Ladders", "2", *_SUBMIT)),
    ("approve", ("Ladders", "2", "--no-activate", *_DECIDE)),
    ("activate", ("Ladders", "2", *_DECIDE)),
    ("decline", ("Ladders", "2", *_DECIDE)),
    ("submit", ("Ladders", "3", *_SUBMIT)),
    ("approve", ("Ladders", "3", "--no-activate", *_DECIDE)),
    # people do what they were asked, or are excused
    ("assignment start", ("Reach truck", "--as", "E-00002")),
    ("assignment start", ("Reach truck", "--as", "E-00003")),
    (
        "assignment complete",
        (
            *("Reach truck", "--score", "93.5", "--signature-method", "click_to_confirm"),
            *("--as", "E-00003"),
        ),
    ),
    (
        "campaign create",
        (
            *("Ladders", "--name", "Spring", "--due", _LATER, "--department", "EHS"),
            *(*_WHY, "--as", "H-001"),
        ),
    ),
    (
        "exemption grant",
        ("E-00008", "Ladders", "--until", "2099-07-01", *_WHY, "--as", "Q-001"),
    ),
    ("recompute", ("--as", "H-001")),
    ("import documents", ("newer.csv",)),
    ("notifications export", ("--as", "H-001")),
    # the demo has built the marts
    ("daily", ("--no-marts",)),
    ("scan overdue", ()),
)


def main() -> None:
    """Print the dump of the release in the folder named, or of this one."""
    release = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT).resolve()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        try:
            sys.stdout.write(_dumped(release, home))
        finally:
            _recert(release, home, "db stop")


def _dumped(release: Path, home: Path) -> str:
    _recert(release, home, "demo", "--users", "20")
    (home / "content.md").write_text("# What is new\n", encoding="utf-8")
    newer = FILES["documents"].replace(",A,", ",B,")
    (home / "newer.csv").write_text(newer, encoding="utf-8")
    for kind, text in FILES.items():
        (home / f"{kind}.csv").write_text(text, encoding="utf-8")
        _step(release, home, f"import {kind}", f"{kind}.csv")
    for command, arguments in STEPS:
        _step(release, home, command, *arguments)
    status = json.loads(_recert(release, home, "db status", "--format", "json"))
    from pipeline.binaries import package_folder

    text = subprocess.run(
        [
            *(package_folder() / "pg_dump", status["dsn"]),
            *(f"--exclude-table={schema}.*" for schema in ("intermediate", "mart_*")),
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return _shortened(text, status["schema_version"])


def _step(release: Path, home: Path, command: str, *arguments: str) -> None:
    told = _call(release, home, *command.split(), "--help")
    options = [argument for argument in arguments if argument.startswith("--")]
    if told.returncode == 0 and all(option in told.stdout for option in options):
        _recert(release, home, command, *arguments)
    else:
        sys.stderr.write(f"This release has no {command} {' '.join(options)}\n")


def _recert(release: Path, home: Path, command: str, *arguments: str) -> str:
    done = _call(release, home, *command.split(), *arguments)
    if done.returncode != 0:
        sys.exit(f"recert {command} {' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def _call(release: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("RECERT_")}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=home,
        env={**kept, "PYTHONPATH": str(release), "RECERT_HOME": str(home / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


_FUNCTION = re.compile(
    r"^CREATE FUNCTION (?P<name>\S+?)\(.*?(?P<quote>\$\w*\$)(?P<body>.*?)(?P=quote);$",
    re.MULTILINE | re.DOTALL,
)


def _needed_by_triggers(text: str) -> set[str]:
    """Functions of triggers, and whatever their bodies call."""
    bodies = {found["name"]: found["body"] for found in _FUNCTION.finditer(text)}
    needed: set[str] = set()
    to_come = set(re.findall(r"^CREATE TRIGGER .* EXECUTE FUNCTION (\S+)\(", text, re.MULTILINE))
    while to_come:
        needed |= to_come
        words = {word for name in to_come for word in re.findall(r"\w+\.\w+", bodies.get(name, ""))}
        to_come = (words & bodies.keys()) - needed
    return needed


def _shortened(text: str, schema_version: int) -> str:
    """The dump without its comments, what older servers refuse, and bodies that nothing needs."""
    needed = _needed_by_triggers(text)

    def without_body(found: re.Match[str]) -> str:
        if found["name"] in needed:
            return found[0]
        head = found[0][: found.start("quote") - found.start()]
        return f"{head}{found['quote']} left out of this dump {found['quote']};"

    text = _FUNCTION.sub(without_body, text)
    text = re.sub(r"^COMMENT ON FUNCTION .*?';$\n\n\n", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^--\n-- (?:Name|Data for Name): .*\n--\n\n", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^(?:\\(?:un)?restrict|SET transaction_timeout) .*\n", "", text, flags=re.MULTILINE
    )
    return (
        f"-- Schema version {schema_version} with data, by tests/install/dump_release.py.\n{text}"
    )


if __name__ == "__main__":
    main()
