"""One byte form for one JSON value, so that a digest means the same everywhere."""

from __future__ import annotations

import json

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical(obj: object) -> bytes:
    """The one way to write a JSON value as bytes, as described at the head of ``storage.chain``.

    Takes what ``json`` takes; keys must be texts, and floats should stay out, for other programs write them
    differently. Raises TypeError or ValueError for anything that JSON has no form for (NaN included).
    """
    text = _JSON.encode(obj)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Platforms do deliver half characters. Two halves side by side read back from JSON as one character,
        # so they are joined first; what is still alone gets the escape that JSON.stringify gives it.
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return joined.encode("utf-8", "backslashreplace")
