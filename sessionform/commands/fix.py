"""`sessionform check --fix`: what can be corrected in the text of the declaration, corrected there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sessionform.commands.common import errors_in, show
from sessionform.commands.declaration_file import Stored
from sessionform.commands.find import compile_named, end_with
from sessionform.commands.fix_imports import WithoutImports, without_done_imports
from sessionform.commands.lines import print_line, say
from sessionform.diagnostics import Location
from sessionform.errors import UsageError
from sessionform.report.layout.numbers import count

if TYPE_CHECKING:
    from sessionform.compile import Compiled
    from sessionform.fixing.fix import Fixed


def add_fixing(parser: argparse.ArgumentParser) -> None:
    """`--fix`, `--unsafe` and `--diff`."""
    parser.add_argument(
        "--fix",
        action="store_true",
        help="correct what is certain, in the file: a misspelled name, a missing quote, an expired waiver",
    )
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="with --fix, --diff or --comment: also what changes the meaning, as an index to add",
    )
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")


def asks_to_fix(arguments: argparse.Namespace) -> bool:
    """Whether the check is to correct something. Raises UsageError where the options do not go together."""
    if arguments.unsafe and not (arguments.fix or arguments.diff or arguments.comment):
        hint = "write `--fix --unsafe`, `--diff --unsafe`, or `--comment --unsafe`"
        raise UsageError("`--unsafe` says how much `--fix` does", hint)
    if not (arguments.fix or arguments.diff):
        return False
    if arguments.format != "human":
        raise UsageError("`--fix` and `--diff` print for people", f"leave out `--format {arguments.format}`")
    return True


def run_fixes(arguments: argparse.Namespace, files: list[str]) -> int:
    """Correct the files, or show how they would be corrected. The value is the exit code of a check of what they are then."""
    if "-" in files:
        raise UsageError("`--fix` writes into the declaration, and standard input is none", "name a file with `--file`")
    found, unread = compile_named(files)
    codes = [_fix(arguments, compiled) for compiled in found]
    end_with(unread)
    return max(codes)


def _fix(arguments: argparse.Namespace, compiled: Compiled) -> int:
    from sessionform.fixing.fix import fixed

    stored = Stored.of(compiled.sources)
    result = fixed(stored.texts, compiled.file, unsafe=arguments.unsafe)
    after = WithoutImports(result.texts, result.compiled)
    if arguments.unsafe:
        after = without_done_imports(after.texts, after.compiled)
    failed = errors_in(after.compiled.diagnostics, strict=arguments.strict)
    if arguments.diff:
        sys.stdout.write(stored.differences(after.texts))
        _report_refused(result)
        return 1 if stored.changed(after.texts) or failed else 0
    stored.write(after.texts)
    if not arguments.quiet:
        _report_applied(compiled.file, result, after.places)
    _report_refused(result)
    show(after.compiled, arguments, sys.stdout)
    return 1 if failed else 0


def _report_applied(file: str, result: Fixed, imports: Sequence[Location]) -> None:
    from sessionform.fixing.title import title

    for item in result.applied:
        print_line(f"{item.diagnostic.location}: {title(item.fix)} ({item.diagnostic.finding.rule})")
    for place in imports:
        print_line(f"{place}: remove `import_existing`: the base has it too, and it has done its work")
    number = len(result.applied) + len(imports)
    done = count(number, "fix").replace("fixs", "fixes")
    print_line(f"{file}: {done} done" if number else f"{file}: nothing to fix")


def _report_refused(result: Fixed) -> None:
    for item in result.refused:
        hint = f"; {' '.join(item.hint.split())}" if item.hint else ""
        where = f"{item.diagnostic.location}: {item.diagnostic.finding.rule}"
        say(f"not fixed: {where}: {item.reason}{hint}")
