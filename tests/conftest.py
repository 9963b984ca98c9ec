"""What all tests share: patience for slow machines, a house to try things in, and where large data lies."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    import httpx
    from playwright.async_api import Browser

    from tests.house import House
    from tests.pages import House as Pages

MEMORY = Path("/dev/shm")  # noqa: S108 - only a place that is quick to write to
settings.register_profile("hejie", deadline=None)
settings.load_profile("hejie")
pytest.register_assert_rewrite("tests.house")


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: for tests in which the disk itself plays no part."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="hejie-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
async def court(quick_path: Path) -> AsyncIterator[House]:
    """A whole house with its web chat; nobody of the court has joined yet."""
    from tests.house import House

    async with House(quick_path) as house:
        yield house


@pytest.fixture(scope="session")
def hejie_data() -> Path:
    """The folder of data that is not in the repository (``HEJIE_DATA``); skips where it is not given."""
    given = os.environ.get("HEJIE_DATA", "")
    if not given or not Path(given).is_dir():
        reason = "HEJIE_DATA names no folder: the tests on real data are left out"
        print(reason)
        pytest.skip(reason)
    return Path(given)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium; without one the test is left out, and fails where everything has to run."""
    from benchmarks.screens import browsing, chromium

    if not chromium().exists():
        reason = f"no Chromium at {chromium()}; set HEJIE_CHROMIUM"
        if os.environ.get("CI") == "1":
            pytest.fail(reason)
        print(reason)
        pytest.skip(reason)
    async with browsing() as started:
        yield started


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A free port of this machine."""
    from benchmarks.screens import listening

    with listening() as bound:
        yield bound


@pytest.fixture
async def house() -> AsyncIterator[Pages]:
    """A court with nothing in it but a web chat."""
    from tests.pages import House

    async with House().open() as opened:
        yield opened


@pytest.fixture
async def street(house: Pages, listener: socket.socket) -> AsyncIterator[str]:
    """The address at which that house really stands, under uvicorn."""
    from benchmarks.screens import served

    async with served(house.channel.app, listener) as address:
        yield address
        await house.channel.close()


@pytest.fixture
async def visitor(house: Pages) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without scripts that has looked at the page once."""
    async with house.client() as client:
        await client.get("/")
        yield client
