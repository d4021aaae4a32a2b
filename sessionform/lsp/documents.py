"""The open texts, each with its newest analysis and review. Compiling and reviewing happen in threads; newer text wins."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sessionform.lsp.analysis import Analysis, analyse
from sessionform.lsp.reviewing import Earlier, earlier, reviewed
from sessionform.review.model import Review
from sessionform.rules.engine.remembered import Remembered

REVIEW_DELAY = 0.3
"""Seconds after which a text that compiled is reviewed."""


def document_uri(file: str) -> str:
    """The address of a file."""
    return Path(os.path.abspath(file)).as_uri()  # noqa: PTH100  # links stay as they are written


_LOG = logging.getLogger(__name__)


@dataclass
class Open:
    """One open text. `number` is the editor's for it, `version` counts its changes; `analysis` and `review` may be of an earlier one."""

    uri: str
    file: str
    text: str
    number: int | None = None
    version: int = 0
    analysis: Analysis | None = None
    review: Review | None = None
    reviewed: Analysis | None = None
    base: Earlier | None = None
    base_known: bool = False
    remembered: Remembered = field(default_factory=Remembered, repr=False)
    work: asyncio.Task[None] | None = field(default=None, repr=False)

    def uri_of(self, file: str) -> str:
        """The address of a file; of this one as the editor writes it."""
        return self.uri if file == self.file else document_uri(file)


Publish = Callable[[Open], None]


class Documents:
    """All open texts, by address."""

    def __init__(self, publish: Publish) -> None:
        self.open: dict[str, Open] = {}
        self.encoding = "utf-16"
        self.base: str | None = None
        self._publish = publish
        self._compiling = ThreadPoolExecutor(max_workers=1, thread_name_prefix="compile")
        self._reviewing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review")

    def changed(self, uri: str, file: str, text: str, number: int | None = None) -> None:
        """The text is another now: look at it as soon as what is being compiled has been."""
        entry = self.open.setdefault(uri, Open(uri, file, text))
        entry.text, entry.number, entry.version = text, number, entry.version + 1
        if entry.work is not None:
            entry.work.cancel()
        entry.work = asyncio.ensure_future(self._work(uri, entry))

    def saved(self, uri: str) -> None:
        """What is compared with may be another commit now."""
        entry = self.open.get(uri)
        if entry is not None:
            entry.base_known = False
            self.changed(uri, entry.file, entry.text, entry.number)

    def closed(self, uri: str) -> None:
        entry = self.open.pop(uri, None)
        if entry is not None and entry.work is not None:
            entry.work.cancel()

    async def current(self, uri: str) -> Analysis | None:
        """The analysis of the text as it is now; None where it is not open."""
        entry = self.open.get(uri)
        if entry is None:
            return None
        if entry.analysis is None or entry.analysis.text != entry.text:
            await self._analyse(entry)
        return entry.analysis

    def close(self) -> None:
        """No more work; what runs is left to end by itself."""
        for uri in list(self.open):
            self.closed(uri)
        self._compiling.shutdown(wait=False, cancel_futures=True)
        self._reviewing.shutdown(wait=False, cancel_futures=True)

    async def _work(self, uri: str, entry: Open) -> None:
        await asyncio.sleep(0)  # what else has come of the text by now is taken with it
        await _logged(self._analyse(entry))
        if uri in self.open:
            self._publish(entry)
            await asyncio.sleep(REVIEW_DELAY)
            await _logged(self._review(entry))
            if uri in self.open:
                self._publish(entry)

    async def _analyse(self, entry: Open) -> None:
        version, text, before = entry.version, entry.text, entry.analysis
        if before is not None and before.text == text:
            return
        others = {other.file: other.text for other in self.open.values() if other is not entry}
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._compiling,
            lambda: analyse(
                entry.file, text, before, texts=others, encoding=self.encoding, remembered=entry.remembered
            ),
        )
        if entry.version == version or entry.analysis is None:
            entry.analysis = found

    async def _review(self, entry: Open) -> None:
        analysis = entry.analysis
        if analysis is None or analysis is entry.reviewed or analysis.compiled.failed:
            return
        loop = asyncio.get_running_loop()
        if not entry.base_known:
            entry.base = await loop.run_in_executor(self._reviewing, earlier, entry.file, self.base)
            entry.base_known = True
        base = entry.base
        if base is None:
            return
        result = await loop.run_in_executor(self._reviewing, reviewed, analysis, base)
        if entry.analysis is analysis:
            entry.review, entry.reviewed = result, analysis


async def _logged(work: Awaitable[None]) -> None:
    """What goes wrong with one text is written to the log, and the server lives on."""
    try:
        await work
    except Exception:  # noqa: BLE001  # one text must not end the server for all
        _LOG.exception("a text could not be looked at")
