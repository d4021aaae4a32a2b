"""Apps that add constructs of their own are noticed however they are written; without them Terraform would destroy these."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.commands.extended import adds_constructs
from sessionform.resources import template_text

IMPORT = "from sessionform.stacks import run_app\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "app",
    [
        IMPORT + "run_app(audit)\n",
        IMPORT + "run_app(extend=audit)\n",
        "from sessionform.stacks import run_app as go\ngo(audit)\n",
        IMPORT + "app = run_app\napp(audit)\n",
        "import sessionform.stacks\nsessionform.stacks.run_app(audit)\n",
        IMPORT + "run_app(audit\n",
    ],
    ids=["argument", "keyword", "other-name", "variable", "attribute", "does-not-parse"],
)
def test_an_app_with_constructs_is_one(app: str) -> None:
    Path("main.py").write_text(app, encoding="utf-8")
    assert adds_constructs("sessions.yaml")
    assert adds_constructs("infra/sessions.yaml"), "the app of this folder may compile a declaration elsewhere"


@pytest.mark.parametrize("app", [template_text("main.py"), "print('another program')\n", "this is no Python\n"])
def test_other_apps_are_none(app: str) -> None:
    Path("main.py").write_text(app, encoding="utf-8")
    assert not adds_constructs("sessions.yaml")


def test_the_app_beside_the_declaration_counts() -> None:
    Path("infra").mkdir()
    Path("infra/main.py").write_text(IMPORT + "run_app(audit)\n", encoding="utf-8")
    assert adds_constructs("infra/sessions.yaml")
    assert not adds_constructs("sessions.yaml")
