"""The review against real Terraform, the real provider and the strict gate: what it says is what happens.

A sample runs with the other tests. `make truth` runs every case of the review and two thousand pairs made at random.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from time import monotonic

import pytest

from tests.gate.batch import run_all
from tests.gate.changes import pairs as pairs_of_changes
from tests.gate.gate import Gate
from tests.gate.truth import disagreements
from tests.review.case import CASES, Case
from tests.review.combined import Unit, units_of
from tests.review.random_pairs import pairs
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.terraform, pytest.mark.slow]

SAMPLE = frozenset(
    """protection-on+stream-on protection-on+class stream-on+ttl-on protection-on+stream-view stream-on+caps-on
    stream-on+capacity stream-on+to-on-demand protection-on+to-provisioned ttl-on+index-key stream-off+index-added
    recovery-on+policy-added encryption-managed+kinesis-added""".split()
)
SEEDS, PAIRS = 8, 250
SAMPLE_SEED, SAMPLE_PAIRS = 1, 4
PROOFS = ("apply", "state", "refused", "refused-on-state")
"""Of the others 5.100 refuses the stack, or they are about what no deploy from the one to the other is."""
APART = {
    "backend-changed": "the state is another, and these tests keep one",
    "backend-changed-with-a-removal": "as backend-changed",
    "backend-changed-with-the-rest": "as backend-changed",
    "restore-source-moved": "there is no table to restore the one before from",
    "restore-source-removed": "as restore-source-moved",
    "restore-time-changed": "as restore-source-moved",
    "table-restored": "the source has another name here, and the gate restores nothing",
    "table-restored-from-one-that-goes": "as table-restored",
    "table-restored-with-another-key": "as table-restored",
    "table-restored-without-recovery": "as table-restored",
    "table-replaced-and-restored-from-itself": "as table-restored",
    "name-kept-in-another-environment": "the name is another environment's, and here each has names of its own",
    "name-moves-to-another-environment": "as name-kept-in-another-environment",
    "environment-renamed-without-its-state": "as name-kept-in-another-environment",
    "replica-where-the-name-is-in-use": "as name-kept-in-another-environment",
    "name-freed-in-the-same-deploy": "AWS deletes for seconds, the emulator at once: who comes first is chance here",
    "names-swapped-between-tables": "as name-freed-in-the-same-deploy",
    "table-renamed-unsaid": "as name-freed-in-the-same-deploy",
    "table-takes-the-key-of-one-that-goes": "as name-freed-in-the-same-deploy",
    "tables-renamed-in-a-chain": "as name-freed-in-the-same-deploy",
    "table-renamed-again-from-its-first-key": "as name-freed-in-the-same-deploy",
    "state-taken-over": "the environments keep the state of one another, and here each has a state of its own",
    "state-taken-over-from-one-that-leaves": "as state-taken-over",
    "state-taken-over-mutually": "as state-taken-over",
    "environments-renamed-in-a-chain": "as state-taken-over",
    "grant-roles-changed": "the roles are another team's, and the emulator has none",
    "table-added-again": "AWS has the table, and nothing that the base declares made it",
}
"""Cases of which one run in one workspace shows nothing."""


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The AWS profiles that cases name."""
    config = tmp_path / "aws.ini"
    keys = "aws_access_key_id = testing\naws_secret_access_key = testing\n"
    config.write_text("".join(f"[profile {name}]\n{keys}" for name in ("first", "second")))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))


def test_what_the_review_says_of_a_sample_is_what_happens(gated: Workspace, gate: Gate) -> None:
    cases = [case for case in pairs_of_changes() if case.name in SAMPLE]
    assert len(cases) == len(SAMPLE)
    _hold(units_of([*cases, *islice(_random(SAMPLE_SEED), SAMPLE_PAIRS)]), gated, gate)


@pytest.mark.truth
def test_what_the_review_says_of_every_case_is_what_happens(profiles: None, gated: Workspace, gate: Gate) -> None:
    _hold(units_of(case for case in CASES if case.proof in PROOFS and case.name not in APART), gated, gate)


@pytest.mark.truth
def test_what_the_review_says_of_every_two_changes_is_what_happens(gated: Workspace, gate: Gate) -> None:
    _hold(units_of(pairs_of_changes()), gated, gate)


@pytest.mark.truth
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_what_the_review_says_of_random_pairs_is_what_happens(gated: Workspace, gate: Gate, seed: int) -> None:
    _hold(units_of(_random(seed)), gated, gate)


def _random(seed: int) -> Iterable[Case]:
    """Without what needs a table to restore from, which the gate does not have: of those only the plan is proven."""
    made = (case for case in pairs(seed) if "restore_from" not in case.before + case.after)
    return islice(made, PAIRS)


def _hold(units: list[Unit], gated: Workspace, gate: Gate) -> None:
    """Fails with every disagreement, and prints the figure of the run."""
    started = monotonic()
    runs = run_all(units, gated, gate)
    wrong = {run.unit: found for run in runs if (found := disagreements(run))}
    failed = sum(run.failed for run in runs)
    print(
        f"{len(runs) - len(wrong)} of {len(runs)} changes as the review says ({failed} of them fail), "
        f"{monotonic() - started:.0f} seconds"
    )
    assert not wrong, "\n".join(text for found in wrong.values() for text in found)
