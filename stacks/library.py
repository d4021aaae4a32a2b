"""Which library the stacks are made with: CDKTF, or its successor cdktn. The one module that names either.

In order: what `context.library` of cdktf.json says, what the app has imported already, cdktf, cdktn. Importing this
module imports the library, and starts Node.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sessionform.app_settings import app_context
from sessionform.errors import UsageError
from sessionform.node import choose_node, node_starting

LIBRARIES = ("cdktf", "cdktn")
_INSTALL = {"cdktf": "pip install cdktf constructs", "cdktn": "install sessionform with its extra `cdktn`"}


def library_name() -> str:
    """The library to use. Raises UsageError where cdktf.json names none that there is, or none is installed."""
    named = app_context().get("library")
    if named is not None:
        if named not in LIBRARIES:
            raise UsageError(f"`context.library` of cdktf.json is {named!r}", "write `cdktf` or `cdktn`")
        if find_spec(named) is None:
            raise UsageError(f"cdktf.json asks for `{named}`, which is not installed", _INSTALL[named])
        return str(named)
    imported = [name for name in LIBRARIES if name in sys.modules]
    installed = imported or [name for name in LIBRARIES if find_spec(name) is not None]
    if not installed:
        raise UsageError("neither cdktf nor cdktn is installed", _INSTALL["cdktf"])
    return installed[0]


if TYPE_CHECKING:
    import cdktf
    import jsii
    from constructs import Construct
else:
    choose_node()
    with node_starting():
        cdktf = importlib.import_module(library_name())
        import jsii
        from constructs import Construct

__all__ = ["Construct", "cdktf", "jsii", "library_name"]
