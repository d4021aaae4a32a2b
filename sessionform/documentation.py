"""What a report can name and a page explains: a check, or a kind of change. Documentation as data, no rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sessionform.diagnostics import Finding, Location, Path, Related, Severity
from sessionform.edits import Fix
from sessionform.installed_from import repository_address

DOCUMENTATION = ""
"""Where the site that `make docs` builds is published, a slash at the end. Empty while it is nowhere."""


def documentation_address(file: str) -> str:
    """Where a page of docs/ is read in a browser: on the site, else in the repository that this was installed from.

    Empty where neither is known. Addresses on the site stay what they are; an anchor may follow the name of the file.
    """
    if not DOCUMENTATION:
        return repository_address(file)
    page, mark, anchor = file.removeprefix("docs/").partition("#")
    return f"{DOCUMENTATION}{page.removesuffix('.md')}/{mark}{anchor}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """Something that reports call by its id.

    `summary` is a heading, `why` the paragraph below it, `source` the address of the AWS, HashiCorp or project page
    that justifies it.
    """

    PAGES: ClassVar[str] = ""
    """The folder with a page for each of them, relative to the repository; without one, `source` is where to look."""

    id: str
    summary: str
    why: str
    source: str

    @property
    def help_address(self) -> str:
        """Its page, relative to the repository."""
        return f"{self.PAGES}/{self.id}.md" if self.PAGES else self.source

    @classmethod
    def web_page(cls, name: str) -> str:
        """The page of the one with this id in a browser; empty where nobody knows the address."""
        return documentation_address(f"{cls.PAGES}/{name}.md")


@dataclass(frozen=True, slots=True)
class Edge:
    """A declaration where a check begins, ends or branches, and whether the check has something to say of it.

    `table` holds settings of `userSessions`, laid over a partition key and a TTL; `around` is what else the file has.
    """

    failing: bool
    around: Mapping[str, Any]
    table: Mapping[str, Any]


def fails(around: Mapping[str, Any] | None = None, /, **table: Any) -> Edge:
    """A declaration that the check objects to."""
    return Edge(failing=True, around=around or {}, table=table)


def passes(around: Mapping[str, Any] | None = None, /, **table: Any) -> Edge:
    """A declaration that the check has nothing to say of."""
    return Edge(failing=False, around=around or {}, table=table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Documented):
    """Something that can be found in a declaration, with an example that fails and the same example passing.

    `edges` are further declarations, for the tests: the last value that is fine and the first that is not, each branch.

    Examples are declarations, whole or only their `tables`; tests compile both. Where no page can show the file they
    are commands that make and check it, of `form` "sh"; tests run both.

    `no_fix` says, where no edit of the file would end what is found, why not: what only people can know or do.
    """

    PAGES: ClassVar[str] = "docs/rules"

    severity: Severity
    failing: str
    passing: str
    form: Literal["yaml", "sh"] = "yaml"
    edges: tuple[Edge, ...] = ()
    no_fix: str = ""

    @property
    def waivable(self) -> bool:
        """Whether a team may live with it: that holds of the warnings and notes of rules alone."""
        return False

    def finding(
        self,
        message: str,
        hint: str,
        path: Path = (),
        *fixes: Fix,
        on_key: bool = False,
        location: Location | None = None,
        related: tuple[Related, ...] = (),
    ) -> Finding:
        """What it has found, at a document path, or at a location where no path can say it (see `Finding`)."""
        return Finding(self.id, self.severity, message, path, hint, on_key, (), related, location, fixes)


EXAMPLE_HEADER = """\
version: 1
environments:
  staging: {region: us-east-1}
"""


def whole_example(example: str) -> str:
    """An example as a complete declaration: one that gives only its `tables` stands in one environment."""
    return EXAMPLE_HEADER + example if example.startswith("tables:") else example
