"""A fix as GitHub offers it under a pull request: a block that takes the place of the lines it stands on.

https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/commenting-on-a-pull-request
"""

from __future__ import annotations

import re

from sessionform.diagnostics import Diagnostic
from sessionform.documentation import Check
from sessionform.report.layout.markdown import code, prose

_UNSAFE = "This changes what the declaration means."


def suggested_change(diagnostic: Diagnostic, text: str, *, safe: bool) -> str:
    """The comment: what is wrong, and the text that takes the place of the lines."""
    finding = diagnostic.finding
    page = Check.web_page(finding.rule)
    rule = f"[{code(finding.rule)}]({page})" if page else code(finding.rule)
    said = f"**{finding.severity}** {rule}: {prose(finding.message)}"
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    end = "" if not text or text.endswith("\n") else "\n"
    block = f"{fence}suggestion\n{text}{end}{fence}"
    return "\n\n".join([said, *([] if safe else [_UNSAFE]), block])
