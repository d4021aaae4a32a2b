"""`plan`, `deploy` and `destroy`: run `terraform` (or `tofu`) on the synthesized stacks."""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sessionform.commands.common import (
    Subparsers,
    add_environments,
    add_file,
    chosen_environments,
    command_parser,
    load_valid,
)
from sessionform.commands.extended import adds_constructs
from sessionform.commands.synth import add_out
from sessionform.errors import OutsideError, UsageError
from sessionform.facts.version_constraints import version_text
from sessionform.facts.versions import REMOVED_BLOCKS_TOFU
from sessionform.lock_files import FOLDER, write_lock
from sessionform.model import Declaration, Environment
from sessionform.report.layout.terminal import use_color

_TOFU = re.compile(r"OpenTofu v(\d+)\.(\d+)")


def add_parser(subparsers: Subparsers) -> None:
    plan = _command(
        subparsers, "plan", "show what terraform would change", _plan, "Synthesize, then run `terraform plan`."
    )
    _add_upgrade(plan)
    for name, verb, run in (("deploy", "apply", _deploy), ("destroy", "destroy", _destroy)):
        parser = _command(
            subparsers,
            name,
            f"run terraform {verb}",
            run,
            f"Synthesize, then run `terraform {verb}` on each environment, one after the other; it stops at the first "
            "that fails.",
        )
        parser.add_argument("--auto-approve", action="store_true", help="do not ask before anything is changed")
        if name == "deploy":
            _add_upgrade(parser)


def _command(
    subparsers: Subparsers, name: str, summary: str, run: Callable[[argparse.Namespace], int], description: str
) -> argparse.ArgumentParser:
    parser = command_parser(subparsers, name, summary, description=description)
    add_file(parser)
    add_out(parser)
    add_environments(parser)
    parser.add_argument("--terraform", default="terraform", metavar="PATH", help="the program to run, e.g. tofu")
    parser.set_defaults(run=run)
    return parser


def _add_upgrade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--upgrade",
        action="store_true",
        help="take the newest provider that the stack admits, and keep it in .terraform-locks",
    )


def _plan(arguments: argparse.Namespace) -> int:
    return _run(arguments, ["plan", "-input=false"], keeps_lock=True)


def _deploy(arguments: argparse.Namespace) -> int:
    return _run(arguments, ["apply", *_approval(arguments)], keeps_lock=arguments.upgrade)


def _destroy(arguments: argparse.Namespace) -> int:
    return _run(arguments, ["destroy", *_approval(arguments)])


def _approval(arguments: argparse.Namespace) -> list[str]:
    return ["-auto-approve", "-input=false"] if arguments.auto_approve else []


def _run(arguments: argparse.Namespace, command: Sequence[str], *, keeps_lock: bool = False) -> int:
    """Run the command in every chosen environment; the first failure ends it with exit code 3.

    With `keeps_lock` the provider that Terraform has chosen is kept beside the declaration.
    """
    _, declaration = load_valid(arguments)
    names = chosen_environments(declaration, arguments.environments)
    if adds_constructs(arguments.file):
        hint = "use `cdktf`, or `python main.py` and then terraform in the stack's folder (docs/terraform.md)"
        raise UsageError("main.py adds constructs to the stacks, and without them Terraform would destroy theirs", hint)
    program = _program(arguments.terraform)
    _refuse_old_tofu(program, [declaration.environments[name] for name in names])
    from sessionform.stacks import synthesize

    plain = [] if use_color(arguments.color, sys.stdout) else ["-no-color"]
    out = Path(arguments.out)
    synthesize(declaration, out)
    for name in names:
        folder = out / "stacks" / name
        if not arguments.quiet:
            print(f"{name}: {Path(program).name} {' '.join(command)}", file=sys.stderr)
        upgrade = ["-upgrade"] if getattr(arguments, "upgrade", False) else []
        _terraform(program, folder, ["init", "-input=false", *upgrade, *plain], name, quiet=True)
        if keeps_lock and declaration.environments[name].lock:
            _keep_lock(arguments, declaration, name, folder)
        _terraform(program, folder, [*command, *plain], name, quiet=False)
    return 0


def _refuse_old_tofu(program: str, environments: Sequence[Environment]) -> None:
    """Raise OutsideError where an OpenTofu is too old for the `removed` blocks of a table that is kept.

    Terraform knows them since 1.7, as the stack demands; OpenTofu counted on its own until 1.10.
    """
    kept = next((gone.table for item in environments for gone in item.removed if gone.keep), None)
    if kept is None:
        return
    done = subprocess.run([program, "version"], capture_output=True, text=True, check=False, errors="replace")
    version = _TOFU.match(done.stdout)
    if version is not None and (int(version[1]), int(version[2])) < REMOVED_BLOCKS_TOFU[:2]:
        needed = version_text(REMOVED_BLOCKS_TOFU)
        message = (
            f"`removed.{kept}.keep` needs OpenTofu {needed} or later, and `{program}` is {version[1]}.{version[2]}"
        )
        raise OutsideError(message, "update it, or run Terraform 1.7 or later")


def _keep_lock(arguments: argparse.Namespace, declaration: Declaration, environment: str, stack: Path) -> None:
    if declaration.file == "<stdin>":
        return
    path = write_lock(Path(declaration.file).absolute().parent, environment, stack)
    if path is not None and not arguments.quiet:
        print(f"{environment}: commit {FOLDER}/{path.name}, which says which provider runs", file=sys.stderr)


def _program(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        hint = "install it (https://developer.hashicorp.com/terraform/install), or name another with `--terraform PATH`"
        raise OutsideError(f"there is no `{name}` to run", hint)
    return program


def _terraform(program: str, folder: Path, command: Sequence[str], environment: str, *, quiet: bool) -> None:
    """One run of Terraform, on the user's own terminal. What a quiet one prints is shown only where it fails."""
    output = subprocess.PIPE if quiet else None
    words = [program, f"-chdir={folder}", *command]
    name = Path(program).name
    errors = subprocess.STDOUT if quiet else None
    with subprocess.Popen(words, stdout=output, stderr=errors, encoding="utf-8", errors="replace") as process:
        printed, interrupted = _wait(process, name)
    if process.returncode == 0 and not interrupted:
        return
    if printed:
        sys.stderr.write(printed)
    if interrupted or process.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    message = f"{name} {command[0]} failed in `{environment}`, with exit code {process.returncode}"
    raise OutsideError(message, _outgrown(printed) or _unasked(command))


def _wait(process: subprocess.Popen[str], name: str) -> tuple[str, bool]:
    """What the process printed to us, and whether it was interrupted.

    Ctrl-C reaches Terraform too. It is waited for, as it has a state to save, and then ends as after any failure.
    """
    interrupted = False
    while True:
        try:
            return process.communicate()[0] or "", interrupted
        except KeyboardInterrupt:
            interrupted = True
            print(f"sessionform: waiting for {name} to stop", file=sys.stderr)


def _outgrown(printed: str) -> str:
    mismatch = "does not match configured version constraint" in " ".join(printed.split())
    return "`--upgrade` takes a provider that the stack admits now, and keeps it" if mismatch else ""


def _unasked(command: Sequence[str]) -> str:
    asks = command[0] in ("apply", "destroy") and "-auto-approve" not in command
    return "where nobody can answer, `--auto-approve` says yes" if asks and not sys.stdin.isatty() else ""
