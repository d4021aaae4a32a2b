"""Makes docs/images/review.png of a real review's page; `make screenshots` runs it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sessionform.report.review.html import render_review_html
from tests.browser import Browser, chromium
from tests.report.review_pages import compared

IMAGE = Path(__file__).parents[2] / "docs" / "images" / "review.png"

WIDTH, HEIGHT = 960, 985

BEFORE = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId, projection: KEYS_ONLY}
"""

AFTER = BEFORE.replace("partition_key: userId", "partition_key: {name: userId, type: N}").replace(
    "projection: KEYS_ONLY", "projection: ALL"
)


def take(browser: Browser, folder: Path, image: Path) -> None:
    """Puts the page into `folder`, and what a browser shows of it into `image`."""
    page = folder / "review.html"
    page.write_text(render_review_html(compared(BEFORE, AFTER)), encoding="utf-8")
    browser.open(page, width=WIDTH, height=HEIGHT)
    browser.screenshot(image, whole=False)


def main() -> None:
    IMAGE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, chromium(Path(folder)) as browser:
        take(browser, Path(folder), IMAGE)
    print(f"{IMAGE}: {IMAGE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
