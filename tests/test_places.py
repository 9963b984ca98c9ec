"""Cities as people name them, each with the time zone it lives by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from handlers.reading.places import PLACES, read_place


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("纽约", "America/New_York"),
        ("美国纽约", "America/New_York"),
        ("我在纽约。", "America/New_York"),
        ("纽约时间", "America/New_York"),
        ("New York", "America/New_York"),
        ("I am in Boston", "America/New_York"),
        ("London, UK", "Europe/London"),
        ("日本", "Asia/Tokyo"),
        ("墨尔本市", "Australia/Sydney"),
        ("智利", "America/Santiago"),
        ("国内", "Asia/Shanghai"),
        ("美国", "wide"),
        ("Canada", "wide"),
        ("亚特兰蒂斯", ""),
        ("圣地亚哥", ""),  # in Chile or in California?
        ("", ""),
        ("纽约和伦敦", ""),
    ],
)
def test_a_place_leads_to_its_time_zone(text: str, zone: str) -> None:
    assert read_place(text) == zone


def test_every_time_zone_exists_and_every_name_means_one_place() -> None:
    names = [name for zone in PLACES for name in PLACES[zone] if ZoneInfo(zone)]
    assert len(names) == len(set(names)) and all(name == name.casefold() for name in names)
