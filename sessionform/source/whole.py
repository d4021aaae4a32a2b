"""A declaration told from a part of one, by its first keys: most files are asked only for this."""

from __future__ import annotations

import re

LOOKED_AT = 65_536
"""Bytes of a file in which its first keys are looked for."""

_WHOLE = re.compile(rb"^[\"']?(version|environments|include)\b", re.MULTILINE)
_PART = re.compile(rb"^[\"']?(tables|removed|accept)[\"']?\s*:", re.MULTILINE)


def is_whole(data: bytes) -> bool:
    """Whether this is a declaration, or what may be meant as one: anything but a file for another one to include."""
    start = data[:LOOKED_AT]
    return _WHOLE.search(start) is not None or _PART.search(start) is None
