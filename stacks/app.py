"""The CDKTF app of a repository: what `main.py` runs, by itself or under the `cdktf` command."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.compile import Compiled, compile_file, no_collection
from sessionform.errors import CommandError
from sessionform.report.findings.text import render_text
from sessionform.report.layout.terminal import encoding_of, use_color

from .synth import synthesize

if TYPE_CHECKING:
    from .environment_stack import EnvironmentStack

DECLARATION = "sessions.yaml"


@no_collection()
def run_app(extend: Callable[[EnvironmentStack], None] | None = None) -> None:
    """Compile the declaration that `cdktf.json` names and synthesize it; ends the process with 1 to 3 where that fails.

    `extend` is called with each environment's stack, for a team's own constructs. The output goes where the `cdktf`
    command wants it, else to `cdktf.out`; with `cdktf synth --hcl` it is HCL.
    """
    hcl = os.environ.get("SYNTH_HCL_OUTPUT") in ("true", "1")
    try:
        compiled = compile_file(_declaration())
        _show(compiled)
        if compiled.failed:
            sys.exit(1)
        synthesize(compiled.valid(), Path(os.environ.get("CDKTF_OUTDIR") or "cdktf.out"), hcl=hcl, extend=extend)
    except CommandError as error:
        hint = f"\n  hint: {error.hint}" if error.hint else ""
        print(f"sessionform: {error.message}{hint}", file=sys.stderr)
        sys.exit(error.exit_code)


def _declaration() -> str:
    """The declaration that the context of `cdktf.json` names under `declaration`."""
    try:
        settings = json.loads(Path("cdktf.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return DECLARATION
    context = settings.get("context") if isinstance(settings, dict) else None
    return str(context.get("declaration", DECLARATION)) if isinstance(context, dict) else DECLARATION


def _show(compiled: Compiled) -> None:
    color = use_color("auto", sys.stderr)
    text = render_text(compiled.problems, {compiled.file: compiled.lines}, color, encoding=encoding_of(sys.stderr))
    sys.stderr.write(text)
