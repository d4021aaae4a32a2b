"""What the AWS provider does with the resources of a stack: how it compares, and from which version on.

What is of provider 5.100.0 is run by the tests; what is of a later version is read in its source and its issues.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sessionform.facts.between import Between
from sessionform.facts.confidence import Source
from sessionform.facts.limits import DEFAULT_INSIGHTS_MODE
from sessionform.facts.version_constraints import Version, parse_constraint
from sessionform.facts.versions import PROVIDER_CEILING

_ISSUES = "https://github.com/hashicorp/terraform-provider-aws/issues"
_PULLS = "https://github.com/hashicorp/terraform-provider-aws/pull"
_SOURCE = "https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/dynamodb/table.go"
_PAGE = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_table"

_RUN = Source(_SOURCE, "run")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something that the provider does other than the arguments say. `since` and `until` are versions, the latter exclusive.

    `between` is what the setting can be for one deploy, after which the change is seen.
    """

    id: str
    text: str
    source: Source
    since: Version = (5, 100, 0)
    until: Version | None = None
    between: Between | None = None

    def holds(self, version: Version) -> bool:
        return self.since <= version and (self.until is None or version < self.until)


KEY_TYPES = Behaviour(
    "key-types", "attributes are compared by name alone, so another type is not seen", _RUN, between=Between.ABSENT
)
INDEX_KEY_TYPES = Behaviour(
    "index-key-types",
    "attributes are compared by name alone, so another type of an index's key is not seen",
    _RUN,
    until=(6, 47, 0),
)
INDEX_REBUILT_FOR_TYPE = Behaviour(
    "index-rebuilt-for-its-key-type",
    "another type of an index's key is seen, and the index is rebuilt",
    Source(f"{_PULLS}/47867", "read"),
    since=(6, 47, 0),
)
UNCAPPED_REBUILD = Behaviour(
    # The source of about 6.30 sends them; in which release that began was not found
    "uncapped-rebuild",
    "an index that is deleted and created again under its name gets its caps with the next deploy only",
    _RUN,
    until=(6, 30, 0),
)
KEPT_KEY = Behaviour(
    "kept-key",
    "a key that is no longer named stays: the argument is computed where absent",
    _RUN,
    between=Between.ABSENT,
)
KEPT_WINDOW = Behaviour(
    "kept-window", "a recovery window that is no longer named stays: the argument is computed where absent", _RUN
)
DEFAULT_WINDOW = Behaviour("default-window", "the window of AWS's default is what the state holds already", _RUN)
KEPT_WARM = Behaviour(
    "kept-warm-throughput",
    "warm throughput that is no longer named stays: the argument is computed where absent",
    Source(f"{_PULLS}/41308", "read"),
    since=(6, 13, 0),
)
KEPT_CAPACITY = Behaviour("kept-capacity", "capacity that is no longer named stays in the state", _RUN)
KEPT_PROTECTION = Behaviour(
    "kept-replica-protection",
    "protection of a replica that is no longer named stays: the argument is computed where absent",
    Source(f"{_PULLS}/43240", "read"),
    since=(6, 9, 0),
)
RECOVERY_ALONE = Behaviour(
    "replica-recovery-alone",
    "of a replica whose recovery changes, nothing else is sent in that deploy",
    Source(f"{_PULLS}/43240", "read"),
    since=(6, 9, 0),
)
STRONG_PROTECTION = Behaviour(
    "strong-replica-protection",
    "with the one call that creates strongly consistent replicas their protection is not sent, and none follows it; keys are in "
    "that call, and recovery and tags follow as for other replicas",
    Source(f"{_PULLS}/43240", "read"),
    since=(6, 9, 0),
)
WITNESS_UNSENT = Behaviour(
    "witness-unsent",
    "another witness beside the same replicas is planned, and nothing is sent",
    Source(f"{_PULLS}/43908", "read"),
    since=(6, 22, 0),
)
INSIGHTS_MODE = Behaviour(
    "kept-insights-mode",
    "a mode of contributor insights that is not named stays as AWS has it: the argument is computed where absent",
    Source(f"{_PULLS}/43914", "read"),
    since=(6, 11, 0),
)
INSIGHTS_DEFAULT = Behaviour(
    "default-insights-mode",
    "the mode of contributor insights that AWS takes where none is named is what the state holds already",
    Source(f"{_PULLS}/43914", "read"),
    since=(6, 11, 0),
)
TTL_OFF = Behaviour("ttl-off", "while TTL is off, its attribute is not compared", _RUN)
LOCAL_INDEXES = Behaviour("local-indexes", "local indexes are compared by name alone", _RUN)
IGNORED = Behaviour(
    "ignored", "the stack tells Terraform to ignore what autoscaling moves", Source(_PAGE, "run"), between=Between.FIXED
)
RESTORED_ONCE = Behaviour(
    "restored-once",
    "the stack tells Terraform to ignore what a table is restored from once it exists",
    Source(_PAGE, "run"),
)
TIMEOUTS = Behaviour("timeouts", "how long Terraform waits is not compared", _RUN)
CAP_GONE = Behaviour(
    "cap-gone", "AWS reports no cap that was removed, so when -1 leaves the file there is nothing to remove", _RUN
)
CAP_KEPT = Behaviour(
    "cap-kept", "for a removed block of caps an update is planned, and no cap is sent", _RUN, between=Between.UNCAPPED
)
LAST_INDEX = Behaviour(
    "last-index",
    "the removal of the last index is not seen: the argument is computed where absent",
    Source(f"{_ISSUES}?q=global_secondary_index+computed", "read"),
    since=(6, 41, 0),
)
WARM_REPLACES = Behaviour(
    "warm-replaces",
    "lower warm throughput replaces the table",
    Source(f"{_PULLS}/41308", "read"),
    since=(6, 13, 0),
    until=(6, 57, 0),
)
WARM_REFUSED = Behaviour(
    "warm-refused",
    "lower warm throughput is an error of the plan",
    Source(f"{_PULLS}/49032", "read"),
    since=(6, 57, 0),
)
WAITS_FOR_NEW_REPLICA = Behaviour(
    "waits-for-new-replica",
    "after another kind of encryption the provider waits for it in every region, and in one that is yet to get its "
    "replica it finds no table: couldn't find resource (21 retries)",
    _RUN,
)
CREATED_ONCE = Behaviour("created-once", "the argument is fixed when the table is created", _RUN)

