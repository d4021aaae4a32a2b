"""Fixes as suggested changes on the lines of a pull request on GitHub: written once, and ended when they are done with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sessionform.pull_request import github
from sessionform.pull_request.github import GitHub
from sessionform.pull_request.job import DeniedError
from sessionform.pull_request.running import running_job
from sessionform.pull_request.threads import LineComment, Threads, WrittenThread

MOST_WRITTEN = 30
"""Suggestions that one run writes: nobody applies more of them one by one, and `check --fix` does them all."""

_ELSEWHERE = "the job's log has what was found"


@dataclass(frozen=True, slots=True)
class Suggested:
    """The changes that are suggested for one declaration, which `about` names. `whole` says that it was understood:
    only then are earlier ones that are not among them over.
    """

    about: str
    comments: tuple[LineComment, ...]
    whole: bool

    @property
    def mark(self) -> str:
        """A comment that readers do not see: each declaration has suggestions of its own."""
        return f"<!-- sessionform-suggestion {hashlib.sha256(self.about.encode('utf-8', 'surrogateescape')).hexdigest()[:16]} -->"

    def marked(self, longest: int) -> list[LineComment]:
        """The comments with the mark, each once, without those that are longer than GitHub takes."""
        made = [replace(item, body=f"{item.body.strip()}\n\n{self.mark}") for item in self.comments]
        return [item for item in dict.fromkeys(made) if len(item.body) <= longest]


def place_for_suggestions(variables: Mapping[str, str]) -> GitHub | str:
    """The pull request that this job runs for, or a sentence that says why there is none to suggest changes on.

    Raises UsageError outside of the jobs of the systems that are known.
    """
    job = github.job(variables)
    if job is None:
        running_job(variables)
        return f"suggestions are written on GitHub alone: {_ELSEWHERE}"
    return job.host if isinstance(job.host, GitHub) else f"{job.why}: {_ELSEWHERE}"


def publish_suggestions(host: GitHub, suggested: Sequence[Suggested]) -> str:
    """Write what is new, and end what is over; the value is a sentence about what was done.

    Raises OutsideError where GitHub fails.
    """
    threads = Threads(host)
    try:
        earlier = threads.own()
        if earlier is None:
            return f"no suggestions, as the pull request has too many conversations: {_ELSEWHERE}"
        wanted = {comment: None for item in suggested for comment in item.marked(host.longest)}
        there = {thread.content for thread in earlier}
        written = threads.write([comment for comment in wanted if comment not in there][:MOST_WRITTEN])
        ended = sum(threads.end(thread) for thread in earlier if _is_over(thread, suggested, wanted))
    except DeniedError as denied:
        return f"no suggestions, as GitHub says: {denied}; {_ELSEWHERE}"
    return _done(written, ended)


def _is_over(thread: WrittenThread, suggested: Sequence[Suggested], wanted: Mapping[LineComment, None]) -> bool:
    marks = tuple(item.mark for item in suggested if item.whole)
    return thread.content.body.endswith(marks) and thread.content not in wanted


def _done(written: int, ended: int) -> str:
    parts = [f"{written} suggested {'change' if written == 1 else 'changes'} written"] if written else []
    parts += [f"{ended} that {'is' if ended == 1 else 'are'} over ended"] if ended else []
    return ", ".join(parts) or "nothing new to suggest"
