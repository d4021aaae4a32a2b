"""What the rules about faulty versions of the AWS provider share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts.provider_faults import Fault
from sessionform.facts.version_constraints import BLANKS, parse_constraint, version_text
from sessionform.model import Environment
from sessionform.terraform.faults import Meeting, admitted, meetings
from sessionform.terraform.floors import floor, provider_constraint


def faults_admitted(environment: Environment, *, stops: bool) -> Iterator[Meeting]:
    """The faults that the environment's tables meet under a version that its constraint admits."""
    constraint = parse_constraint(provider_constraint(environment))
    if constraint is not None:
        for meeting in meetings(environment):
            if meeting.fault.stops is stops and admitted(meeting, constraint):
                yield meeting


def constraint_place(environment: Environment, meeting: Meeting) -> Path:
    """Where the constraint is declared; where it is computed, what of the table meets the fault."""
    return ("terraform", "aws_provider") if environment.aws_provider is not None else meeting.place


def versions_of(fault: Fault) -> str:
    """The versions of a fault, in words."""
    if fault.until is None:
        return f"{version_text(fault.since)} and later"
    if fault.is_one_version:
        return version_text(fault.since)
    return f"those from {version_text(fault.since)} to before {version_text(fault.until)}"


def later_only(environment: Environment, fault: Fault) -> str:
    """The environment's constraint, raised above a fault that later versions do not have; empty where none is left."""
    if fault.until is None:
        return ""
    clauses = [clause.strip(BLANKS) for clause in provider_constraint(environment).split(",")]
    kept = [clause for clause in clauses if not clause.startswith(">")]
    text = ", ".join([f">= {version_text(fault.until)}", *kept])
    constraint = parse_constraint(text)
    return text if constraint is not None and constraint.admits_from(fault.until) else ""


def without_fault(environment: Environment, fault: Fault) -> str:
    """A constraint that keeps the fault's versions out and leaves some that know the settings in use; empty where none does.

    It is the environment's own with a clause more, or the computed one.
    """
    least = floor(environment).version
    computed = provider_constraint(replace(environment, aws_provider=None))
    for text in (f"{provider_constraint(environment)}, {fault.exclusion}", computed):
        constraint = parse_constraint(text)
        if constraint is None or constraint.admits_from(fault.since, fault.until):
            continue
        if constraint.admits_from(least):
            return text
    return ""