BEHAVIOURS: tuple[Behaviour, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Behaviour))


def insights_mode_stays(before: str | None, after: str | None) -> bool:
    """Whether a declared mode of contributor insights is what AWS has already, or is left to it."""
    return after in (None, before or DEFAULT_INSIGHTS_MODE)


NEWEST_READ: Version = (6, 69, 1)
"""The newest provider of which anything was read."""

RUN_WITH: Version = (5, 100, 0)
"""The provider that the tests run."""


@cache
def eras() -> tuple[Version, ...]:
    """The versions from which on the provider behaves otherwise, the first one included."""
    edges = {RUN_WITH}
    for behaviour in BEHAVIOURS:
        edges.add(behaviour.since)
        if behaviour.until is not None:
            edges.add(behaviour.until)
    return tuple(sorted(edges))


@cache
def admitted(constraint: str) -> tuple[Version, ...]:
    """Of the `eras`, those from which a constraint admits a version: what may run, as far as it makes a difference."""
    parsed = parse_constraint(constraint)
    edges = eras()
    if parsed is None:
        return edges[:1]
    following = (*edges[1:], None)
    found = tuple(since for since, until in zip(edges, following, strict=True) if parsed.admits_from(since, until))
    return found or edges[:1]


def majors_of(constraint: str) -> list[int]:
    """The major versions of the AWS provider that a constraint admits, as far as there can be any."""
    parsed = parse_constraint(constraint)
    majors = range(PROVIDER_CEILING[0] + 1)
    return [item for item in majors if parsed is not None and parsed.admits_from((item, 0, 0), (item + 1, 0, 0))]
