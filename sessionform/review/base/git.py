"""The one place that runs git, on a repository that may be a stranger's: it is only asked, and runs nothing of theirs.

What git would run or follow because the configuration of a clone, an attribute, an object or a variable of the
environment says so is switched off for each call. docs/security.md says how far that goes.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sessionform.errors import OutsideError
from sessionform.programs import on_path

OLDEST = (2, 38)
"""The first git that knows `safe.bareRepository`: an older one obeys the configuration of a folder that looks like a repository."""

SECONDS = 60
"""How long one question may take."""

_SETTINGS = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.useReplaceRefs": "false",
    "core.splitIndex": "false",  # which would be written beside the index
    "core.warnAmbiguousRefs": "true",
    "core.sshCommand": "false",
    "core.askPass": "",
    "credential.helper": "",
    "protocol.allow": "never",
    "submodule.recurse": "false",
    "color.ui": "false",
    "color.grep": "false",
    "color.diff": "false",
    "diff.external": "",
    "diff.orderFile": "",
    "grep.fallbackToNoIndex": "false",
    "grep.fullName": "true",
    "grep.column": "false",
    "grep.lineNumber": "false",
    "advice.graftFileDeprecated": "false",
}

_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""The variables of git that stay: where the user's own configuration is, which says what repositories to trust."""

_VARIABLES = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",  # no protocol has this name, and no configuration can allow another
    "GIT_ASKPASS": "",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What git answered. Callers look at the code: an answer without an output is not the answer `nothing`."""

    code: int
    output: bytes
    error: str

    @property
    def text(self) -> str:
        return os.fsdecode(self.output)

    @property
    def line(self) -> str:
        """The output of a question with one line for an answer. A path in it may itself end with a line's end."""
        return self.text.removesuffix("\n")

    @property
    def failure(self) -> OutsideError:
        """What git says, its advice as the hint: it names the very command for an owner that it does not trust."""
        lines = [line for line in self.error.splitlines() if line.strip()]
        at = next((at for at, line in enumerate(lines) if line.startswith(("fatal: ", "error: "))), 0)
        first = re.sub("^(fatal|error): ", "", lines[at]) if lines else f"nothing, and ends with {self.code}"
        return OutsideError(f"git says: {first}", "\n".join(line.strip() for line in lines[at + 1 :]))


def ask(
    root: Path,
    *words: str,
    codes: Sequence[int] = (0,),
    given: bytes = b"",
    variables: Mapping[str, str] | None = None,
) -> Answer:
    """The answer of `git WORDS` in the working tree `root`, and in no other repository around or in it.

    Raises OutsideError where it ends with another code than these, where there is no git, or none that is safe to ask.
    """
    _require_safe_git()
    answer = _run(
        ["-C", os.fspath(root), *words], given, {"GIT_CEILING_DIRECTORIES": str(root.parent), **(variables or {})}
    )
    if answer.code not in codes:
        raise answer.failure
    return answer


@functools.cache
def _require_safe_git() -> None:
    said = _run(["version"]).text
    found = re.match(r"git version ([0-9]+)\.([0-9]+)", said)
    if found is None:
        raise OutsideError("`git version` does not say which git this is", "give a file as the base")
    if (int(found[1]), int(found[2])) < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise OutsideError(
            f"git {found[1]}.{found[2]} is too old: it runs what a repository within this one configures",
            f"install git {wanted} or later, or give a file as the base",
        )


def _run(words: Sequence[str], given: bytes = b"", more: Mapping[str, str] | None = None) -> Answer:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    program = on_path("git")
    if program is None:
        raise OutsideError("there is no `git` to read the base with", "install it, or give a file as the base")
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    try:
        done = subprocess.run(
            [program, "--no-pager", *settings, *words],
            env=variables | _VARIABLES | dict(more or {}),
            input=given,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise OutsideError(
            f"git has not answered within {SECONDS} seconds", f"see what it waits for: `git {' '.join(words[2:])}`"
        ) from None
    except OSError as error:
        raise OutsideError(f"`git` cannot be run: {error.strerror}", "give a file as the base") from None
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip())
