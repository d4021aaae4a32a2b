"""The skeleton of a rule: `make new-rule RULE=ttl-far-away ROOM=expiry` writes the file and puts it into its room's list.

The skeleton imports and runs, and the tests name what is still to be written.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

SKELETON = '''\
"""SUMMARY."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _{name}(table: Table, view: TableView) -> Iterator[Problem]:
    if False:
        yield Problem(
            ("SETTING",),
            f"what is wrong with `{{table.key}}`, and what follows from it",
            "what to do",
        )


RULE = TableRule(
    id="{id}",
    severity=WARNING,
    summary="SUMMARY",
    why="WHY",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/",
    failing="""\\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        fails(),
        passes(),
    ),
    check=_{name},
)
'''

NEXT = """\
{file}
  1. the check, its messages, its severity; an EnvironmentRule or a DeclarationRule where one table is not enough
  2. summary, why, and the page that says so
  3. an example that fails and the same one passing; `edges`: the last value that is fine, the first that is not, each branch
  4. `fixes` in its problems, where an edit of the file ends them, or `no_fix`: why none does
then
  SESSIONFORM_ACCEPT=1 .venv/bin/python -m pytest tests/rules   # stores what it says, its page and the index; read the diff
  make mutants MUTANTS="rules --changed HEAD --show"            # what the edges do not hold yet
  a line in CHANGELOG.md
"""


def new_rule(rule: str, room: str, rules: Path) -> Path:
    """Writes the rule's file in its room, and names it in the room's list. Fails on a name or a room that cannot be."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", rule):
        raise ValueError(f"`{rule}` is not the id of a rule: write two or more words in lower case, joined by `-`")
    rooms = sorted(path.parent.name for path in rules.glob("*/__init__.py") if "RULES = (" in path.read_text())
    if room not in rooms:
        raise ValueError(f"there is no room `{room}`; the rooms are {', '.join(rooms)}")
    name = rule.replace("-", "_")
    taken = next(rules.glob(f"*/{name}.py"), None)
    if taken is not None:
        raise ValueError(f"there is a rule `{rule}` already, in {taken.parent.name}")
    file = rules / room / f"{name}.py"
    file.write_text(SKELETON.format(name=name, id=rule), encoding="utf-8")
    _list(rules / room / "__init__.py", name)
    return file


def _list(index: Path, name: str) -> None:
    """One more import, in the order of the alphabet, and one more rule at the end."""
    text = index.read_text(encoding="utf-8")
    head, imports, tail = re.split(r"import \(\n(.*?)\)\n", text, maxsplit=1, flags=re.DOTALL)
    lines = sorted([*imports.splitlines(), f"    {name},"])
    before, rules, after = re.split(r"RULES = \(\n(.*?)\n\)\n", tail, maxsplit=1, flags=re.DOTALL)
    listed = "\n".join(lines)
    index.write_text(
        f"{head}import (\n{listed}\n)\n{before}RULES = (\n{rules}\n    {name}.RULE,\n)\n{after}", encoding="utf-8"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rule", help="its id, e.g. ttl-far-away")
    parser.add_argument("room", help="the folder of sessionform/rules that it belongs in, e.g. expiry")
    arguments = parser.parse_args()
    try:
        file = new_rule(arguments.rule, arguments.room, ROOT / "sessionform" / "rules")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(NEXT.format(file=file.relative_to(ROOT)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
