"""What a declaration is compared with where nobody has said it: the branch that it will be merged into."""

from __future__ import annotations

from collections.abc import Sequence

from sessionform.compile import Compiled, compile_bytes
from sessionform.diagnostics import Severity
from sessionform.errors import CommandError
from sessionform.review.base.read import Base, read_base

BASES = ("origin/HEAD", "origin/main", "origin/master", "main", "master", "HEAD")
"""The first of these revisions that there is."""


def usual_base(file: str, wanted: Sequence[str] = BASES) -> tuple[Base, Compiled | None] | None:
    """The base, and its declaration where it has one; None where there is no such revision, or no git."""
    for name in wanted:
        try:
            base = read_base(name, file)
        except CommandError:
            continue
        if base.data is None:
            return base, None
        return base, compile_bytes(base.data, base.file, files=base.files, least=Severity.ERROR)
    return None
