"""The job that this runs in, of whichever system of continuous integration it is."""

from __future__ import annotations

from collections.abc import Mapping

from sessionform.errors import UsageError
from sessionform.pull_request import azure, bitbucket, github, gitlab
from sessionform.pull_request.job import Job

_JOBS = (github.job, gitlab.job, bitbucket.job, azure.job)


def running_job(variables: Mapping[str, str]) -> Job:
    """The job that has these variables. Raises UsageError outside of the systems that are known."""
    job = next((found for of in _JOBS if (found := of(variables)) is not None), None)
    if job is None:
        hint = "it finds the pull request in the variables of GitHub Actions, GitLab CI, Bitbucket Pipelines or Azure Pipelines"
        raise UsageError("commenting is for jobs of continuous integration, and this is none", hint)
    return job
