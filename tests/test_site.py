"""The documentation site: it builds without a warning, every link leads somewhere, and addresses in messages are on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sessionform import documentation
from sessionform.cli import main
from sessionform.documentation import Check, documentation_address
from sessionform.installed_from import repository_address
from sessionform.review.effects import KINDS
from sessionform.review.effects.effect import ChangeKind
from sessionform.rules.catalogue import CHECKS

ADDRESS = "https://docs.example/"
DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions: {partition_key: userId}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """What `make docs` builds: `strict` makes an error of every link, anchor and page that leads nowhere."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documentation, "DOCUMENTATION", ADDRESS)


@pytest.mark.long
@pytest.mark.slow
def test_every_check_and_kind_of_change_has_the_page_that_messages_name(site: Path, published: None) -> None:
    named = [*(Check.web_page(check.id) for check in CHECKS), *(ChangeKind.web_page(kind.id) for kind in KINDS)]
    pages = {f"{ADDRESS}{path.parent.relative_to(site).as_posix()}/" for path in site.rglob("index.html")}
    assert sorted(set(named) - pages) == []


@pytest.mark.long
@pytest.mark.slow
def test_the_schema_stands_at_the_version_of_its_language(site: Path, root: Path) -> None:
    assert (site / "schema/1.json").read_bytes() == (root / "schema/sessions.schema.json").read_bytes()


@pytest.mark.long
@pytest.mark.slow
def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    page = (site / "rules/ttl-missing/index.html").read_text(encoding="utf-8")
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page


@pytest.mark.long
@pytest.mark.slow
def test_a_link_to_the_readme_leads_to_the_first_page(site: Path) -> None:
    page = (site / "contributing/index.html").read_text(encoding="utf-8")
    assert ".md" not in {part.split('"')[0].rpartition(".")[2] for part in page.split('href="')[1:]}
    assert "<h1" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("docs/rules/ttl-missing.md", f"{ADDRESS}rules/ttl-missing/"),
        ("docs/review.md#accepting-on-purpose", f"{ADDRESS}review/#accepting-on-purpose"),
    ],
)
def test_a_page_has_an_address_on_the_site(published: None, file: str, address: str) -> None:
    assert documentation_address(file) == address


@pytest.mark.parametrize(
    ("requirement", "address"),
    [
        ("sessionform @ git+https://github.com/a/b@c0ffee", "https://github.com/a/b/blob/c0ffee/docs/x.md"),
        ("sessionform @ git+https://github.com/a/b.git@c0ffee", "https://github.com/a/b/blob/c0ffee/docs/x.md"),
        ("sessionform @ git+https://git.example/a/b@c0ffee", ""),
        ("sessionform @ git+https://github.com/OWNER/sessionform@COMMIT", ""),
        ("sessionform==1.0.0", ""),
    ],
)
def test_without_a_site_a_page_is_read_where_this_came_from(
    monkeypatch: pytest.MonkeyPatch, requirement: str, address: str
) -> None:
    monkeypatch.setattr("sessionform.installed_from.requirement", lambda: requirement)
    repository_address.cache_clear()
    assert repository_address("docs/x.md") == address
    repository_address.cache_clear()


@pytest.mark.parametrize("form", ["human", "sarif", "github", "gitlab", "azure", "junit", "rdjson"])
def test_every_format_of_findings_names_the_page(
    published: None, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    main(["check", "--format", form])
    assert f"{ADDRESS}rules/ttl-missing/" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["human", "markdown", "sarif", "github", "gitlab", "azure", "junit", "rdjson"])
def test_every_format_of_a_review_names_the_page(
    published: None, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(DECLARATION, encoding="utf-8")
    Path("sessions.yaml").write_text(DECLARATION.replace("userId", "sessionId"), encoding="utf-8")
    main(["review", "--base", "base.yaml", "--format", form])
    assert f"{ADDRESS}changes/partition-key-changed/" in capsys.readouterr().out


def test_rules_names_the_page(published: None, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ttl-missing", "partition-key-changed"):
        main(["rules", name])
        assert f"/{name}/" in capsys.readouterr().out


def test_no_address_is_made_up_where_nobody_knows_one() -> None:
    assert documentation_address("docs/rules.md") == repository_address("docs/rules.md") == ""
