"""Where this sessionform was installed from, so that what it writes installs the same one and no stranger's."""

from __future__ import annotations

import json
from functools import cache

from sessionform import __version__

PLACEHOLDER = "sessionform @ git+https://github.com/OWNER/sessionform@COMMIT"
"""Where nobody knows: a checkout, or a file on this machine."""


def requirement() -> str:
    """What to hand to `pip install`: a commit, an address, or the version of an index; else `PLACEHOLDER`."""
    from importlib.metadata import PackageNotFoundError, distribution  # half as much as all the rest of a start

    try:
        text = distribution("sessionform").read_text("direct_url.json")
    except (PackageNotFoundError, OSError):
        return PLACEHOLDER
    return f"sessionform=={__version__}" if text is None else source_of(text)


@cache
def repository_address(file: str) -> str:
    """A file of the repository that this was installed from, at its commit, in a browser; empty where nobody knows it."""
    prefix, _, place = requirement().partition(" @ git+")
    repository, _, commit = place.rpartition("@")
    if prefix != "sessionform" or not repository.startswith("https://github.com/") or "OWNER" in repository:
        return ""
    return f"{repository.removesuffix('.git')}/blob/{commit}/{file}"


def source_of(direct_url: str) -> str:
    """What pip notes of a direct installation (PEP 610), as a requirement."""
    try:
        noted = json.loads(direct_url)
    except ValueError:
        return PLACEHOLDER
    if not isinstance(noted, dict):
        return PLACEHOLDER
    url, vcs = noted.get("url"), noted.get("vcs_info")
    if not isinstance(url, str) or not url.startswith("https://"):
        return PLACEHOLDER
    if isinstance(vcs, dict):
        return f"sessionform @ {vcs.get('vcs')}+{url}@{vcs.get('commit_id')}"
    return f"sessionform @ {url}"
