"""File names as the platforms that read our reports want them: relative to the repository, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path


def source_root(folder: Path | None = None) -> Path:
    """The root of the repository that `folder` (the current one) is in, or that folder itself outside of any."""
    folder = (folder or Path.cwd()).absolute()
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), folder)


def from_root(file: str, root: Path | None) -> str:
    """The name of `file` as seen from `root`; a file outside of it, or without a root, keeps the name it has."""
    name = file
    if root is not None and not file.startswith("<"):
        place = Path(os.path.abspath(file))  # noqa: PTH100  # resolve() would name a linked file by its target
        if place.is_relative_to(root):
            name = str(place.relative_to(root))
    name = name.replace(os.sep, "/")
    return name.removeprefix("./") or name
