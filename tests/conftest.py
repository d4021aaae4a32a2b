"""What every test may ask for, and what the marked ones get."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.terraform_support import terraform_env, terraform_or_skip

pytest_plugins = ["tests.moto_support"]

REQUIRED = set(os.environ.get("SESSIONFORM_REQUIRED_TESTS", "").split())
"""Markers whose tests must run here: a skip of one of them is a failure."""


# A machine that does other things too is slow, and no example is wrong for that.
settings.register_profile("sessionform", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sessionform")

# Terraform and its provider live for seconds: without collecting garbage they need a quarter less time, and 100 MB more.
for name, value in {"GOGC": "off", "GOMEMLIMIT": "1GiB"}.items():
    os.environ.setdefault(name, value)


def pytest_configure() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so would everything that tests start and interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start what takes long first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: (item.get_closest_marker("terraform") is None, item.get_closest_marker("slow") is None))


def pytest_collection_finish() -> None:
    """Do not look for garbage among thousands of tests again and again: that is a twentieth of their time."""
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    missing = sorted(REQUIRED.intersection(marker.name for marker in item.iter_markers()))
    if report.skipped and missing and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{', '.join(missing)} tests must run here, but this one was skipped: {reason}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _terraform(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test marked `terraform` finds the provider, also through the programs that it starts, or is skipped."""
    if request.node.get_closest_marker("terraform"):
        terraform_or_skip()
        for name, value in terraform_env().items():
            monkeypatch.setenv(name, value)
