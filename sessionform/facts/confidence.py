"""How sure a fact is, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Confidence = Literal["run", "documented", "measured", "reported", "read"]
"""`run`: the project's own tests run it, with the real Terraform and the real provider 5.100.0. `documented`: AWS or
HashiCorp say so. `measured`: others have called AWS and say what it answered. `reported`: an issue says so. `read`: read
in source or deduced, and not run.
"""

RANK: tuple[Confidence, ...] = ("run", "documented", "measured", "reported", "read")


def weakest(*confidences: Confidence) -> Confidence:
    """What can be said of something that rests on all of these."""
    return max(confidences, key=RANK.index, default="run")


@dataclass(frozen=True, slots=True)
class Source:
    """The page or the probe that a fact rests on."""

    page: str
    confidence: Confidence


PROBES = "https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks"


def measured(probe: str) -> Source:
    """A probe of the live AWS, October 2026, by its id in the notes of the AWS controllers for Kubernetes."""
    return Source(f"{PROBES} ({probe})", "measured")
