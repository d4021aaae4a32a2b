"""The CDKTF app of a repository: what `main.py` runs, by itself or under the `cdktf` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.app_settings import app_context, output_folder
from sessionform.compile import no_collection
from sessionform.errors import CommandError
from sessionform.files import DECLARATION
from sessionform.interrupt import INTERRUPTED, LINE

from .declarations import checked, refuse_missing
from .failures import explanation
from .synth import synthesize

if TYPE_CHECKING:
    from .environment_stack import EnvironmentStack


@no_collection()
def run_app(extend: Callable[[EnvironmentStack], None] | None = None) -> None:
    """Compile the declaration that `cdktf.json` names and synthesize it; ends the process with 1 to 3 where that fails.

    `extend` is called with each environment's stack, for a team's own constructs. The output goes where the `cdktf`
    command wants it, else where `output` of `cdktf.json` says, else to `cdktf.out`; with `cdktf synth --hcl` it is HCL.
    """
    hcl = os.environ.get("SYNTH_HCL_OUTPUT") in ("true", "1")
    try:
        file = str(app_context().get("declaration", DECLARATION))
        refuse_missing(Path(file), "`declaration` under `context` in cdktf.json")
        declaration = checked(file)
        out = Path(os.environ.get("CDKTF_OUTDIR") or output_folder(Path()))
        synthesize(declaration, out, hcl=hcl, extend=extend)
    except CommandError as error:
        print(explanation(error), file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print(LINE, file=sys.stderr)
        sys.exit(INTERRUPTED)
