"""What dbt is told by environment variables, and where it may write."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: Variables of these names would change what dbt or libpq does; ours replace them all.
_FOREIGN = ("DBT_", "PG", "RECERT_BUILD_")

#: The environment belongs to the process: one dbt at a time in it.
_process_lock = threading.RLock()


@contextmanager
def replaced(variables: dict[str, str]) -> Iterator[None]:
    """Have these variables, and no others that dbt or libpq would read, for as long as it lasts."""
    with _process_lock:
        before = {name: text for name, text in os.environ.items() if name.startswith(_FOREIGN)}
        for name in before:
            del os.environ[name]
        os.environ.update(variables)
        try:
            yield
        finally:
            for name in [name for name in os.environ if name.startswith(_FOREIGN)]:
                del os.environ[name]
            os.environ.update(before)


def _cache_folder() -> Path:
    home = os.environ.get("RECERT_HOME")
    if home:
        return Path(home).expanduser().absolute() / "dbt"
    import platformdirs

    return platformdirs.user_cache_path("recert") / "dbt"


@contextmanager
def working_folder(connection: Connection) -> Iterator[Path]:
    """A folder for what dbt writes.

    It is kept for this database and account, so that the next build is faster; where none can be
    kept it is a temporary one.
    """
    info = connection.info
    identity = "\0".join((info.host, str(info.port), info.dbname, str(os.getuid())))
    kept = _cache_folder() / hashlib.sha256(identity.encode()).hexdigest()[:16]
    try:
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        usable = os.access(kept, os.R_OK | os.W_OK | os.X_OK)
    except OSError:
        usable = False
    if usable:
        yield kept
        return
    temporary = Path(tempfile.mkdtemp(prefix="recert-dbt-"))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
