"""`sessionform init`: what a repository needs to start from. Never overwrites a file."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from sessionform.atomic_files import replace_file
from sessionform.commands.arguments import Subparsers, command_parser
from sessionform.commands.complete import complete_libraries, set_completer
from sessionform.commands.lines import print_line
from sessionform.commands.pipelines import SYSTEMS, pipeline, watching
from sessionform.errors import OutsideError, UsageError
from sessionform.files import DECLARATION, refuse_links, refuse_links_out, refuse_special
from sessionform.resources import SCHEMA, template_text
from sessionform.suggestions import suggest
from sessionform.words import names_in_quotes

_TEMPLATES = {
    DECLARATION: DECLARATION,
    "main.py": "main.py",
    "cdktf.json": "cdktf.json",
    ".gitignore": "gitignore",
}
"""What is written into the folder, by the template that it is made from."""


_BUCKET = "example-terraform-state"
"""The bucket that the template and the declarations for libraries name."""


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "init",
        description="Write a starting sessions.yaml with its schema for editors, main.py, cdktf.json, .gitignore and "
        "what reviews pull requests. Files that are there already are left as they are.",
    )
    parser.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the folder (default: this one)")
    consumer = parser.add_argument("--consumer", metavar="NAME", help="declare a table that fits this session library")
    set_completer(consumer, complete_libraries)
    parser.add_argument("--upgrade", action="store_true", help="only bring the schema for editors up to date")
    parser.add_argument(
        "--ci",
        choices=(*SYSTEMS, "none"),
        default="github",
        help="the system that reviews pull requests (default: github)",
    )
    parser.add_argument(
        "--drift", action="store_true", help="also write a workflow that compares the tables in AWS once a day"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    folder = Path(arguments.folder)
    if arguments.upgrade:
        return _upgrade(folder, arguments)
    notes = list(_beside_others(folder))
    files = dict(_files(folder, arguments.consumer))
    kept: list[Path] = []
    if arguments.ci != "none":
        reviewing = pipeline(arguments.ci, folder)
        files |= dict(reviewing.files)
        notes += reviewing.notes
    if arguments.drift:
        files |= dict([watching(folder)])
    for path in files:
        refuse_links_out(str(path))
    for path, text in files.items():
        done = "added to" if _add_lines(path, text) else "wrote" if _write(path, text) else "kept "
        kept += [path] if done == "kept " else []
        if not arguments.quiet:
            print_line(f"{done} {path}")
    notes += _remarks(folder, files, kept)
    if not arguments.quiet:
        from sessionform.report.layout.folding import for_reading

        for note in (*notes, _next(arguments.folder, arguments.consumer)):
            print(f"\n{for_reading(note, sys.stdout)}")
    return 0


def _upgrade(folder: Path, arguments: argparse.Namespace) -> int:
    from sessionform.editor_schema import editor_schema_text

    path, text = folder / SCHEMA, editor_schema_text()
    refuse_links(os.fspath(path))
    try:
        same = path.is_file() and path.read_text(encoding="utf-8", errors="replace") == text
        if not same:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, text)
    except OSError as error:
        raise OutsideError(f"`{path}` cannot be written: {error.strerror}") from None
    if not arguments.quiet:
        print_line(f"{'kept ' if same else 'wrote'} {path}" + (", which is up to date" if same else ""))
    return 0


def _remarks(folder: Path, files: dict[Path, str], kept: list[Path]) -> Iterator[str]:
    """What is to be known of what was written, and of what was not."""
    declaration = folder / DECLARATION
    if declaration not in kept and _BUCKET in files[declaration]:
        yield f"`{_BUCKET}` in `{declaration}` is a placeholder: name a bucket of yours before you deploy to production."
    strange = [path for path in kept if path.name != ".gitignore" and _differs(path, files[path])]
    if strange:
        names = names_in_quotes(map(str, strange))
        yield (
            f"Kept as they are, though `init` would write them otherwise: {names}. What is yours in them stays; to have one "
            "written again, move it away and run `sessionform init` again."
        )


def _differs(path: Path, text: str) -> bool:
    refuse_links_out(os.fspath(path))
    refuse_special(os.fspath(path))
    expected = text.encode()
    try:
        with path.open("rb") as stream:
            found = stream.read(2 * len(expected) + 1)  # other ends of lines may be twice as long
    except OSError:
        return True
    return found.replace(b"\r\n", b"\n") != expected


APP, OTHER_APP, MANIFEST = "main.py", "sessions_app.py", "cdktf.json"
ON_WINDOWS = os.name == "nt"
_APP_COMMAND = re.compile(r'"app": ".*"')
"""Of the template, in the words of a POSIX shell, which Windows has not."""


def _files(folder: Path, consumer: str | None) -> Iterator[tuple[Path, str]]:
    for name, template in _TEMPLATES.items():
        text = template_text(template)
        if name == MANIFEST and ON_WINDOWS:
            text = _APP_COMMAND.sub(f'"app": "python {APP}"', text)
        if name == APP and (folder / MANIFEST).exists() and not (folder / APP).exists():
            continue  # the app of the team's own manifest is the one to extend
        if name in (APP, MANIFEST) and _has_other_program(folder):
            yield folder / (OTHER_APP if name == APP else name), text.replace(APP, OTHER_APP)
        else:
            yield folder / name, text
    if consumer is not None:
        yield folder / DECLARATION, _declaration(consumer)
    from sessionform.editor_schema import editor_schema_text

    yield folder / SCHEMA, editor_schema_text()


def _has_other_program(folder: Path) -> bool:
    """Whether a `main.py` is there that is not ours: `cdktf synth` must not run it."""
    app = folder / APP
    refuse_special(os.fspath(app))
    return app.is_file() and _differs(app, template_text(APP))


def _beside_others(folder: Path) -> Iterator[str]:
    """What is to be known of files of the team's own that stay as they are."""
    if (folder / MANIFEST).exists():
        yield (
            f"`{folder / MANIFEST}` is yours and stays: `cdktf synth` runs the app that it names. Take the tables into it with "
            "`SessionTables` (docs/terraform.md)."
        )
    elif _has_other_program(folder):
        yield f"`{folder / APP}` is yours and stays: our app is `{OTHER_APP}`, and `{MANIFEST}` runs that one."


