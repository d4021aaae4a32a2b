"""What the registry says about one session library: frozen data, typed once where it is read (`registry`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sessionform.model import KeyType

Writes = Literal["seconds", "fractional-seconds", "milliseconds", "string", "nothing"]
"""What the library puts into its expiry attribute. DynamoDB's TTL acts on Numbers of epoch seconds alone."""

OptionType = Literal["string", "number", "boolean", "list", "mapping"]

LANGUAGES = {
    "csharp": "C#",
    "java": "Java",
    "js": "JavaScript",
    "php": "PHP",
    "python": "Python",
    "ruby": "Ruby",
    "ts": "TypeScript",
    "xml": "XML",
}
"""What the application's settings can be written in, as Markdown knows it, and as people call it."""

NAMES = ("table_name", "partition_key", "sort_key", "ttl", "index", "index_partition_key", "index_sort_key")
"""What of a table an option of a library can name."""


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of the library, under its own name (`table.hashKey` for one that is nested).

    `names` is what of the table it names (one of `NAMES`); the table decides the value of such an option.
    `recommended` is the value that goes with a table made by Terraform, where it is not the default; `caveat` is what
    speaks against using the option.
    """

    name: str
    type: OptionType
    about: str
    names: str | None = None
    default: object = None
    recommended: object = None
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key attribute that the library reads and writes. `any_name`: it takes whatever name the table has."""

    name: str
    type: KeyType = "S"
    any_name: bool = False


@dataclass(frozen=True, slots=True)
class Expiry:
    """How sessions of the library end.

    `attribute` is None where it writes none unless an option names one. `checks_itself`: it refuses a session past its
    expiry that DynamoDB has not deleted yet (which may take days). `required` is an option without which
    what it writes is wrong, and why.
    """

    attribute: str | None
    writes: Writes
    checks_itself: bool
    any_name: bool
    detail: str
    required: tuple[str, str] | None = None

    @property
    def usable(self) -> bool:
        """Whether DynamoDB's TTL acts on what the library writes."""
        return self.writes in ("seconds", "fractional-seconds")


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index that the library queries. `attributes` must be in it; empty asks for all of them."""

    name: str
    partition_key: Key
    sort_key: Key | None
    attributes: tuple[str, ...]
    when_missing: str


@dataclass(frozen=True, slots=True)
class Grant:
    """IAM actions (`GetItem`, without the service) and what the library does with them.

    `on` is what of the table: `table`, `index`, or the name of one of the library's `more_indexes`. `when` names an option that must be on for it; `unless` names options that make it needless when all are set.
    """

    actions: tuple[str, ...]
    why: str
    on: str = "table"
    when: str | None = None
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap:
    """Something that people have fallen into, and where it can be read."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Package:
    """Where the library comes from and what was read: `version` is the one that all facts are about."""

    registry: str
    name: str
    version: str
    repository: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """One session library as it ships. `run` says that tests use the library itself, otherwise its source was read.

    `key_mismatch` is what users see when the table's keys are others: the end of a sentence after the library's name.
    Options may give `index` and its keys other names; `more_indexes` are those that it queries beside it, under fixed names.
    `settings` is the application's side, with `{{option}}` for values; `access_patterns` is what the library asks
    of a table with its own names, as YAML flow mappings.
    """

    id: str
    title: str
    about: str
    language: str
    status: str
    package: Package
    run: bool
    partition_key: Key
    sort_key: Key | None
    key_holds: str
    key_mismatch: str
    expiry: Expiry
    index: Index | None
    more_indexes: tuple[Index, ...]
    attributes: Mapping[str, str]
    options: Mapping[str, Option]
    grants: tuple[Grant, ...]
    traps: tuple[Trap, ...]
    settings: str
    settings_language: str
    access_patterns: Mapping[str, str]

    @property
    def indexes(self) -> tuple[Index, ...]:
        """Every index that it queries."""
        return (*((self.index,) if self.index else ()), *self.more_indexes)

    def option_value(self, name: str, declared: Mapping[str, object]) -> object:
        """What an option is: what is declared, or the library's own default; None for one that it does not have."""
        option = self.options.get(name)
        return declared.get(name, None if option is None else option.default)

    def option_naming(self, what: str) -> Option | None:
        """The option that names this part of the table, where the library has one."""
        return next((option for option in self.options.values() if option.names == what), None)
