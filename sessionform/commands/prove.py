"""`sessionform prove`: make the tables on an emulator and try everything that the declaration promises of them."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sessionform.commands.arguments import Subparsers, add_environments, add_file, add_format, command_parser
from sessionform.commands.common import chosen_environments, load_valid, print_report
from sessionform.commands.lines import say
from sessionform.errors import UsageError
from sessionform.report.formats.renderer import PROOF
from sessionform.whole_numbers import whole_number

if TYPE_CHECKING:
    from sessionform.model import Declaration

_DESCRIPTION = """\
Make every table on a DynamoDB emulator in this process (no account, no Docker, no network), write synthetic sessions
into it, and run every access pattern, the TTL, the stream and the consumer against it. Exit code 1: a promise fails."""

_OF_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")


_MOST_SESSIONS = 100_000
"""An emulator keeps them in memory, and more prove nothing more."""


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(subparsers, "prove", description=_DESCRIPTION)
    add_file(parser)
    add_environments(parser)
    add_format(parser, PROOF)
    parser.add_argument(
        "--sessions", type=_count, default=1000, metavar="N", help="how many sessions to write (default: 1000)"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--endpoint-url", metavar="URL", help="DynamoDB Local, LocalStack or another emulator")
    where.add_argument(
        "--really", action="store_true", help="on AWS itself, in tables with a throw-away prefix, deleted at the end"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    _, declaration = load_valid(arguments)
    names = chosen_environments(declaration, arguments.environments)
    if arguments.really:
        _refuse_emulators(declaration, names)
    from sessionform.prove.interruption import Interrupted, once_interrupted
    from sessionform.prove.result import Proof
    from sessionform.prove.run import Prover
    from sessionform.terraform.table import table_arguments

    tables = []
    try:
        with once_interrupted(), _target(arguments) as target, _progress(arguments) as progress:
            from sessionform.prove.trouble import explaining

            with explaining(target):
                for name in names:
                    prover = Prover(target, table_arguments, arguments.sessions, progress)
                    tables += prover.prove(declaration.environments[name])
    except Interrupted as interrupted:
        if interrupted.number == signal.SIGINT:
            raise
        say("told to end; every table that was made is deleted")
        return 128 + interrupted.number
    proof = Proof(target.name, tuple(tables), target.limits)
    print_report(PROOF, proof, arguments)
    return 1 if proof.broken else 0


def _count(text: str) -> int:
    number = whole_number(text, 1, _MOST_SESSIONS)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of sessions from 1 to {_MOST_SESSIONS}")
    return number


def _refuse_emulators(declaration: Declaration, names: list[str]) -> None:
    for name in names:
        if declaration.environments[name].is_local:
            raise UsageError(
                f"`{name}` is an emulator (`endpoint_url`), and `--really` is about AWS",
                f"name the environments that are on AWS: `-e`; or prove `{name}` without `--really`",
            )


@contextmanager
def _target(arguments: argparse.Namespace) -> Iterator[Any]:
    from sessionform.prove import target

    if arguments.really:
        target.require_for_prove("boto3")
        yield target.aws()
    elif arguments.endpoint_url is not None:
        target.require_for_prove("boto3")
        yield target.endpoint(_address(arguments.endpoint_url))
    else:
        target.require_for_prove("boto3", "moto")
        with target.embedded() as embedded:
            yield embedded


def _address(url: str) -> str:
    """Raises UsageError for what is not an address of an emulator."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError(f"`{url}` is not an address", "write it as http://127.0.0.1:8000")
    if host.endswith(_OF_AWS):
        raise UsageError(f"`{url}` is AWS itself", "say `--really`: it makes tables there, and deletes them at the end")
    return url


@contextmanager
def _progress(arguments: argparse.Namespace) -> Iterator[Any]:
    """A progress bar on a terminal; elsewhere, and with `-q`, nothing."""
    if arguments.quiet or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1)
        yield lambda text, done, total: bar.update(task, description=text, completed=done, total=total)


def _silent(_text: str, _done: int, _total: int) -> None:
    pass
