"""What the command brings beside its Python: inside the package, or beside it in a source tree."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import SchemaMismatch

#: Folders below sql/ whose files are re-applied, in their order; those of guards as the login that
#: installs, the others as recert_owner. A Citus cluster has distributed in the place of local.
REAPPLIED = ("functions", "triggers", "views", "policies", "local", "grants", "guards")

#: Below sql/distributed/: run once, not re-applied.
_TABLES = "tables"

_MIGRATION_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+$")

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def sql_folder() -> Path:
    """The folder of migrations, functions, triggers, views, policies and grants."""
    return _folder("sql")


def dbt_project_folder() -> Path:
    """The dbt project that builds the marts."""
    return _folder("dbt_project")


def queries_folder() -> Path:
    """The questions of an inspector, a file of SQL each."""
    return _folder("docs") / "queries"


def verifier_files() -> dict[str, Path]:
    """The programs that verify a pack and its log with nothing but Python, by their names there."""
    docs = _folder("docs")
    return {"verify.py": docs / "verify_pack.py", "verify_log.py": docs / "verify.py"}


@dataclass(frozen=True)
class SourceFile:
    """A file below sql/: its path there, its text and the SHA-256 of the text."""

    path: str
    text: str
    checksum: str

    @property
    def stem(self) -> str:
        """File name without its ending."""
        return Path(self.path).stem

    @property
    def number(self) -> int:
        """Number of a migration."""
        return int(self.stem[:4])


def _read(folder: Path, file: Path) -> SourceFile:
    state = file.stat()
    return _in_state(folder, file, (state.st_mtime_ns, state.st_size))


@cache  # a build asks for all of them several times
def _in_state(folder: Path, file: Path, _state: tuple[int, int]) -> SourceFile:
    """The file, read once as long as its time and size stay."""
    text = file.read_text(encoding="utf-8")
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return SourceFile(file.relative_to(folder).as_posix(), text, checksum)


def migrations(folder: Path | None = None) -> list[SourceFile]:
    """The migrations that this command brings, in order."""
    root = folder or sql_folder()
    files = [_read(root, file) for file in sorted((root / "migrations").glob("*.sql"))]
    for place, file in enumerate(files, start=1):
        if not _MIGRATION_NAME.match(file.stem) or file.number != place:
            raise SchemaMismatch(
                "The command's own migrations are not numbered one after the other.",
                detail=file.path,
                hint="Reinstall recert.",
            )
    return files


def reapplied(folder: Path | None = None, *, is_distributed: bool = False) -> list[SourceFile]:
    """Functions, triggers, views, policies, grants and guards, in their order."""
    root = folder or sql_folder()
    kinds = ["distributed" if is_distributed and kind == "local" else kind for kind in REAPPLIED]
    return [
        _read(root, file)
        for kind in kinds
        for file in sorted((root / kind).rglob("*.sql"))
        if file.parent.name != _TABLES
    ]


def distribution(folder: Path | None = None) -> list[SourceFile]:
    """What spreads the tables over the nodes of a Citus cluster, once."""
    root = folder or sql_folder()
    return [_read(root, file) for file in sorted((root / "distributed" / _TABLES).glob("*.sql"))]
