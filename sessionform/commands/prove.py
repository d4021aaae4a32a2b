"""`sessionform prove`: make the tables on an emulator and try everything that the declaration promises of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sessionform.commands.common import (
    Subparsers,
    add_environments,
    add_file,
    chosen_environments,
    command_parser,
    load_valid,
)
from sessionform.errors import UsageError

_DESCRIPTION = """\
Make every table on a DynamoDB emulator in this process (no account, no Docker, no network), write synthetic sessions
into it, and run every access pattern, the TTL, the stream and the consumer against it."""


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers, "prove", "try every promise of the declaration on an emulator", description=_DESCRIPTION
    )
    add_file(parser)
    add_environments(parser)
    parser.add_argument("--format", choices=("human", "json"), default="human", help="default: human")
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
    from sessionform.prove.result import Proof
    from sessionform.prove.run import Prover
    from sessionform.prove.target import answering
    from sessionform.stacks import table_arguments

    tables = []
    with _target(arguments) as target, _progress(arguments) as progress, answering(target):
        for name in names:
            prover = Prover(target, table_arguments, arguments.sessions, progress)
            tables += list(prover.prove(declaration.environments[name]))
    proof = Proof(target.name, tuple(tables), target.limits)
    _print(proof, arguments)
    return 1 if proof.broken else 0


def _print(proof: Any, arguments: argparse.Namespace) -> None:
    from sessionform.report.prove import render_proof_json, render_proof_text
    from sessionform.report.table import Layout
    from sessionform.report.terminal import Charset, Painter, encoding_of, use_color, width_of

    if arguments.format == "json":
        sys.stdout.write(render_proof_json(proof))
        return
    paint = Painter(use_color(arguments.color, sys.stdout))
    layout = Layout(width_of(sys.stdout), Charset.of(encoding_of(sys.stdout)), paint, flexible=0)
    sys.stdout.write(render_proof_text(proof, layout))


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one session is needed")
    return number


@contextmanager
def _target(arguments: argparse.Namespace) -> Iterator[Any]:
    from sessionform.prove import target

    target.require_emulator()
    if arguments.really:
        yield target.aws()
    elif arguments.endpoint_url:
        if not arguments.endpoint_url.startswith(("http://", "https://")):
            raise UsageError(f"`{arguments.endpoint_url}` is no address", "write it as http://127.0.0.1:8000")
        yield target.endpoint(arguments.endpoint_url)
    else:
        with target.embedded() as embedded:
            yield embedded


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
