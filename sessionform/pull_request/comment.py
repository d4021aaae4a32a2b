"""A report under the pull request that a job runs for: one comment for each declaration, found again and updated."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sessionform.errors import OutsideError
from sessionform.pull_request.job import DeniedError, Host
from sessionform.pull_request.running import running_job


@dataclass(frozen=True, slots=True)
class Report:
    """What is put under a pull request, in Markdown that has `<!-- name -->` for its first line, and as plain text.

    `about` names the declaration: each has a comment of its own.
    """

    name: str
    about: str
    markdown: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Comment:
    """A report with the commit that it is about, so that nobody takes it for one about a later commit."""

    report: Report
    commit: str
    html: bool

    def body(self, longest: int) -> str:
        """The comment, at most so many characters long."""
        about = f"About commit {self.commit[:10]}."
        end = f"\n\n{f'<sub>{about}</sub>' if self.html else about}\n{self._gap}{self._end}\n"
        return self._text.rstrip()[: longest - len(end)] + end

    def is_earlier(self, text: str) -> bool:
        """Whether a comment with this text is an earlier version of this one. Hosts take white space off its end."""
        return text.startswith(self._start) and text.rstrip().endswith(self._end)

    @property
    def _text(self) -> str:
        report = self.report
        if self.html:
            return re.sub(r"(?m)^(\s*)/", r"\1&#47;", report.markdown)  # GitLab does what such a line says: `/close`
        return f"{self._start}\n\n### {report.title}\n\n{textwrap.indent(report.text, '    ')}"

    @property
    def _gap(self) -> str:
        return "" if self.html else "\n"

    @property
    def _start(self) -> str:
        return self._hidden(self.report.name)

    @property
    def _end(self) -> str:
        return self._hidden(hashlib.sha256(self.report.about.encode("utf-8", "surrogateescape")).hexdigest()[:16])

    def _hidden(self, text: str) -> str:
        """A note that is not shown: a comment, or where there is no HTML a link that nothing refers to."""
        return f"<!-- {text} -->" if self.html else f"[//]: # ({text})"


def publish(report: Report, variables: Mapping[str, str], *, update_only: bool = False) -> str:
    """Put the report under the pull request that this job runs for, and into the job's summary where it has one.

    With `update_only` a pull request without such a comment stays without one. The value is a sentence about what was
    done. Where the token may not comment, as on a fork's pull request, that is not an error. Raises UsageError outside of
    the jobs of the systems that are known, and OutsideError where the host fails.
    """
    job = running_job(variables)
    _summarize(report.markdown, job.summary)
    if job.host is None:
        return f"{job.why}: {job.elsewhere}"
    try:
        return _upsert(job.host, _Comment(report, job.commit, job.host.html), update_only=update_only)
    except DeniedError as denied:
        return f"no comment, as {job.host.name} says: {denied}; {job.elsewhere}"


def _upsert(host: Host, comment: _Comment, *, update_only: bool) -> str:
    body = comment.body(host.longest)
    for earlier, written in host.own_comments().items():
        text = written.replace("\r\n", "\n")
        if not comment.is_earlier(text):
            continue
        if text.strip() == body.strip():
            return "the comment says so already"
        try:
            host.update(earlier, body)
        except DeniedError:
            continue  # somebody else's, who has copied ours
        return "updated the comment"
    if update_only:
        return "nothing to comment on"
    host.add(body)
    return "commented on the pull request"


def _summarize(report: str, file: str) -> None:
    if not file:
        return
    try:
        with Path(file).open("a", encoding="utf-8", newline="\n") as summary:
            summary.write(report)
    except OSError as error:
        raise OutsideError(f"the job's summary `{file}` cannot be written: {error.strerror}") from None
