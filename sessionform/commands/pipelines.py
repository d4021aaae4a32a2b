"""What `init` writes for a system of continuous integration: a job that checks and reviews what is proposed."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class System:
    """A system, by the place of its file from the root of the repository; `{file}` is named after the declaration's folder.

    `start` is a file at the root that makes the system read the other, and its text, where there has to be one. `note`
    is what is left to do.
    """

    place: str
    note: str = ""
    start: tuple[str, str] | None = None


SYSTEMS = {
    "github": System(".github/workflows/{file}.yml"),
    "gitlab": System(
        ".gitlab/{file}.yml",
        "The comment needs an access token of the project with the scope `api`, as the variable GITLAB_TOKEN.",
        (".gitlab-ci.yml", "include:\n  - local: {place}\n"),
    ),
    "bitbucket": System(
        "bitbucket-pipelines.yml",
        "The comment needs an access token of the repository that may write pull requests, as the variable BITBUCKET_TOKEN.",
    ),
    "azure": System(
        ".azure-pipelines/{file}.yml",
        "Make a pipeline of `{place}`, and on Azure Repos a branch policy (Build validation) that runs it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The files of a system, from the working folder, and what is to be said once they are written."""

    files: tuple[tuple[Path, str], ...]
    notes: tuple[str, ...]


def pipeline(system: str, folder: Path) -> Pipeline:
    """What a system needs for the declaration in `folder`; its files go to the root of the repository."""
    below, start = _below(folder)
    # Each declaration of a repository has a job of its own, and a name: runs of one name cancel each other.
    names = ["sessions"] if below == "." else ["sessions", below]
    found = SYSTEMS[system]
    file = found.place.replace("{file}", _stem(names))
    files = [(start / file, _filled(system, " of ".join(names), below))]
    if found.start is not None:
        files.append((start / found.start[0], found.start[1].replace("{place}", f"/{file}")))
    return Pipeline(tuple(files), tuple(_notes(found, file, start)))


def watching(folder: Path) -> tuple[Path, str]:
    """The workflow of GitHub Actions that looks for drift of the declaration in `folder`, and its place."""
    below, start = _below(folder)
    names = ["drift of sessions"] if below == "." else ["drift of sessions", below]
    text = _filled("drift", " of ".join(names), below, extra="[aws]")
    return start / f".github/workflows/{_stem(names)}.yml", text


def _below(folder: Path) -> tuple[str, Path]:
    """The folder as seen from the root of its repository, and that root as seen from here."""
    from sessionform.report.layout.paths import from_root, source_root

    place = Path(os.path.abspath(folder))  # noqa: PTH100  # resolve() would leave the repository through a link
    root = source_root(place)
    if place == root:
        return ".", folder
    return from_root(str(place), root), Path(os.path.relpath(root))


def _stem(names: list[str]) -> str:
    return re.sub(r"[^\w.-]+", "-", "-".join(names)).strip("-")


def _filled(template: str, name: str, below: str, *, extra: str = "") -> str:
    from sessionform.installed_from import requirement
    from sessionform.resources import template_text
    from sessionform.source.flow import flow

    needed = requirement().replace("sessionform", f"sessionform{extra}", 1)
    words = {
        "name": flow(name),
        "folder": flow(below),
        "enter": flow(f"cd {shlex.quote(below)}"),
        "install": flow(f"pip install {shlex.quote(needed)}"),
    }
    return re.sub(r"\{(name|folder|install|enter)\}", lambda match: words[match[1]], template_text(f"{template}.yml"))


def _notes(system: System, file: str, root: Path) -> Iterator[str]:
    there = system.start[0] if system.start is not None else file
    if (root / there).exists() and system.start is not None:
        yield f"`{there}` is yours and stays: add `include: [{{local: /{file}}}]` to it, or nothing runs."
    elif (root / there).exists() and "{file}" not in system.place:
        yield f"`{there}` is yours and stays: docs/pull-requests.md has the step that checks and reviews."
    if system.note:
        yield system.note.replace("{place}", file)
