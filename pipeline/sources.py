"""Where the SQL and the dbt project lie: inside the package, or beside it in a source tree."""

from __future__ import annotations

from pathlib import Path

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
