"""`sessionform synth`: check, then CDKTF; or the stacks as HCL for the repository, without it."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from sessionform.commands.arguments import Subparsers, add_file, add_out, command_parser
from sessionform.commands.common import load_valid, out_of
from sessionform.commands.extended import adds_constructs
from sessionform.commands.lines import print_line, say
from sessionform.commands.rendered import DEFAULT_PLANS, run_rendered
from sessionform.compile import no_collection
from sessionform.errors import UsageError

if TYPE_CHECKING:
    from sessionform.model import Declaration


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "synth",
        description="Check the declaration, and compile it to one Terraform stack for each environment. "
        "Where the check fails, the earlier output stays as it was.",
    )
    add_file(parser)
    place = parser.add_mutually_exclusive_group()
    add_out(place)
    place.add_argument(
        "--rendered",
        nargs="?",
        const="",
        metavar="DIR",
        help="write each stack to DIR/ENVIRONMENT.tf instead, as HCL that is committed, so that a pull request shows "
        f"what changes in Terraform (default: {DEFAULT_PLANS} beside the declaration); needs no Node",
    )
    parser.add_argument("--hcl", action="store_true", help="write HCL instead of JSON")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and fail where the files of --rendered are not up to date"
    )
    parser.set_defaults(run=run)


@no_collection()
def run(arguments: argparse.Namespace) -> int:
    rendered = arguments.check or arguments.rendered is not None
    if rendered and arguments.hcl:
        raise UsageError("`--hcl` is for the stacks in `--out`: rendered plans are always HCL", "leave it out")
    if arguments.check and arguments.out is not None:
        raise UsageError(
            "`--check` is for rendered plans, not for the stacks in `--out`", "name them: `--rendered DIR`"
        )
    _, declaration = load_valid(arguments)
    code = run_rendered(arguments, declaration) if rendered else _synthesize(arguments, declaration)
    if adds_constructs(arguments.file):
        say("the constructs that main.py adds are not in it: `python main.py` makes all")
    return code


def _synthesize(arguments: argparse.Namespace, declaration: Declaration) -> int:
    from sessionform.stacks import synthesize

    for path in synthesize(declaration, out_of(arguments), hcl=arguments.hcl):
        if not arguments.quiet:
            print_line(path.as_posix() if not path.is_absolute() else os.fspath(path))
    return 0
