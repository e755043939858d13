"""The data folder of the embedded server: made, checked, and handed to PostgreSQL's programs.

Both initdb and the server are run from here, because both have to work on a folder that the
account they run as may have no way to reach by its path.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.binaries import Account, version_of
from pipeline.errors import DatabaseUnavailable

#: Name of the superuser.
SUPERUSER = "recert"

#: Written to postgresql.conf once, so that ALTER SYSTEM and a person's edits prevail.
#: fsync, synchronous_commit and full_page_writes keep their default, on: these are records.
SETTINGS = {
    "timezone": "UTC",  # a day is a UTC day, whatever the machine's clock shows
    "log_timezone": "UTC",
    "shared_buffers": "256MB",  # the indexes of a million people stay in memory; a laptop has it
    "random_page_cost": "1.1",  # of a solid-state disk; 4, the default, is of a turning one
    "max_wal_size": "4GB",  # a million rows in one go, without checkpoints forced in between
}


def check(data: Path, account: Account, programs: Path) -> None:
    """Raise DatabaseUnavailable unless ``programs`` can serve ``data`` as ``account``."""
    owner = data.stat().st_uid
    if owner != account.uid:
        raise DatabaseUnavailable(
            "The embedded server's data folder belongs to another account.",
            detail=f"{data} is of uid {owner}; the server would run as uid {account.uid}",
            hint="Run the command as that account, or set RECERT_HOME to a folder of your own.",
        )
    file = data / "PG_VERSION"
    if not file.is_file():
        raise DatabaseUnavailable(
            "The embedded server's data folder holds something else.",
            detail=f"{data} has no PG_VERSION",
            hint="Move it away, or set RECERT_HOME to another folder.",
        )
    found = file.read_text(encoding="utf-8").strip()
    major, version = version_of(programs)
    if found != str(major):
        raise DatabaseUnavailable(
            f"The data folder is of PostgreSQL {found}, the programs are PostgreSQL {version}.",
            detail=str(data),
            hint=f"Take a dump of it with PostgreSQL {found} and restore that here, "
            "or set RECERT_HOME to another folder.",
        )


def create(
    data: Path, account: Account, programs: Path, *, lock: int, owner: int, durable: bool
) -> None:
    """Make the data folder, all or nothing: under another name, renamed when it is complete.

    ``lock`` is the descriptor of the lock that guards ``data``; ``owner`` the uid of the home.
    """
    new = data.with_name(f"{data.name}.new")
    if new.exists():  # left by a run that was killed
        shutil.rmtree(new)
    new.mkdir(mode=0o700)
    if os.geteuid() == 0:
        _give(new, account)
    major, _ = version_of(programs)
    # C.UTF-8 sorts by code point on every machine; the builtin one needs no locale of the system.
    locale = ["--locale=C.UTF-8"]
    if major >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command: list[str | Path] = [
        programs / "initdb",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        *locale,
    ]
    command += ["--data-checksums", "--auth=peer", *([] if durable else ["--no-sync"])]
    # initdb keeps the lock when we are killed: nobody clears the folder under its hands.
    with launch(command, new, account, keep=[lock]) as process:
        output, _ = process.communicate()
    if process.returncode != 0:
        raise DatabaseUnavailable(
            "The embedded server's data folder could not be created.",
            detail=output.decode(errors="replace").strip()[-2000:],
            hint=f"Remove the cause that the detail names. {data.parent} needs 100 MB of space.",
        )
    _configure(new, major, [0, os.geteuid(), owner])
    new.rename(data)
    _sync(data.parent)


def launch(
    command: Sequence[str | Path],
    data: Path,
    account: Account,
    *,
    keep: Iterable[int] = (),
    log: int | None = None,
) -> subprocess.Popen[bytes]:
    """Run a program of PostgreSQL on ``data`` as ``account``; with ``log``, in the background.

    It inherits the descriptors ``keep`` and no other. Its output goes to the descriptor ``log``,
    or to a pipe without one.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    environment["LC_ALL"] = "C"  # a locale that this machine lacks must not stop it
    place, kept, options = os.fspath(data), list(keep), dict[str, Any]()
    inside: int | None = None
    if os.geteuid() == 0:
        options = {"user": account.uid, "group": account.gid, "extra_groups": []}
    if sys.platform == "linux":
        # The account may be unable to pass the folders above (/root is 0700), and they are not
        # ours to open: a descriptor opened by root leads in past all of them. And a server that
        # goes by path writes to another's data when its own are moved away and new ones are made
        # in their place; the descriptor stays with the folder.
        inside = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
        place = f"/proc/self/fd/{inside}"
        kept.append(inside)
    try:
        return subprocess.Popen(
            [command[0], "-D", place, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if log is None else log,
            stderr=subprocess.STDOUT,
            cwd="/",  # ours may be out of its reach, or be removed while it runs
            env=environment,
            pass_fds=kept,
            umask=0o077,
            start_new_session=log is not None,  # Ctrl-C is for the command, not for the server
            **options,
        )
    finally:
        if inside is not None:
            os.close(inside)


def _configure(data: Path, major: int, owners: Iterable[int]) -> None:
    """Write the settings, and who may connect: root and the home's owner, as every role."""
    # Before 16 a map cannot say "every role". There the guard is the socket's folder, mode 0700:
    # only the server's own account and root pass it, and both can write the data files anyway.
    method = "peer map=recert" if major >= 16 else "trust"
    _write(data / "pg_hba.conf", f"local all all {method}\nlocal replication all {method}\n")
    if major >= 16:
        names = sorted({name for uid in owners if (name := _name_of(uid)) is not None})
        _write(data / "pg_ident.conf", "".join(f'recert "{name}" all\n' for name in names))
    settings = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    _write(data / "postgresql.conf", f"\n# Recert\n{settings}", os.O_APPEND)


def _name_of(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name.replace('"', '""')
    except KeyError:
        return None  # peer authentication cannot know an account without a name


def _give(folder: Path, account: Account) -> None:
    # By descriptor, and no link followed: the folder above may be another account's.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchown(descriptor, account.uid, account.gid)
    finally:
        os.close(descriptor)


def _write(path: Path, text: str, mode: int = os.O_TRUNC) -> None:
    # initdb made the file. Root follows no link here, for the folder is another account's.
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)


def _sync(folder: Path) -> None:
    """Let a rename inside ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
