"""What all tests share: patience for slow machines, a house to try things in, and where large data lies."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.house import House

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
