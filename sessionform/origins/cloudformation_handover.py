"""The way out of a CloudFormation stack: it keeps what leaves the template, which takes a deploy of its own before.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html. CDK retains tables
and no companion: taken out without it, the scaling goes with the stack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sessionform.origins.handover import Taken
from sessionform.words import names_in_quotes


def cloudformation_steps(taken: Sequence[Taken], uses: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The steps, line by line. `uses` says of each resource and output which resources it names."""
    names = {part.label: table.table.name for table in taken for part in table.going}
    open_ = list(dict.fromkeys(part.label for table in taken for part in table.going if not part.protected))
    dependents = {label: [each for each in used if each in names] for label, used in uses.items() if label not in names}
    waiting = {label: used for label, used in dependents.items() if used}
    number = count(1)
    if open_:
        yield f"{next(number)}. Give these `DeletionPolicy: Retain` and `UpdateReplacePolicy: Retain` in the template (in CDK:"
        yield "   `applyRemovalPolicy(RemovalPolicy.RETAIN)`), and deploy that alone:"
        yield from (f"     {label}" for label in open_)
    if waiting:
        yield f"{next(number)}. These use them and stay. Give each the name as text instead, and deploy:"
        for label, used in waiting.items():
            called = names_in_quotes(dict.fromkeys(names[each] for each in used))
            yield f"     {label} ({called})"
    yield f"{next(number)}. Import here: `sessionform plan`, then `sessionform deploy`."
    yield f"{next(number)}. Take these out of the template and deploy. The stack's events must say `DELETE_SKIPPED` for each:"
    yield from (f"     {label}" for label in dict.fromkeys(names))
