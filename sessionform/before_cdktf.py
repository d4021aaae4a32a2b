"""Chooses the Node that CDKTF runs on; an app imports this before cdktf, which starts Node when it is imported.

Without any Node, or with one that is too old, it ends the process with one line, where the import of cdktf would end in a traceback.
"""

from __future__ import annotations

import sys

from sessionform.errors import OutsideError
from sessionform.node import choose_node

try:
    choose_node()
except OutsideError as error:
    print(f"sessionform: {error.message}\n  hint: {error.hint}", file=sys.stderr)
    sys.exit(error.exit_code)
