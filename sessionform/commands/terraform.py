"""`plan`, `deploy` and `destroy`: run `terraform` (or `tofu`) on the synthesized stacks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.arguments import Subparsers, add_environments, add_file, add_out, command_parser
from sessionform.commands.common import chosen_environments, load_valid, out_of
from sessionform.commands.lines import say
from sessionform.errors import UsageError
from sessionform.report.layout.terminal import use_color
from sessionform.whole_numbers import whole_number

if TYPE_CHECKING:
    from sessionform.commands.stack_runs import Stacks

_MOST_NAMED = 5

_MOST_AT_ONCE = 32


def add_parser(subparsers: Subparsers) -> None:
    plan = _command(
        subparsers,
        "plan",
        _plan,
        "Synthesize, then run `terraform plan`. With `--base` the review is printed with it: what the plan really does.",
    )
    _add_planning(plan)
    plan.add_argument("--save", metavar="FILE", help="keep the plans there, for `deploy --plan FILE`")
    deploy = _command(
        subparsers,
        "deploy",
        _deploy,
        "Synthesize, plan, and apply that plan in each environment, one after the other; it stops at the first that "
        "fails, and before a plan that takes sessions away where the declaration does not accept it.",
    )
    _add_planning(deploy)
    _add_approval(deploy)
    deploy.add_argument("--plan", metavar="FILE", help="apply the plans that `plan --save FILE` kept, and nothing else")
    deploy.add_argument("--force", action="store_true", help="apply what loses sessions and is not accepted, too")
    deploy.add_argument(
        "--parallel",
        type=_number,
        default=1,
        metavar="N",
        help="so many environments at once; nobody can be asked then",
    )
    destroy = _command(
        subparsers,
        "destroy",
        _destroy,
        "Synthesize, then run `terraform destroy` on each environment, one after the other; it stops at the first that "
        "fails.",
    )
    _add_approval(destroy)


def _command(
    subparsers: Subparsers, name: str, run: Callable[[argparse.Namespace], int], description: str
) -> argparse.ArgumentParser:
    parser = command_parser(subparsers, name, description=description)
    add_file(parser)
    add_out(parser)
    add_environments(parser)
    parser.add_argument("--terraform", default="terraform", metavar="PATH", help="the program to run, e.g. tofu")
    verb = "destroy" if name == "destroy" else "plan"
    parser.add_argument(
        "more", nargs="*", metavar="-- ARGUMENT", help=f"what follows `--` is handed to `terraform {verb}`"
    )
    parser.set_defaults(run=run)
    return parser


def _add_planning(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base", metavar="REV_OR_FILE", help="review what changes since this git revision or file, with the plan"
    )
    parser.add_argument(
        "--upgrade",
        action="store_true",
        help="take the newest provider that the stack admits, and keep it in .terraform-locks",
    )


def _add_approval(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--auto-approve", action="store_true", help="do not ask before anything is changed")


def _number(text: str) -> int:
    number = whole_number(text, 1, _MOST_AT_ONCE)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {_MOST_AT_ONCE}")
    return number


def _plan(arguments: argparse.Namespace) -> int:
    import tempfile

    from sessionform.commands.deploying import Deployment
    from sessionform.commands.saved_plans import refuse_to_overwrite, save_plans

    if arguments.save is not None:
        refuse_to_overwrite(arguments.save)
    stacks = _stacks(arguments, arguments.environments)
    stacks.synthesize()
    judged = Deployment.of(arguments, stacks)
    with tempfile.TemporaryDirectory(prefix="sessionform-") as kept:
        plans = {}
        for name in stacks.names:
            stacks.init(name, keeps_lock=True)
            keep = arguments.base is not None or arguments.save is not None
            plans[name] = stacks.plan(name, Path(kept) if keep else None, arguments.more)
            if arguments.base is not None:
                judged.look_at(name, plans[name])
        if arguments.save is not None:
            save_plans(arguments.save, {name: plan for name, plan in plans.items() if plan is not None}, stacks.folder)
            if not arguments.quiet:
                say(f"`sessionform deploy --plan {arguments.save}` applies these plans")
    return judged.report()


def _deploy(arguments: argparse.Namespace) -> int:
    import tempfile

    from sessionform.commands.deploying import Deployment
    from sessionform.commands.saved_plans import SavedPlans

    if arguments.plan is not None and (arguments.more or arguments.upgrade):
        raise UsageError("a saved plan is applied as it is", "leave out `--upgrade` and what follows `--`")
    if arguments.parallel > 1 and not (arguments.auto_approve or arguments.plan):
        raise UsageError("`--parallel` can ask nobody", "say yes with `--auto-approve`, or name plans with `--plan`")
    saved = None if arguments.plan is None else SavedPlans(arguments.plan)
    stacks = _stacks(arguments, arguments.environments or ([] if saved is None else saved.environments))
    missing = [] if saved is None else [name for name in stacks.names if name not in saved.environments]
    if missing:
        raise UsageError(f"`{arguments.plan}` has no plan of `{missing[0]}`", "save one of it, too")
    judged = Deployment.of(arguments, stacks)
    judged.stop_before_critical()
    stacks.synthesize()
    with tempfile.TemporaryDirectory(prefix="sessionform-") as kept:
        folder = Path(kept)

        def deploy(name: str) -> None:
            stacks.init(name, keeps_lock=arguments.upgrade)
            if saved is not None:
                plan = saved.take(name, stacks.folder / name, folder)
            else:
                plan = stacks.plan(name, folder, arguments.more) or folder
            judged.stop_before_losses(name, plan)
            if saved is None and not arguments.auto_approve:
                judged.ask(name)
            stacks.apply(name, plan)

        stacks.each(deploy, arguments.parallel)
    if not arguments.quiet:
        _say_what_is_imported(stacks)
    return 0


def _say_what_is_imported(stacks: Stacks) -> None:
    """After a deploy `import_existing` has done its work: left in, it imports again wherever the state is another one."""
    for name in stacks.names:
        tables = stacks.declaration.environments[name].tables.values()
        imported = [f"`{table.key}`" for table in tables if table.import_existing]
        if imported:
            listed = ", ".join(imported[:_MOST_NAMED]) + (", …" if len(imported) > _MOST_NAMED else "")
            words = f"`import_existing` of {listed} has done its work in `{name}`, and can go"
            say(words)


def _destroy(arguments: argparse.Namespace) -> int:
    stacks = _stacks(arguments, arguments.environments)
    stacks.synthesize()
    for name in stacks.names:
        stacks.init(name)
        approval = ["-auto-approve", "-input=false"] if arguments.auto_approve else []
        stacks.run(name, ["destroy", *approval, *arguments.more])
    return 0


def _stacks(arguments: argparse.Namespace, asked: Sequence[str]) -> Stacks:
    from sessionform.commands.extended import adds_constructs
    from sessionform.commands.program import find_terraform, refuse_old_tofu
    from sessionform.commands.stack_runs import Stacks

    if arguments.more and not arguments.more[0].startswith("-"):
        hint = f"an environment is named with `-e {arguments.more[0]}`; what is for Terraform follows `--`"
        raise UsageError(f"`{arguments.more[0]}` is not an option", hint)
    looks_at_plans = (
        arguments.command == "deploy" or getattr(arguments, "save", None) or getattr(arguments, "base", None)
    )
    if looks_at_plans and any(word.lstrip("-").partition("=")[0] == "out" for word in arguments.more):
        message = f"`-out` would put the plan where `{arguments.command}` does not look for it"
        raise UsageError(message, "leave it out; `sessionform plan --save FILE` keeps plans")
    compiled, declaration = load_valid(arguments)
    names = chosen_environments(declaration, list(asked))
    if adds_constructs(arguments.file):
        hint = "use `cdktf`, or `python main.py` and then terraform in the stack's folder (docs/terraform.md)"
        raise UsageError("main.py adds constructs to the stacks, and without them Terraform would destroy theirs", hint)
    at_once = getattr(arguments, "parallel", 1)
    plain = not use_color(arguments.color, sys.stdout)
    program = find_terraform(arguments.terraform, plain=plain, captured=at_once > 1)
    refuse_old_tofu(program, [declaration.environments[name] for name in names])
    return Stacks(compiled, names, out_of(arguments), program, arguments)
