"""Plans kept in one file between `plan --save` and `deploy --plan`, each with the stack that it was made of.

A plan holds whatever the state holds, so nobody else may read the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from sessionform.atomic_files import fresh_name, remove_leftovers
from sessionform.errors import OutsideError, UsageError

_CONTENTS = "sessionform.json"
_VERSION = 1
_MOST_BYTES = 512 * 2**20
"""No plan that is read is larger."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading an archive ends with where a byte of it is another."""


def refuse_to_overwrite(file: str) -> None:
    """Raise UsageError where something else than saved plans is in the place, before anything is planned."""
    place = Path(file)
    if place.exists() and not zipfile.is_zipfile(place):
        raise UsageError(f"`{file}` is there already, and holds no saved plans", "name another file with `--save`")


def save_plans(file: str, plans: Mapping[str, Path], stacks: Path) -> None:
    """Write the plan files of these environments, whose stacks are in `stacks`. Raises OutsideError where it cannot be."""
    place = Path(file)
    beside = fresh_name(place)
    contents = {"version": _VERSION, "stacks": {name: fingerprint(stacks / name) for name in plans}}
    try:
        remove_leftovers(place.parent, place.name)
        beside.unlink(missing_ok=True)
        try:
            with (
                open(beside, "xb", opener=_for_its_owner) as stream,
                zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
            ):
                archive.writestr(_CONTENTS, json.dumps(contents))
                for name, plan in plans.items():
                    archive.write(plan, _entry(name))
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise OutsideError(f"`{file}` cannot be written: {error.strerror}") from None


def _for_its_owner(file: str, flags: int) -> int:
    """Plans hold the values of the state, secrets among them."""
    return os.open(file, flags, 0o600)


class SavedPlans:
    """A file that `plan --save` wrote. Raises UsageError where it is none, and OutsideError where it cannot be read."""

    def __init__(self, file: str) -> None:
        self._file = file
        try:
            self._archive = zipfile.ZipFile(file)
            contents = json.loads(self._archive.read(_CONTENTS))
            self._stacks: dict[str, str] = dict(contents["stacks"])
            version = contents["version"]
        except FileNotFoundError:
            raise UsageError(f"there is no file `{file}`", f"`sessionform plan --save {file}` writes it") from None
        except OSError as error:
            raise OutsideError(f"`{file}` cannot be read: {error.strerror}") from None
        except (*_DAMAGED, ValueError, KeyError, TypeError):
            hint = f"`sessionform plan --save {file}` writes it; a plan of Terraform's own goes to `terraform apply`"
            raise UsageError(f"`{file}` holds no saved plans", hint) from None
        if version != _VERSION:
            raise UsageError(f"`{file}` was saved by another sessionform", "plan and deploy with the same version")

    @property
    def environments(self) -> list[str]:
        """The environments that it has plans of."""
        return list(self._stacks)

    def take(self, environment: str, stack: Path, folder: Path) -> Path:
        """The plan of an environment, put into `folder`.

        Raises UsageError where the stack is another one by now than the plan was made of: it would not be what is declared.
        """
        if fingerprint(stack) != self._stacks[environment]:
            message = f"`{environment}` is declared otherwise by now than when `{self._file}` was saved"
            raise UsageError(message, "plan it again, and deploy that plan")
        path = folder / f"{environment}.tfplan"
        try:
            entry = self._archive.getinfo(_entry(environment))
            if entry.file_size > _MOST_BYTES:
                raise UsageError(f"the plan of `{environment}` in `{self._file}` is larger than a plan can be")
            path.write_bytes(self._archive.read(entry))
        except (*_DAMAGED, KeyError):
            raise UsageError(f"the plan of `{environment}` in `{self._file}` is damaged", "save it again") from None
        except OSError as error:
            raise OutsideError(f"`{path}` cannot be written: {error.strerror}") from None
        return path


def fingerprint(stack: Path) -> str:
    """What a stack says, as a number that another stack does not have."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(stack.glob("cdk.tf*")))).hexdigest()


def _entry(environment: str) -> str:
    return f"{environment}.tfplan"
