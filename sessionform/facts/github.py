"""What GitHub takes and shows."""

from __future__ import annotations

COMMENT_CHARACTERS = 65_536
"""The longest comment on an issue or a pull request."""

JOB_ANNOTATIONS = 50
"""Annotations that GitHub keeps of a job:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
"""

SARIF_RESULTS = 5_000
"""Results of a SARIF log that code scanning shows, all rules together:
https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning.
"""
