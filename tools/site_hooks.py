"""What `make docs` does beyond MkDocs: pages from outside of docs/, the schema, long lists of pages, links out of the site.

The functions with names of MkDocs's events are its hooks: https://www.mkdocs.org/user-guide/configuration/#hooks.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent

PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "reporting.md",
}
"""Pages made of files outside of docs/, by the file."""

FILES = {
    "schema/sessions.schema.json": "schema/1.json",  # the version of the language, which a declaration names
    "tools/site.css": "assets/site.css",
}
"""What is published as it is, by the file. Addresses stay what they are."""

_LINK = re.compile(r"(\[(?:[^\[\]]|\[[^\]]*\])*\])\(([^)\s:#]+)(#[^)\s]*)?\)")
_ESCAPED_PIPE = re.compile(r"`[^`\n]*`")
_LIST = re.compile(r"(?m)^(?!\s*(?:[-*|>#]|\d+\. |$))(.+)\n(?=(?:[-*]|1\.) )")
"""A line of prose right before a list."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder where the navigation says `folder/*`."""
    config.nav = [_expanded(entry) for entry in config.nav or []]
    return config


def _expanded(entry: object) -> object:
    if isinstance(entry, dict):
        return {title: _pages(inside) for title, inside in entry.items()}
    return entry


def _pages(inside: object) -> object:
    if isinstance(inside, str) and inside.endswith("/*"):
        return sorted(str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").glob(f"{inside}.md"))
    if isinstance(inside, list):
        pages: list[object] = []
        for entry in inside:
            found = _pages(entry) if isinstance(entry, str) else _expanded(entry)
            pages += found if isinstance(found, list) else [found]
        return pages
    return inside


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what lies outside of docs/."""
    from mkdocs.structure.files import File

    for source, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text(encoding="utf-8")))
    for source, file in FILES.items():
        files.append(File.generated(config, file, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Markdown as GitHub reads it: links by the places of the files in the repository, lists that follow prose."""
    source = next((name for name, made in PAGES.items() if made == page.file.src_uri), f"docs/{page.file.src_uri}")
    return "".join(
        part if part.startswith("```") else _as_on_github(part, source, page.file.src_uri, config.repo_url or "")
        for part in re.split(r"(?ms)(^```.*?^```$)", markdown)
    )


def _as_on_github(text: str, source: str, page: str, repository: str) -> str:
    text = _LINK.sub(lambda link: _linked(link, source, page, repository), text)
    text = _ESCAPED_PIPE.sub(lambda code: code.group().replace("\\|", "|"), text)
    return _LIST.sub(r"\1\n\n", text)


def _linked(link: re.Match[str], source: str, page: str, repository: str) -> str:
    """A link to a file of the repository as one from a page of the site; out of it, to the repository, where it has an address."""
    text, target, anchor = link.group(1), link.group(2), link.group(3) or ""
    file = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    if not (ROOT / file).exists():
        return link.group()  # MkDocs says that it leads nowhere
    made = {**PAGES, **FILES}.get(file) or (file.removeprefix("docs/") if file.startswith("docs/") else None)
    if made is not None and (ROOT / file).is_file():
        return f"{text}({posixpath.relpath(made, posixpath.dirname(page) or '.')}{anchor})"
    if repository:
        return f"{text}({repository.rstrip('/')}/tree/main/{file})"
    return text[1:-1]
