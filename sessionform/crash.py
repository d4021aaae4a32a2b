"""What a user sees of a bug: one line, where the full report lies, and how to send it."""

from __future__ import annotations

import os
import sys

from sessionform import __version__


def report_crash(error: Exception, command: str, *, verbose: bool) -> tuple[str, str]:
    """Write the full report to a file; the message and the hint to print. With `verbose` the report is printed too."""
    import platform  # here, since no command that ends well needs them
    import tempfile
    import traceback

    report = "\n".join(
        [
            f"sessionform {__version__}, `{command}`, Python {platform.python_version()} on {platform.system()}",
            "",
            "".join(traceback.format_exception(error)),
        ]
    )
    if verbose:
        print(report, file=sys.stderr)
    message = f"sessionform: a bug in sessionform itself: {type(error).__name__}: {error}"
    try:
        handle, place = tempfile.mkstemp(prefix="sessionform-", suffix=".txt")
    except OSError:
        return message, "run it again with `-v` for the full report, and file it as an issue"
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as stream:
        stream.write(report)
    return message, f"please file an issue with the report in {place}"
