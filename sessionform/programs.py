"""Programs by their names, where the user's PATH has them: never from the folder that a command runs in, which may be a stranger's."""

from __future__ import annotations

import os
import shutil


def on_path(name: str) -> str | None:
    """The program of this name in the folders that PATH names in full; None where there is none.

    An empty or relative entry of PATH means the working folder, and Windows looks there unasked.
    """
    folders = filter(os.path.isabs, os.get_exec_path())
    return next(filter(None, (shutil.which(os.path.join(folder, name)) for folder in folders)), None)  # noqa: PTH118  # as PATH writes it
