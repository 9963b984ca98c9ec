"""What all tests share: patience for slow machines, and where data that is not in the repository lies."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.house import House

settings.register_profile("hejie", deadline=None)
settings.load_profile("hejie")

pytest.register_assert_rewrite("tests.house")


@pytest.fixture
async def court(tmp_path: Path) -> AsyncIterator[House]:
    """A whole house with its web chat; nobody of the court has joined yet."""
    async with House(tmp_path) as house:
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
