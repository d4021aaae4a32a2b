"""The part of `sessionform adopt` that takes tables from the files of other tools, and says how these forget them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.lines import print_line, say
from sessionform.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from sessionform.live.adoption import Adoption
    from sessionform.live.description import TableDescription
    from sessionform.live.planned import Place
    from sessionform.live.settings import LiveTable
    from sessionform.model import Environment
    from sessionform.origins.origin import Origin, OriginTable

_UNCHECKED = (
    "not compared with AWS{why}: the tables are written as {file} has them, whatever was changed since; "
    "`sessionform drift -e {environment}` compares them"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is adopted from an origin: the tables there and as they are, and the key that each has in the declaration."""

    place: Place
    origin: Origin
    lives: list[LiveTable]
    keys: dict[str, str]


def add_origins(parser: argparse.ArgumentParser) -> None:
    """The options that name an origin."""
    origin = parser.add_mutually_exclusive_group()
    origin.add_argument("--pulumi", metavar="FILE", help="tables in what `pulumi stack export` printed")
    origin.add_argument("--terraform-state", metavar="FILE", help="tables in what `terraform show -json` printed")
    origin.add_argument(
        "--cloudformation",
        action="append",
        metavar="FILE|STACK",
        help="tables in a template of CloudFormation, CDK or SAM, or in a stack (repeatable: a template, and the output of "
        "`aws cloudformation describe-stack-resources`)",
    )
    parser.add_argument(
        "--parameter",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the template (repeatable)",
    )
    parser.add_argument(
        "--address",
        dest="addresses",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="of a file, the tables at this address alone: a Terraform resource or module, a Pulumi URN or the name in "
        "it, a logical id (repeatable)",
    )
    parser.add_argument("--offline", action="store_true", help="take a file at its word, and do not ask AWS")


def origin_named(arguments: argparse.Namespace) -> bool:
    """Whether the tables come from an origin, and not from AWS alone."""
    return bool(arguments.terraform_state or arguments.pulumi or arguments.cloudformation)


def undeclared_environment(name: str, region: str) -> Environment:
    """An environment that is not declared yet."""
    from sessionform.source.build import build

    value = {"environments": {name: {"region": region}}}
    return build(value, "", {}).environments[name]


def from_origin(arguments: argparse.Namespace, declared: Environment | None, tags: Sequence[tuple[str, str]]) -> Chosen:
    """The tables that were asked for, as AWS has them where it can be asked."""
    from sessionform.live.planned import Place
    from sessionform.origins.origin import default_tags, keys_of
    from sessionform.origins.selection import account_of, in_region, selected

    region = declared.region if declared is not None else arguments.region
    origin, region = in_region(_read(arguments, declared, region), region)
    keys = keys_of(origin.tables)
    origin = selected(origin, arguments.addresses, arguments.tables)
    environment = declared or undeclared_environment(arguments.environment, region)
    account = account_of(origin.tables, environment.name, environment.account_id)
    found, account = _found(arguments, environment, account, origin.tables)
    lives = [_live(table, found.get(table.name)) for table in origin.tables]
    lives = [live for live in lives if all(live.found.tags.get(key) == value for key, value in tags)]
    if not lives:
        raise UsageError("no table has all of these tags", "nothing was written")
    kept = {live.name for live in lives}
    origin = origin.only(table for table in origin.tables if table.name in kept)
    place = Place(environment.name, region, account, default_tags(origin.tables))
    return Chosen(place, origin, lives, keys)


def _read(arguments: argparse.Namespace, declared: Environment | None, region: str | None) -> Origin:
    from sessionform.origins.pulumi import read_export
    from sessionform.origins.terraform import read_state

    if arguments.pulumi is not None:
        return read_export(arguments.pulumi)
    if arguments.terraform_state is not None:
        return read_state(arguments.terraform_state)
    return _read_cloudformation(arguments, declared, region)


