"""`sessionform adopt`: tables that exist, written into the declaration as they are. Reads AWS, and changes nothing there."""

from __future__ import annotations

import argparse
import fnmatch
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sessionform.commands.adopt_from import add_origins, from_origin, hand_over, origin_named, undeclared_environment
from sessionform.commands.arguments import Subparsers, add_file, command_parser
from sessionform.commands.common import show
from sessionform.commands.declaration_file import Stored
from sessionform.commands.lines import print_line, say
from sessionform.commands.progress import counted
from sessionform.compile import compile_file
from sessionform.errors import DeclarationError, OutsideError, UsageError
from sessionform.live.description import READY
from sessionform.report.layout.characters import shown
from sessionform.report.layout.numbers import count
from sessionform.source.include import GLOB

if TYPE_CHECKING:
    from sessionform.live.adoption import Adoption
    from sessionform.live.connection import Connection
    from sessionform.live.description import TableDescription
    from sessionform.model import Environment


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "adopt",
        description="Write tables that exist into the declaration as they are, with `import_existing`, so that the next "
        "deploy takes them over without touching them. Reads AWS with boto3's own settings and changes nothing there. Exit "
        "code 1 where the declaration cannot say everything of a table: what it leaves out is listed.",
    )
    add_file(parser)
    add_origins(parser)
    parser.add_argument("-e", "--environment", metavar="NAME", help="the environment; made where it is not there yet")
    parser.add_argument("--region", help="the region (default: the environment's, or that of boto3's settings)")
    parser.add_argument(
        "--table", dest="tables", action="append", default=[], metavar="GLOB", help="tables of these names (repeatable)"
    )
    parser.add_argument(
        "--tag",
        dest="tags",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="tables with these tags (repeatable: all of them)",
    )
    parser.add_argument("--all", action="store_true", help="every table of the region")
    parser.add_argument("--dry-run", action="store_true", help="print the difference, and write nothing")
    parser.add_argument("--iam", action="store_true", help="print the IAM policy that reading takes, and do nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.iam:
        print(json.dumps(_iam(), indent=2))
        return 0
    if arguments.environment is None:
        raise UsageError("`adopt` needs an environment", "name it: `-e production`; one that is not there yet is made")
    if not (arguments.tables or arguments.tags or arguments.all or origin_named(arguments)):
        raise UsageError(
            "`adopt` needs to know which tables",
            "say `--table 'sessions-*'`, `--tag Team=identity` or `--all`, or name a file that has them: `--pulumi FILE`, "
            "`--terraform-state FILE`, `--cloudformation FILE`",
        )
    if arguments.file == "-":
        raise UsageError("`adopt` writes into the declaration, and standard input is none", "name a file with `--file`")
    declared, stored = _declared(arguments)
    from sessionform.live.adoption import adopt
    from sessionform.live.connection import connect
    from sessionform.live.planned import Place
    from sessionform.live.settings import live_table

    if origin_named(arguments):
        chosen = from_origin(arguments, declared, [_tag(item) for item in arguments.tags])
        _refuse_unfinished([each.found for each in chosen.lives])
        adoption = adopt(stored.texts, arguments.file, chosen.place, chosen.lives, chosen.keys)
        code = _finish(arguments, stored, adoption)
        hand_over(arguments, chosen, adoption)
        return code
    environment = declared or _new_environment(arguments)
    connection = connect(environment)
    found = list(_found(arguments, connection))
    _refuse_unfinished(found)
    place = Place(arguments.environment, environment.region, connection.account)
    adoption = adopt(stored.texts, arguments.file, place, [live_table(each) for each in found])
    return _finish(arguments, stored, adoption)


def _iam() -> dict[str, object]:
    from sessionform.live.reader import ACTIONS
    from sessionform.origins.cloudformation.live_stack import ACTIONS as OF_STACKS

    statement = {"Sid": "SessionformReads", "Effect": "Allow", "Action": [*ACTIONS, *OF_STACKS], "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _declared(arguments: argparse.Namespace) -> tuple[Environment | None, Stored]:
    """The environment as it is declared, None where it is not there yet; and the texts that declare it."""
    alone = Stored.of([arguments.file])
    if not alone.texts:
        return None, alone
    from sessionform.live.adoption import compiled_for_adoption

    stored = Stored.of(compile_file(arguments.file).sources)
    compiled = compiled_for_adoption(stored.texts, arguments.file)
    if compiled.failed:
        show(compiled, arguments, sys.stderr)
        raise DeclarationError(f"{compiled.file} has errors; nothing was done")
    declared = compiled.valid().environments.get(arguments.environment)
    if declared is not None and arguments.region not in (None, declared.region):
        message = f"`{declared.name}` is in {declared.region}, not in {arguments.region}"
        raise UsageError(message, "leave `--region` out, or name another environment")
    return declared, stored


def _new_environment(arguments: argparse.Namespace) -> Environment:
    """The environment as it will be, in the region that was named or that of boto3's settings."""
    from sessionform.live.connection import default_region

    region = arguments.region or default_region()
    if region is None:
        raise UsageError("which region is not known", "say `--region eu-central-1`, or set AWS_REGION")
    return undeclared_environment(arguments.environment, region)


def _found(arguments: argparse.Namespace, connection: Connection) -> Iterator[TableDescription]:
    """The tables that were asked for. Raises OutsideError where a name has none."""
    from sessionform.live.reader import TableReader, table_names
    from sessionform.live.trouble import unanswered_is_fatal

    tags = [_tag(text) for text in arguments.tags]
    exact = bool(arguments.tables) and not any(GLOB.search(name) for name in arguments.tables)
    with unanswered_is_fatal():
        names = list(dict.fromkeys(arguments.tables)) if exact else list(table_names(connection))
    there = len(names)
    if arguments.tables and not exact:
        names = [name for name in names if any(fnmatch.fnmatchcase(name, glob) for glob in arguments.tables)]
    some = False
    described = counted(TableReader(connection).described(names), len(names), quiet=arguments.quiet)
    for name, table in zip(names, described, strict=True):
        if table is None:
            raise OutsideError(f"there is no table `{name}` in {connection.region} of account {connection.account}")
        if all(table.tags.get(key) == value for key, value in tags):
            some = True
            yield table
    if not some:
        where = f"in {connection.region} of account {connection.account}"
        if there:
            raise OutsideError(f"none of {count(there, 'table')} {where} was asked for", "nothing was written")
        raise OutsideError(f"there is no table {where}", "name another `--region`, or the account's own credentials")


def _tag(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise UsageError(f"`{text}` is not a tag", "write it as `--tag Team=identity`")
    return key, value


def _refuse_unfinished(found: Sequence[TableDescription]) -> None:
    """What was read in parts, or is not ready, would be written as what it is not."""
    unread = list(dict.fromkeys(f"{table.name}: {text}" for table in found for text in table.unread))
    if unread:
        for line in unread:
            say(line)
        hint = "`sessionform adopt --iam` prints the policy that reading takes"
        raise OutsideError("not everything could be read; nothing was written", hint)
    waiting = [table for table in found if table.table.get("TableStatus", "ACTIVE") not in READY]
    if waiting:
        names = ", ".join(f"`{table.name}` is {table.table['TableStatus']}" for table in waiting)
        raise OutsideError(
            f"{names}; nothing was written", "wait until it is active, or name other tables with `--table`"
        )


def _propose(adoption: Adoption, name: str) -> None:
    """Say which session library a table may belong to. Whether it does, its keys cannot tell."""
    from sessionform.live.proposals import proposals

    for key, library in proposals(adoption.compiled.valid().environments[name], adoption.keys).items():
        say(
            f"the keys and the TTL of `{key}` are those of {library} and of no other library that is known: "
            f"where it is used, write `consumer: {library}`",
        )


def _finish(arguments: argparse.Namespace, stored: Stored, adoption: Adoption) -> int:
    for name, items in adoption.refused.items():
        _list(f"`{name}` is not adopted, since the declaration with it fails the check:", items)
    if adoption.compiled.failed:
        show(adoption.compiled, arguments, sys.stderr)
        raise DeclarationError("the declaration with these tables would have errors; nothing was written")
    if arguments.dry_run:
        sys.stdout.write(stored.differences(adoption.texts))
    else:
        stored.write(adoption.texts)
    if not arguments.quiet and not arguments.dry_run:
        print_line(f"{arguments.file}: {count(len(adoption.keys), 'table')} adopted into `{arguments.environment}`")
        for name, key in adoption.keys.items():
            print_line(f"  {name} as {key}")
        _propose(adoption, arguments.environment)
    for name in adoption.declared:
        say(
            f"`{name}` was declared before, and stays as it is; `sessionform drift` compares it",
        )
    for name, items in adoption.left_out.items():
        _list(f"what the declaration does not say of `{name}`:", items)
    return 1 if adoption.left_out or adoption.refused else 0


def _list(head: str, items: Sequence[str]) -> None:
    say(head)
    for item in items:
        print(f"  - {shown(item)}", file=sys.stderr)