def _add_lines(path: Path, text: str) -> bool:
    """Add to a `.gitignore` that is there what it lacks of ours, at its end; whether there was anything to add."""
    if path.name != ".gitignore" or not path.is_file():
        return False
    try:
        there = path.read_text(encoding="utf-8", errors="surrogateescape")
        missing = [line for line in text.splitlines() if line and line not in there.splitlines()]
        if not missing:
            return False
        gap = "" if there.endswith("\n") or not there else "\n"
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(gap + "".join(f"{line}\n" for line in missing))
    except OSError as error:
        raise OutsideError(f"`{path}` cannot be written: {error.strerror}") from None
    return True


def _declaration(consumer: str) -> str:
    from sessionform.consumers.declare import declaration_for
    from sessionform.consumers.registry import library_ids

    if consumer not in library_ids():
        raise UsageError(f"sessionform knows no session library `{consumer}`", suggest(consumer, library_ids()))
    return declaration_for(consumer)


def _write(path: Path, text: str) -> bool:
    """Whether the file was written; one that exists is kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            return False
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            try:
                stream.write(text)
                stream.flush()
            except OSError:
                path.unlink()  # half a file would be kept as if it were the user's
                raise
    except OSError as error:
        raise OutsideError(f"`{path}` cannot be written: {error.strerror}") from None
    return True


def _next(folder: str, consumer: str | None) -> str:
    steps = ["`sessionform check`", "`sessionform synth`"]
    if os.path.normpath(folder) != ".":
        steps.insert(0, f"`cd {shlex.quote(folder)}`")
    text = f"Next: {', then '.join(steps)}, or `sessionform prove` to try it without AWS."
    if consumer is not None:
        text += "\n`sessionform explain sessions -e production` shows the settings that the application needs."
    return text
