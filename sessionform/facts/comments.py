"""The longest comment under a pull request, in characters, where it is not on GitHub."""

from __future__ import annotations

GITLAB = 1_000_000
"""https://docs.gitlab.com/administration/instance_limits/#size-of-comments-and-descriptions-of-issues-merge-requests-and-epics"""

BITBUCKET = 32_768
"""Reported: https://jira.atlassian.com/browse/BCLOUD-11872."""

AZURE = 150_000
"""Reported: Azure DevOps refuses a longer one with VS403463."""
