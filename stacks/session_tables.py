"""The tables of a declaration as constructs, in any stack of any CDKTF app."""

from __future__ import annotations

import json
import os
import re
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sessionform.errors import UsageError
from sessionform.facts.resource_types import TABLE
from sessionform.files import DECLARATION
from sessionform.model import Environment
from sessionform.suggestions import suggest
from sessionform.terraform.environment import outputs_of, refactoring_blocks, resources_of

from .declarations import MARK, environment_of
from .library import Construct, cdktf, jsii
from .resources import SessionResource, TableResource, output, put_into_tree, refuse_cdktf_hcl, resource_class


class SessionTables(Construct):
    """Every table of one environment of a declaration, and their companions, in the stack around `scope`.

    `tables["userSessions"]` is a table by its key. Addresses are those that `sessionform synth` gives
    (`aws_dynamodb_table.userSessions`), whatever the construct is called, so a table can move between the two.

    The tables are made by `provider`, else by the stack's AWS provider, whose region, account and default tags count:
    `region` and `tags` of the environment are for stacks of ours (`EnvironmentStack`). With `outputs`, each table has
    its name, ARN and stream's ARN as outputs of the stack.

    Raises UsageError where there is no such file or environment, where the stack has a table of that key already, and
    where what must be known now is a token; DeclarationError where the declaration fails its check.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        declaration: str | Path = DECLARATION,
        environment: str | Environment,
        provider: cdktf.TerraformProvider | None = None,
        outputs: bool = True,
        _ours: bool = False,
    ) -> None:
        refuse_cdktf_hcl(ours=_ours or os.environ.get("SYNTH_HCL_OUTPUT") not in ("true", "1"))
        model = environment if isinstance(environment, Environment) else environment_of(declaration, environment)
        if provider is not None and not hasattr(provider, "fqn"):
            hint = "give the construct, such as `AwsProvider(stack, …)`, or leave it out"
            raise UsageError(f"`provider` is {provider!r}, which is not a provider of the app", hint)
        stack = cdktf.TerraformStack.of(scope)
        _claim(stack, model)
        super().__init__(scope, id_)
        self.environment = model
        made = [
            resource_class(type_).described(
                self,
                key if type_ == TABLE else f"{key}-{type_.removeprefix('aws_')}",
                type_,
                key,
                _literal(key, arguments),
                provider,
                ours=_ours,
            )
            for type_, key, arguments in resources_of(model)
        ]
        named = outputs_of(model).items() if outputs else ()
        with _names_taken(stack):
            put_into_tree(made, [output(stack, name, each["value"], each["description"]) for name, each in named])
        self._resources = tuple(resource for resource, _ in made)
        self._tables = {each.name_in_stack: each for each in self._resources if isinstance(each, TableResource)}
        for table, companions in _by_table(self._resources):
            table.beside = companions
        blocks = refactoring_blocks(model)
        if any(blocks.values()):
            self._blocks = _RefactoringBlocks(self, "blocks", blocks)

    def __getitem__(self, key: str) -> TableResource:
        """A table by its key in the declaration. Raises UsageError, with suggestions, where there is none."""
        try:
            return self._tables[key]
        except KeyError:
            if MARK in str(key):
                message = "a table is asked for by a token of CDKTF, whose value only Terraform knows"
                raise UsageError(message, "write the table's key in the declaration") from None
            message = f"the environment `{self.environment.name}` has no table `{key}`"
            raise UsageError(message, suggest(key, self._tables)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __contains__(self, key: object) -> bool:
        return key in self._tables

    def keys(self) -> KeysView[str]:
        """The keys of the tables in the declaration, in the order of their names."""
        return self._tables.keys()

    def values(self) -> ValuesView[TableResource]:
        """The tables, in the order of their keys."""
        return self._tables.values()

    def items(self) -> ItemsView[str, TableResource]:
        """Each key with its table."""
        return self._tables.items()

    def get(self, key: str) -> TableResource | None:
        """A table by its key, None where there is none."""
        return self._tables.get(key)

    @property
    def resources(self) -> tuple[SessionResource, ...]:
        """Every resource: the tables, and their companions."""
        return self._resources


class _RefactoringBlocks(cdktf.TerraformElement):
    """The `moved`, `removed` and `import` blocks of a declaration; CDKTF joins them with a team's own."""

    def __init__(self, scope: Construct, id_: str, blocks: Mapping[str, list[dict[str, Any]]]) -> None:
        super().__init__(scope, id_)
        self._present = {kind: items for kind, items in blocks.items() if items}

    @jsii.member(jsii_name="toTerraform")
    def to_terraform(self) -> Mapping[str, Any]:
        return self._present


def _claim(stack: cdktf.TerraformStack, environment: Environment) -> None:
    """Note the tables that the stack has, so that no two constructs write one resource."""
    claimed: set[str] = stack.__dict__.setdefault("_session_tables", set())
    for key in environment.tables:
        if key in claimed:
            raise UsageError(
                f"the stack `{stack.node.id}` has the table `{key}` already",
                "take the tables of one declaration into a stack once",
            )
    claimed.update(environment.tables)


def _by_table(resources: Iterable[SessionResource]) -> list[tuple[TableResource, dict[str, SessionResource]]]:
    """Each table with what follows it: by its type, a second of a type by what else its name says (`TYPE#stream`)."""
    found: list[tuple[TableResource, dict[str, SessionResource]]] = []
    for each in resources:
        if isinstance(each, TableResource):
            found.append((each, {}))
        else:
            table, companions = found[-1]
            part = each.name_in_stack.removeprefix(table.name_in_stack).removeprefix("_")
            type_ = each.address.partition(".")[0]
            companions[f"{type_}#{part}" if part else type_] = each
    return found


@contextmanager
def _names_taken(stack: cdktf.TerraformStack) -> Iterator[None]:
    """Say of an output that the stack has something of its name already, in the words of whoever named that."""
    try:
        yield
    except RuntimeError as error:
        taken = re.search(r"already a Construct with name '([^']+)'", str(error))
        if taken is None:
            raise
        hint = "call yours otherwise, or take the tables without outputs: `outputs=False`"
        raise UsageError(f"the stack `{stack.node.id}` has something called `{taken[1]}` already", hint) from None


def _literal(key: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments, in which CDKTF finds no token where the declaration has text that looks like one."""
    if MARK in json.dumps(arguments):
        raise UsageError(
            f"`{key}` has the text `{MARK}` in one of its settings, which CDKTF takes for a token of its own",
            "write it otherwise, or synthesize without constructs: `sessionform synth`",
        )
    return arguments
