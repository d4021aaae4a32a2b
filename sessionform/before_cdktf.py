"""Chooses the Node that CDKTF runs on; an app imports this before cdktf, which starts Node when it is imported.

Without any Node it ends the process with one line, where the import of cdktf would end in a traceback.
"""

from __future__ import annotations

import sys

from sessionform.node import INSTALL, has_node, use_bundled_node

use_bundled_node()
if not has_node():
    print(f"sessionform: CDKTF needs Node, and there is none\n  hint: {INSTALL}", file=sys.stderr)
    sys.exit(3)
