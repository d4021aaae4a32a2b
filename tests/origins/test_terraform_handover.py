"""Tables of a real state of Terraform: what is adopted is what is there, and the ways out of the old state work."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sessionform.cli import main
from sessionform.terraform.environment import environment_config
from tests.moto_support import MotoServer
from tests.origins.support import Adopt, adopt, arguments_of, environment
from tests.terraform_support import Workspace

__all__ = ["adopt"]


@pytest.mark.long
@pytest.mark.terraform
def test_the_round_trip(
    tmp_path: Path, moto: MotoServer, aws_environment: MotoServer, adopt: Adopt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same tables from the state, from the state with AWS, and from AWS alone compile to the same arguments."""
    shutil.copytree(Path(__file__).parent / "foreign", tmp_path / "foreign")
    terraform = Workspace(tmp_path / "foreign", endpoint=moto.url)
    terraform.init()
    terraform.apply()
    state = tmp_path / "state.json"
    state.write_text(terraform.run("show", "-json"), encoding="utf-8")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto.url)
    code, _, err = adopt("-e", "production", "--terraform-state", state, "--offline", "-f", "offline.yaml")
    assert code == (1 if "what the declaration does not say" in err else 0)
    _, _, told = adopt("-e", "production", "--terraform-state", state, "-f", "checked.yaml")
    assert "not compared with AWS" not in told
    adopt("-e", "production", "--all", "--region", "us-east-1", "-f", "live.yaml")
    live = arguments_of(environment("live.yaml"))
    assert len(live) == 5
    assert arguments_of(environment("checked.yaml")) == live
    assert arguments_of(environment("offline.yaml")) == live
    assert main(["check", "-f", "offline.yaml", "-q"]) == 0


OWN = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" { region = "us-east-1" }
"""

TABLES = """
resource "aws_dynamodb_table" "each" {
  for_each       = toset(["carts", "logins"])
  name           = each.key
  billing_mode   = "PROVISIONED"
  read_capacity  = 2
  write_capacity = 1
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_appautoscaling_target" "read" {
  service_namespace  = "dynamodb"
  resource_id        = "table/${aws_dynamodb_table.each["carts"].name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  min_capacity       = 2
  max_capacity       = 50
}

resource "aws_appautoscaling_policy" "read" {
  name               = "DynamoDBReadCapacityUtilization:table/carts"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "dynamodb"
  resource_id        = aws_appautoscaling_target.read.resource_id
  scalable_dimension = aws_appautoscaling_target.read.scalable_dimension
  target_tracking_scaling_policy_configuration {
    target_value = 65
    predefined_metric_specification { predefined_metric_type = "DynamoDBReadCapacityUtilization" }
  }
}
"""


def printed(out: str, block: str) -> str:
    """The blocks of a kind that the report prints, as they would be copied."""
    lines = [line.removeprefix("     ") for line in out.splitlines() if line.startswith("     ")]
    text = "\n".join(lines)
    return "\n".join(re.findall(rf"(?ms)^{block} {{.*?^}}", text))


@pytest.mark.long
@pytest.mark.terraform
def test_the_ways_out_that_are_printed(tmp_path: Path, moto: MotoServer, adopt: Adopt) -> None:
    """On the state that is kept nothing is made or destroyed with the `moved` blocks, and with the `removed` blocks nothing is."""
    old = Workspace(tmp_path / "old", endpoint=moto.url)
    old.write(OWN + TABLES, "main.tf")
    old.init()
    old.apply()
    state = tmp_path / "state.json"
    state.write_text(old.run("show", "-json"), encoding="utf-8")
    code, out, err = adopt("-e", "production", "--terraform-state", state)
    assert code == 0, err
    new = Workspace(tmp_path / "new", endpoint=moto.url)
    stack = environment_config(environment())
    del stack["terraform"]["backend"]
    new.write(stack)
    new.write(printed(out, "moved"), "moved.tf")
    shutil.copy(old.folder / "terraform.tfstate", new.folder)
    new.init()
    assert set(new.changes().values()) <= {"move", "update"}
    old.write(OWN + printed(out, "removed"), "main.tf")
    assert set(old.changes().values()) == {"forget"}
