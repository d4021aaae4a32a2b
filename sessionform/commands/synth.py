"""`sessionform synth`: check, then CDKTF."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from sessionform.commands.common import Subparsers, add_file, command_parser, load_valid
from sessionform.commands.extended import adds_constructs

DEFAULT_OUT = "cdktf.out"


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "synth",
        "compile the declaration to one Terraform stack for each environment",
        description="Check the declaration, and compile it to one Terraform stack for each environment. "
        "Where the check fails, the earlier output stays as it was.",
    )
    add_file(parser)
    add_out(parser)
    parser.add_argument("--hcl", action="store_true", help="write HCL instead of JSON")
    parser.set_defaults(run=run)


def add_out(parser: argparse.ArgumentParser) -> None:
    """`--out`, the folder of the stacks."""
    parser.add_argument("--out", default=DEFAULT_OUT, metavar="DIR", help=f"the output folder (default: {DEFAULT_OUT})")


def run(arguments: argparse.Namespace) -> int:
    _, declaration = load_valid(arguments)
    from sessionform.stacks import synthesize

    for path in synthesize(declaration, Path(arguments.out), hcl=arguments.hcl):
        if not arguments.quiet:
            print(path.as_posix() if not path.is_absolute() else os.fspath(path))
    if adds_constructs(arguments.file):
        print(
            "sessionform: the constructs that main.py adds are not in it: `python main.py` makes all", file=sys.stderr
        )
    return 0