def _read_cloudformation(arguments: argparse.Namespace, declared: Environment | None, region: str | None) -> Origin:
    """Templates in files; what is not a file and may be a stack is one."""
    from sessionform.live.connection import connect, default_region
    from sessionform.origins.cloudformation.live_stack import is_stack_name, read_stack
    from sessionform.origins.cloudformation.read import read_templates

    given = dict(_pair(text) for text in arguments.parameters)
    named = arguments.cloudformation
    stack = named[0] if len(named) == 1 and is_stack_name(named[0]) and not Path(named[0]).exists() else None
    if stack is None:
        return read_templates(named, given, region)
    if arguments.offline:
        hint = "name its template, or leave `--offline` out"
        raise UsageError(f"there is no file `{stack}`, and a stack cannot be read offline", hint)
    where = region or (stack.split(":")[3] if stack.startswith("arn:") else default_region())
    if where is None:
        raise UsageError("which region is not known", "say `--region eu-central-1`, or set AWS_REGION")
    return read_stack(connect(declared or undeclared_environment(arguments.environment, where)), stack, given)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise UsageError(f"`{text}` is not a parameter", "write it as `--parameter Stage=production`")
    return name, value


def _live(table: OriginTable, found: TableDescription | None) -> LiveTable:
    """The table as AWS has it, else as the origin does; what the origin left open is only then of interest."""
    from sessionform.live.settings import live_table

    if found is not None:
        return live_table(found)
    if table.found is None:
        hint = "sign in to AWS, or add the template"
        raise UsageError(f"nothing but its name is known of `{table.name}`", hint)
    live = live_table(table.found)
    companions = tuple(name for name in live.companions if name not in table.unnamed)
    return replace(live, left_out=(*live.left_out, *table.unclear), companions=companions)


def _found(
    arguments: argparse.Namespace, environment: Environment, account: str | None, tables: Sequence[OriginTable]
) -> tuple[dict[str, TableDescription], str | None]:
    """The tables as AWS has them by name, empty where it is not asked, and the account."""
    from sessionform.live.connection import connect, unreachable
    from sessionform.live.reader import TableReader

    why = "" if arguments.offline else unreachable(environment)
    if arguments.offline or why:
        reason = f" ({why})" if why else ""
        text = _UNCHECKED.format(why=reason, file=_name(arguments), environment=environment.name)
        say(text)
        return {}, account
    connection = connect(environment)
    if account not in (None, connection.account):
        raise OutsideError(
            f"the tables belong to account {account}, these credentials to {connection.account}",
            "use the account's own credentials, or `--offline` to take the file at its word",
        )
    names = [table.name for table in tables]
    found: dict[str, TableDescription] = {}
    for table, description in zip(tables, TableReader(connection).described(names), strict=True):
        if description is None:
            raise OutsideError(
                f"`{table.label}` is the table `{table.name}`, and there is none in {connection.region} of account "
                f"{connection.account}",
                "bring the file up to date, or leave the table out with `--address` or `--table`",
            )
        found[table.name] = description
    return found, connection.account


def _name(arguments: argparse.Namespace) -> str:
    return f"`{arguments.pulumi or arguments.terraform_state or arguments.cloudformation[0]}`"


def hand_over(arguments: argparse.Namespace, chosen: Chosen, adoption: Adoption) -> None:
    """Say what is left to do, so that nothing deletes what was taken over."""
    for note in chosen.origin.notes:
        say(note)
    if arguments.quiet:
        return
    for line in _steps(arguments, chosen, adoption):
        print_line(line)


def _steps(arguments: argparse.Namespace, chosen: Chosen, adoption: Adoption) -> Iterator[str]:
    from sessionform.origins.cloudformation_handover import cloudformation_steps
    from sessionform.origins.handover import taken
    from sessionform.origins.pulumi_handover import pulumi_steps
    from sessionform.origins.terraform_handover import terraform_steps

    environment = adoption.compiled.valid().environments[chosen.place.environment]
    origin = chosen.origin.only(table for table in chosen.origin.tables if table.name not in adoption.refused)
    tables = list(taken(origin.tables, chosen.lives, environment))
    yield ""
    yield "Hand over, in this order:"
    if arguments.pulumi is not None:
        yield from pulumi_steps(tables, origin.uses)
    elif arguments.cloudformation is not None:
        yield from cloudformation_steps(tables, origin.uses)
    else:
        yield from terraform_steps(tables, origin.others)
