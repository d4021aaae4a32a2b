"""Apps that add constructs of their own are noticed however they are written; without them Terraform would destroy these."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sessionform.commands.extended import adds_constructs
from sessionform.errors import UsageError
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
        "import cdktf\napp = cdktf.App()\nWeb(app)\napp.synth()\n",
        "from sessionform.stacks import SessionTables\nSessionTables(stack, 'x', environment='production')\n",
        IMPORT + "import infra\nrun_app()\n",
        IMPORT + "run_app = infra.wrap(run_app)\nrun_app()\n",
        IMPORT + "run_app()\n" + "# more\n" * 20_000,
        IMPORT + "run_app()\nx = " + "-" * 90_000 + "1\n",
    ],
    ids=[
        "argument",
        "keyword",
        "other-name",
        "variable",
        "attribute",
        "does-not-parse",
        "an-app-of-cdktf",
        "tables-as-constructs",
        "another-module",
        "another-run_app",
        "too-large-to-look-at",
        "too-deep-to-parse",
    ],
)
def test_an_app_with_constructs_is_one(app: str) -> None:
    Path("main.py").write_text(app, encoding="utf-8")
    assert adds_constructs("sessions.yaml")
    assert adds_constructs("infra/sessions.yaml"), "the app of this folder may compile a declaration elsewhere"


@pytest.mark.parametrize("app", [template_text("main.py"), "print('another program')\n", "this is not Python\n"])
def test_other_apps_are_none(app: str) -> None:
    Path("main.py").write_text(app, encoding="utf-8")
    assert not adds_constructs("sessions.yaml")


def test_the_app_beside_the_declaration_counts() -> None:
    Path("infra").mkdir()
    Path("infra/main.py").write_text(IMPORT + "run_app(audit)\n", encoding="utf-8")
    assert adds_constructs("infra/sessions.yaml")
    assert not adds_constructs("sessions.yaml")


@pytest.mark.parametrize("command", ["python3 main.py", "sh -c 'exec .venv/bin/python main.py'", "sessionform synth"])
def test_what_cdktf_json_runs_is_looked_at(command: str) -> None:
    Path("cdktf.json").write_text(json.dumps({"app": command}), encoding="utf-8")
    Path("main.py").write_text(template_text("main.py"), encoding="utf-8")
    assert not adds_constructs("sessions.yaml")


@pytest.mark.parametrize(
    "command",
    ["python3 infra/app.py", "python3 -m infra", "npx ts-node main.ts", "python3 main.py && python3 infra.py"],
)
def test_an_app_of_another_name_counts(command: str) -> None:
    Path("cdktf.json").write_text(json.dumps({"app": command}), encoding="utf-8")
    Path("main.py").write_text(template_text("main.py"), encoding="utf-8")
    Path("infra.py").write_text("import web\nweb.build()\n", encoding="utf-8")
    assert adds_constructs("sessions.yaml")


def test_a_program_that_cdktf_json_runs_is_an_app_whatever_it_imports() -> None:
    Path("cdktf.json").write_text('{"app": "python3 main.py"}', encoding="utf-8")
    Path("main.py").write_text("import web\nweb.build()\n", encoding="utf-8")
    assert adds_constructs("sessions.yaml")
    Path("cdktf.json").write_text("{", encoding="utf-8")
    assert adds_constructs("sessions.yaml"), "a manifest that cannot be read"


@pytest.mark.parametrize(
    "sum_", ["1" + "+1" * 100_000, "-" * 100_000 + "1", "a" + ".b" * 100_000, "f" + "()" * 100_000, "(" * 100_000]
)
def test_an_app_that_python_cannot_take_apart_is_in_doubt(sum_: str) -> None:
    """Python itself gives up on these, in several ways."""
    Path("main.py").write_text(f"{IMPORT}run_app()\nx = {sum_}\n", encoding="utf-8")
    assert adds_constructs("sessions.yaml")
    Path("main.py").write_text(f"x = {sum_}\n", encoding="utf-8")
    assert not adds_constructs("sessions.yaml")


@pytest.mark.parametrize(("length", "in_doubt"), [(100_000, False), (100_001, True)])
def test_an_app_that_is_too_long_is_in_doubt(length: int, in_doubt: bool) -> None:
    Path("main.py").write_text(IMPORT + "run_app()\n" + "#" * (length - len(IMPORT) - 10), encoding="utf-8")
    assert adds_constructs("sessions.yaml") is in_doubt


def test_a_pipe_in_the_place_of_an_app_is_not_waited_for() -> None:
    os.mkfifo("main.py")
    with pytest.raises(UsageError, match="is a named pipe"):
        adds_constructs("sessions.yaml")


def test_what_python_says_of_an_apps_style_is_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    Path("main.py").write_text(IMPORT + 'run_app()\n"\\d"\n', encoding="utf-8")
    assert not adds_constructs("sessions.yaml")
    assert not recwarn.list
