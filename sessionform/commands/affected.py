"""`sessionform affected`: the environments that a deploy has to run, for the matrix of a workflow."""

from __future__ import annotations

import argparse
import json

from sessionform.commands.arguments import Subparsers, add_base, add_file, command_parser
from sessionform.commands.lines import say
from sessionform.commands.review import reviewed
from sessionform.compile import no_collection


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "affected",
        description="List the environments whose stack is another one than at the base, in the order of the file. "
        "Where that cannot be known, these are all.",
    )
    add_file(parser)
    add_base(parser)
    parser.add_argument(
        "--format",
        choices=("names", "matrix"),
        default="names",
        help="one name a line, or a matrix for GitHub (default: names)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from sessionform.review.affected import affected_environments

    with no_collection():
        review, head, _ = reviewed(arguments, [])
    names = affected_environments(review, head)
    for statement in (*review.gaps, *review.statements):
        say(statement)
    if arguments.format == "matrix":
        print(json.dumps({"environment": names}, separators=(",", ":")))
    else:
        print("".join(f"{name}\n" for name in names), end="")
    return 0
