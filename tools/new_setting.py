"""The skeleton of a table setting: `make new-setting SETTING=deletion_window` writes every place that a setting has.

It begins as a switch, `true` or `false`, that does something: the schema takes it, the model has it, Terraform gets an argument
of its name, the review reports it, an example uses it. So it runs through every stage at once, and what is written is edited
from there.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]

EFFECT = '''\
"""SUMMARY."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.review.effects.effect import GUIDE, LOW, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

{name}_changed = ChangeKind(
    id="{id}-changed",
    summary="SUMMARY",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="WHY",
    source=f"{{GUIDE}}/",
)

KINDS = ({name}_changed,)


def {name}(pair: Pair) -> Iterator[Effect]:
    """SUMMARY."""
    before, after = (table.{name} for table in pair.tables)
    if before != after:
        message = f"what becomes of the sessions of `{{pair.key}}`"
        yield {name}_changed.effect(("{name}",), before, after, message)


HANDLERS = {{"{name}": {name}}}
'''

PROPERTY = """\
        "{name}": {{
          "title": "true or false",
          "description": "What it does, and what it does to the sessions. Default false.",
          "type": [
            "boolean",
            "null"
          ],
          "default": false,
          "examples": [
            true
          ]
        }},
"""

NEXT = """\
`{name}` is a switch now, in every place that a setting has. Make of it what it is:
  schema/sessions.schema.json           what it takes, its default, what absence means; `table` names it once more
  sessionform/model/table.py            its type; sessionform/source/build_table.py fills it, source/longform.py knows short forms
  sessionform/terraform/table.py        the argument as the provider calls it; a resource beside the table in companions.py
  sessionform/review/predict/table.py   the step and the call that its change is
  sessionform/review/effects/{name}.py  severity, sentence, steps; its subject in effects/__init__.py; the id in facts/change_kinds.py
  sessionform/report/explain/settings.py, examples/every-setting.yaml, VALUES in tests/test_new_setting.py
and by hand, where it has them: a limit in facts/, a version in terraform/floors.py, what AWS says of it in live/ and prove/, rules
then
  .venv/bin/python -m pytest tests/test_new_setting.py          # names the stage that is missing
  SESSIONFORM_ACCEPT=1 .venv/bin/python -m pytest tests/test_language_documentation.py tests/review tests/terraform
  a line in CHANGELOG.md
"""

Edit = Callable[[str, str], str]


def new_setting(name: str, root: Path) -> list[Path]:
    """Writes the setting into every place below `root`. Fails on a name that cannot be, before anything is written."""
    if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name):
        raise ValueError(f"`{name}` is not the name of a setting: write two or more words in lower case, joined by `_`")
    schema = json.loads((root / "schema" / "sessions.schema.json").read_text(encoding="utf-8"))
    if name in schema["$defs"]["table"]["properties"]:
        raise ValueError(f"there is a setting `{name}` already")
    effect = root / "sessionform" / "review" / "effects" / f"{name}.py"
    if effect.exists():
        raise ValueError(f"there is a module `{effect.relative_to(root)}` already")
    texts = {root / file: edit((root / file).read_text(encoding="utf-8"), name) for file, edit in PLACES.items()}
    texts[effect] = EFFECT.format(name=name, id=name.replace("_", "-"))
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


def before(anchor: str, text: str) -> Edit:
    """Puts `text`, with the setting's name in it, before the one line of the file that begins with `anchor`."""

    def edit(file: str, name: str) -> str:
        head, found, tail = file.partition(f"\n{anchor}")
        if not found or f"\n{anchor}" in tail:
            raise LookupError(
                f"not exactly one line begins with `{anchor.strip()}`: tools/new_setting.py has to follow"
            )
        return f"{head}\n{text.format(name=name, id=name.replace('_', '-'))}{anchor}{tail}"

    return edit


def both(first: Edit, second: Edit) -> Edit:
    """Two edits of one file."""
    return lambda file, name: second(first(file, name), name)


def _listed_kind(file: str, name: str) -> str:
    """One more kind of change, in the order of the alphabet."""
    head, lines, tail = re.split(r"CHANGE_KINDS = \(\n(.*?)\n\)\n", file, maxsplit=1, flags=re.DOTALL)
    kinds = "\n".join(sorted([*lines.split("\n"), f'    "{name.replace("_", "-")}-changed",']))
    return f"{head}CHANGE_KINDS = (\n{kinds}\n)\n{tail}"


def _imported(file: str, name: str) -> str:
    """One more module of effects, in the order of the alphabet."""
    head, lines, tail = re.split(r"effects import \(\n(.*?)\n\)\n", file, maxsplit=1, flags=re.DOTALL)
    modules = "\n".join(sorted([*lines.split("\n"), f"    {name},"]))
    return f"{head}effects import (\n{modules}\n)\n{tail}"


PLACES: dict[str, Edit] = {
    "schema/sessions.schema.json": both(
        before('        "deletion_protection": {\n          "title"', PROPERTY),
        before(
            '        "deletion_protection": {\n          "$ref"',
            '        "{name}": {{\n          "$ref": "#/$defs/settings/properties/{name}"\n        }},\n',
        ),
    ),
    "sessionform/model/table.py": before("    deletion_protection: bool", "    {name}: bool\n"),
    "sessionform/source/build_table.py": before(
        "        deletion_protection=", '        {name}=settings.get("{name}", False),\n'
    ),
    "sessionform/terraform/table.py": before(
        "    if table.sort_key is not None:", '    if table.{name}:\n        arguments["{name}"] = True\n'
    ),
    "sessionform/review/predict/table.py": before(
        '        ("deletion_protection_enabled",',
        '        ("{name}", "{name}", UpdateStage.UPDATE, Part.OTHER, None),\n',
    ),
    "sessionform/review/effects/__init__.py": both(
        _imported,
        both(
            before('    ("The application, and people",', '    ("SUBJECT of {name}", {name}.KINDS),\n'),
            before("    **application.HANDLERS,", "    **{name}.HANDLERS,\n"),
        ),
    ),
    "sessionform/facts/change_kinds.py": _listed_kind,
    "sessionform/report/explain/settings.py": before('        "deletion_protection",', '        "{name}",\n'),
    "examples/every-setting.yaml": before("    table_class: STANDARD_INFREQUENT_ACCESS", "    {name}: true\n"),
    "tests/test_new_setting.py": before('    "deletion_protection": (None', '    "{name}": (None, True),\n'),
}
"""Where a setting stands, and how the skeleton gets there."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("setting", help="its name in the declaration, e.g. deletion_window")
    arguments = parser.parse_args()
    try:
        new_setting(arguments.setting, ROOT)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(NEXT.format(name=arguments.setting), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
