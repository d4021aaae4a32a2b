"""Versions of the AWS provider with known faults in what stacks use. None of them is run by the tests, which run 5.100.0."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sessionform.facts.confidence import Source
from sessionform.facts.version_constraints import Version, version_text

_REPOSITORY = "https://github.com/hashicorp/terraform-provider-aws"


class Shape(Enum):
    """What of a table a fault is met in. The value is how messages call it."""

    GLOBAL_INDEX = "a global index"
    ON_DEMAND_INDEX = "an on-demand index without `warm_throughput`"
    AUTOSCALED_INDEX = "an autoscaled index"
    AUTOSCALED_INDEX_ALONE = "an autoscaled index, and an index without a sort key"


@dataclass(frozen=True, slots=True)
class Fault:
    """Versions from `since` to before `until` do `text` where a table has the `shape`; without `until`, all later ones may.

    `stops` says that nothing can be planned or applied with them; else plans show changes that are none.
    """

    id: str
    shape: Shape
    text: str
    since: Version
    until: Version | None
    stops: bool
    source: Source

    @property
    def is_one_version(self) -> bool:
        """Whether the next patch is free of it."""
        major, minor, patch = self.since
        return self.until == (major, minor, patch + 1)

    @property
    def exclusion(self) -> str:
        """The clause of a constraint that keeps its versions out: the one version itself, or all from the first on.

        A constraint has no way to leave out a stretch but to name each version in it.
        """
        since = version_text(self.since)
        return f"!= {since}" if self.is_one_version else f"< {since}"


FAULTS = (
    Fault(
        "index-panic",
        Shape.GLOBAL_INDEX,
        "crash while they plan a table with global indexes",
        (6, 29, 0),
        (6, 29, 1),
        stops=True,
        source=Source(f"{_REPOSITORY}/issues/46195", "reported"),
    ),
    Fault(
        # The ignored indexes are taken from the state, where a sort key that is none is an empty text. That is so however
        # the ignore is written: Terraform can ignore all indexes or none. Pull request 47427 of April 2026 may end it
        "unmatched-indexes",
        Shape.AUTOSCALED_INDEX_ALONE,
        'fail to plan (all indexes must match a defined attribute. Unmatched indexes: [""])',
        (6, 29, 0),
        None,
        stops=True,
        source=Source(f"{_REPOSITORY}/issues/46606", "reported"),
    ),
    Fault(
        "warm-throughput-drift",
        Shape.ON_DEMAND_INDEX,
        "show the index removed and added in each plan, once AWS has adapted its warm throughput",
        (6, 13, 0),
        (6, 31, 0),
        stops=False,
        source=Source(f"{_REPOSITORY}/issues/44692, {_REPOSITORY}/pull/46094", "reported"),
    ),
    Fault(
        "ignored-indexes-drift",
        Shape.AUTOSCALED_INDEX,
        "may show changes of ignored indexes in each plan",
        (5, 100, 0),
        (6, 27, 0),
        stops=False,
        source=Source(f"{_REPOSITORY}/issues/41113", "reported"),
    ),
)
