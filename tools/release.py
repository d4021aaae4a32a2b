"""`make release TAG=vX.Y.Z`: whether tag, version and changelog agree, before anything is published."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sessionform import __version__

ROOT = Path(__file__).parent.parent


def complaints(tag: str, version: str, changelog: str) -> list[str]:
    """What stands between a tag and a release."""
    found = []
    if not re.fullmatch(r"v\d+\.\d+\.\d+", tag):
        found.append(f"`{tag}` is not a tag of a release: name one as vX.Y.Z")
    elif tag != f"v{version}":
        found.append(f"the tag is {tag}, and sessionform/__init__.py says {version}")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", changelog, re.MULTILINE):
        found.append(f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`")
    return found


def main() -> int:
    tag = sys.argv[1] if len(sys.argv) > 1 else ""
    found = complaints(tag, __version__, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    for line in found:
        print(line, file=sys.stderr)
    if not found:
        print("\n".join(sorted(path.name for path in (ROOT / "dist").iterdir())))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
