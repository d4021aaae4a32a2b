"""The provider lock file of an environment, kept beside the declaration so that it can be committed.

Stacks are generated and not committed, and Terraform's own lock file would be lost with them: whoever deployed last would
decide which provider runs.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sessionform.atomic_files import replace_file
from sessionform.errors import OutsideError
from sessionform.facts.version_constraints import Version
from sessionform.files import read_named, refuse_links

FOLDER = ".terraform-locks"
IN_STACK = ".terraform.lock.hcl"
"""Terraform's own name of it."""

_MOST_BYTES = 2**20
_AWS = ("registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws")
_LINE = re.compile(
    r'(?:#.*)?|provider "(?P<provider>[^"\\]+)" \{|version\s*=\s*"(?P<version>[^"\\]*)"|constraints\s*=\s*"[^"\\]*"'
    r'|hashes\s*=\s*\[(?:"[^"\\]*",?\s*)*\]?|"[^"\\]*",|\]|\}'
)
"""A line as Terraform and OpenTofu write it. In a file with any other it could be a comment, or a part of a text."""

_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")


def lock_name(environment: str) -> str:
    """The way from a declaration to the lock file of one of its environments."""
    return f"{FOLDER}/{environment}.hcl"


def lock_file(home: Path, environment: str) -> Path:
    """Where the lock file of an environment is, for a declaration in the folder `home`."""
    return home / lock_name(environment)


def read_lock(home: Path, environment: str) -> str | None:
    """The text of the lock file; None where there is none. Raises UsageError where it is a link or no file."""
    path = lock_file(home, environment)
    try:
        return read_named(os.fspath(path), _MOST_BYTES).decode("utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutsideError(f"`{path}` cannot be read: {error.strerror}", "make it readable, or remove it") from None


def write_lock(home: Path, environment: str, stack: Path) -> Path | None:
    """Keep what Terraform has locked in a stack; the path where that is new, None where it is kept already."""
    path = lock_file(home, environment)
    try:
        with (stack / IN_STACK).open("rb") as stream:
            locked = stream.read(_MOST_BYTES).decode("utf-8", errors="replace")
        if locked == read_lock(home, environment):
            return None
        refuse_links(os.fspath(path))
        path.parent.mkdir(exist_ok=True)
        replace_file(path, locked)
    except FileNotFoundError:
        return None  # a Terraform that locks nothing, or a stack without a provider
    except OSError as error:
        raise OutsideError(f"`{path}` cannot be written: {error.strerror}", "or say `lock: false`") from None
    return path


def locked_version(text: str) -> Version | None:
    """The version of the AWS provider that a lock file names; None where it names none, or more than one, and where the file
    is not as Terraform writes it, so that Terraform might read another version in it.
    """
    versions: dict[str, str] = {}
    provider = ""
    for line in text.split("\n"):
        match = _LINE.fullmatch(line.strip(" \t\r"))
        if match is None:
            return None
        provider = match["provider"] or ("" if match[0] == "}" else provider)
        if match["version"] is not None and versions.setdefault(provider, match["version"]) != match["version"]:
            return None
    found = {versions[name] for name in _AWS if name in versions}
    version = _VERSION.fullmatch(found.pop()) if len(found) == 1 else None
    return None if version is None else (int(version[1]), int(version[2]), int(version[3]))
