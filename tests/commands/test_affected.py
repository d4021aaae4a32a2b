"""`sessionform affected`: which environments a deploy has to run, as a workflow asks for them."""

from __future__ import annotations

import json

import pytest

from tests.commands.reviewing import BASE, REKEYED, repository, run
from tests.git_support import Checkout

__all__ = ["repository"]


def affected(repository: Checkout, text: str) -> list[str]:
    repository.commit("sessions.yaml", text)
    done = run("affected", "--base", "main")
    assert done.code == 0, done.error
    names = done.output.splitlines()
    assert json.loads(run("affected", "--base", "main", "--format", "matrix").output) == {"environment": names}
    return names


def test_the_matrix_is_one_line(repository: Checkout) -> None:
    """A line of GITHUB_OUTPUT takes no more."""
    repository.commit("sessions.yaml", REKEYED)
    done = run("affected", "--base", "main", "--format", "matrix")
    assert (done.code, done.output) == (0, '{"environment":["development","production"]}\n')


def test_without_a_change_the_matrix_is_the_text_that_a_workflow_compares_with(repository: Checkout) -> None:
    done = run("affected", "--base", "main", "--format", "matrix")
    assert (done.code, done.output) == (0, '{"environment":[]}\n')
    assert run("affected", "--base", "main").output == ""


def test_every_environment_that_a_change_concerns_is_named_in_file_order(repository: Checkout) -> None:
    assert affected(repository, REKEYED) == ["development", "production"]


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("production: {region: us-east-1}", "production: {region: eu-west-1}", ["production"]),
        ("production: {region: us-east-1}", "production: {region: us-east-1, tags: {Team: a}}", ["production"]),
        ("production: {region: us-east-1}", "production: {region: us-east-1, backend: {local: {path: a}}}", ["production"]),
        ("  development: {region: us-east-1}\n", "", []),
        ("tables:", "  staging: {region: us-east-1}\ntables:", ["staging"]),
        ("  deviceSessions: {partition_key: deviceId, ttl: expiresAt}\n", "", ["development", "production"]),
        ("deviceId, ttl", "deviceId, only_in: [development], ttl", ["production"]),
        ("deviceId, ttl", "deviceId, description: Devices, ttl", []),
        ("deviceId, ttl", "deviceId, access_patterns: {one: {get: [deviceId]}}, ttl", []),
        ("tables:", "# only a comment\ntables:", []),
        ("deviceId, ttl", "deviceId, environments: {production: {table_class: STANDARD_INFREQUENT_ACCESS}}, ttl", ["production"]),
        ("deviceId, ttl", "deviceId, prevent_destroy: true, ttl", ["development", "production"]),
    ],
)  # fmt: skip
def test_only_stacks_that_are_different_are_affected(
    repository: Checkout, old: str, new: str, names: list[str]
) -> None:
    assert old in BASE
    assert affected(repository, BASE.replace(old, new)) == names


def test_a_first_push_concerns_all(repository: Checkout) -> None:
    done = run("affected", "--base", "0" * 40)
    assert (done.code, done.output.split()) == (0, ["development", "production"])
    assert "every table counts as new" in done.error


def test_what_cannot_be_compared_concerns_all(repository: Checkout) -> None:
    repository.write("old.yaml", "version: [")
    done = run("affected", "--base", "old.yaml")
    assert (done.code, done.output.split()) == (0, ["development", "production"])
    assert "sessionform: old.yaml is not a declaration" in done.error


def test_what_has_its_base_under_another_name_concerns_all(repository: Checkout) -> None:
    repository.commit("infra/sessions.yaml", "# Another\n" * 50 + BASE)
    done = run("affected", "--base", "main", "-f", "infra/sessions.yaml")
    assert (done.code, done.output.split()) == (0, ["development", "production"])
    assert "there are tables in `sessions.yaml`, which are not compared" in done.error


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--base", "mian"), 2), ((), 2), (("--base", "main", "--format", "json"), 2)]
)
def test_what_is_used_wrongly_is_said(repository: Checkout, arguments: tuple[str, ...], code: int) -> None:
    done = run("affected", *arguments)
    assert (done.code, done.output) == (code, "")
    assert done.error


def test_a_declaration_that_fails_has_no_answer(repository: Checkout) -> None:
    repository.commit("sessions.yaml", BASE.replace("ttl: expiresAt", "ttl: userId"))
    done = run("affected", "--base", "main")
    assert (done.code, done.output) == (1, "")
    assert "sessions.yaml has errors" in done.error
