"""The report's case once in a real browser: four people at four screens, from the first word to the seal."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser

from benchmarks.report_case import whole_case
from benchmarks.screens import Screen, screen, standing
from storage import cases
from storage.people import HOUSE

pytestmark = pytest.mark.browser


@asynccontextmanager
async def everybody(browser: Browser) -> AsyncIterator[tuple[Screen, Screen, Screen, Screen]]:
    async with (
        screen(browser, "applicant", 360, 740) as applicant,
        screen(browser, "respondent", 390, 844) as respondent,
        screen(browser, "judge", 1280, 900) as judge,
        screen(browser, "clerk", 1280, 900) as clerk,
    ):
        yield applicant, respondent, judge, clerk


async def test_a_case_is_told_recorded_and_sealed_by_four_people_at_four_screens(
    quick_path: Path, listener: socket.socket, browser: Browser
) -> None:
    async with standing(quick_path, listener) as app:
        async with everybody(browser) as (aunt, owner, judge, clerk):
            await whole_case(app, aunt, owner, judge, clerk)
            for width, who in ((360, aunt), (390, owner), (1280, judge), (1280, clerk)):
                assert await who.page.evaluate("document.documentElement.scrollWidth") <= width
        with app.store.read() as tx:
            case = cases.load(tx, HOUSE, 1)
    assert case.record is not None
    assert (case.state, case.record.status, len(case.record.pages)) == ("performing", "sealed", 2)
    assert [c.role for c in case.record.confirmations] == ["applicant", "respondent", "clerk", "judge"]
