"""Telephone numbers: reading the one number in a text, showing it, and hiding its middle."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from handlers.reading.choices import clean

REGION = "CN"
"""Numbers without a country code are read as numbers of this region (ISO 3166)."""

_LEFT_OVER = re.compile("(?<![0-9])[0-9]{7,13}(?![0-9])")


def read_phone(text: str) -> str | None:
    """The one telephone number in a text in E.164 ("+8613800138000"), words around it allowed.

    A number without ``+`` is Chinese: a mobile, or a landline with its area code. ``None`` for no number, for
    two, and for a second row of 7 to 13 figures that might be one with a slip in it.
    """
    if len(text) > 500:
        return None
    said = clean(text)
    found = list(PhoneNumberMatcher(said, REGION))
    numbers = {phonenumbers.format_number(match.number, PhoneNumberFormat.E164) for match in found}
    rest = said
    for match in reversed(found):
        rest = f"{rest[: match.start]}/{rest[match.end :]}"
    return numbers.pop() if len(numbers) == 1 and not _LEFT_OVER.search(rest) else None


def mask(e164: str) -> str:
    """A number with its middle hidden: ``"138****1234"``, ``"+852****5678"``, unreadable ``"****"``."""
    number = _parsed(e164)
    if number is None:
        return "****"
    national = re.sub("[^0-9]", "", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    if number.country_code == 86 and len(national) >= 10:
        return f"{national[:3]}****{national[-4:]}"
    shown = national[-4:] if len(national) > 7 else national[-2:]
    return f"+{number.country_code}****{shown}"


def show_phone(e164: str) -> str:
    """A number as people write it: ``"138 0013 8000"``, abroad ``"+852 2345 6789"``."""
    number = _parsed(e164)
    if number is None:
        return e164
    home = number.country_code == 86
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _parsed(e164: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(e164, None)
    except NumberParseException:
        return None
