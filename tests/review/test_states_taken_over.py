"""States and tables that another declaration of the base has: what becomes of them, this review alone cannot say."""

from __future__ import annotations

import pytest

from tests.commands.reviewing import repository, run
from tests.git_support import Checkout

__all__ = ["repository"]

SHOP = """version: 1
environments:
  production: {region: us-east-1, backend: {s3: {bucket: states, key: KEY, region: us-east-1}}}
tables: {shopSessions: {partition_key: id, ttl: expires}}
"""
TAKEN = (
    "`{}` continues the state of `production` in `main:web/sessions.yaml`, whose tables are not compared: "
    "a deploy of `{}` deletes those that it does not declare"
)


@pytest.fixture
def two(repository: Checkout) -> Checkout:
    """Two declarations on `main`, of which `topic` changes one."""
    repository.git("switch", "--quiet", "main")
    repository.commit("web/sessions.yaml", SHOP.replace("KEY", "web").replace("shop", "web"))
    repository.commit("shop.yaml", SHOP.replace("KEY", "shop"))
    repository.git("switch", "--quiet", "--force-create=topic")
    return repository


def test_an_environment_that_moves_to_the_state_of_another_declaration_is_no_pass(two: Checkout) -> None:
    two.commit("shop.yaml", SHOP.replace("KEY", "web"))
    done = run("review", "--base", "main", "-f", "shop.yaml")
    assert done.code == 1
    assert TAKEN.format("production", "production") in done.output
    meant = run("review", "--base", "main", "-f", "shop.yaml", "--new")
    assert (meant.code, "continues the state" in meant.output) == (0, True)


def test_neither_is_a_new_environment_that_has_it(two: Checkout) -> None:
    other = "  other: {region: us-east-1, backend: {s3: {bucket: states, key: web, region: us-east-2}}}\ntables:"
    two.commit("shop.yaml", SHOP.replace("KEY", "shop").replace("tables:", other))
    done = run("review", "--base", "main", "-f", "shop.yaml")
    assert (done.code, TAKEN.format("other", "other") in done.output) == (1, True)
    assert run("review", "--base", "main", "-f", "shop.yaml", "-e", "production").code == 0


def test_a_state_of_its_own_is_nobody_elses(two: Checkout) -> None:
    two.commit("shop.yaml", SHOP.replace("KEY", "new"))
    done = run("review", "--base", "main", "-f", "shop.yaml")
    assert (done.code, "continues the state" in done.output) == (0, False)


@pytest.mark.parametrize(("file", "shared"), [("shop.yaml", True), ("shop/sessions.yaml", False)])
def test_a_file_of_the_state_is_in_the_folder_of_its_declaration(two: Checkout, file: str, shared: bool) -> None:
    """`sessions.yaml` of `main` has its states in files."""
    two.git("switch", "--quiet", "main")
    two.commit(file, SHOP.replace("KEY", "shop"))
    two.git("switch", "--quiet", "--force-create=topic")
    two.commit(file, SHOP.replace(", backend: {s3: {bucket: states, key: KEY, region: us-east-1}}", ""))
    done = run("review", "--base", "main", "-f", file)
    assert (done.code, "of `production` in `main:sessions.yaml`" in done.output) == (int(shared), shared)


@pytest.mark.parametrize(("key", "lost"), [("id", False), ("userId", True)])
def test_a_table_of_another_declaration_is_not_taken_over_with_another_key(two: Checkout, key: str, lost: bool) -> None:
    """The import goes through, and the same apply replaces what it imported."""
    own = "shopSessions: {partition_key: id, ttl: expires}"
    web = f"webSessions: {{partition_key: {key}, ttl: expires, import_existing: true}}"
    two.commit("shop.yaml", SHOP.replace("KEY", "shop").replace(f"{{{own}}}", f"{{{own}, {web}}}"))
    done = run("review", "--base", "main", "-f", "shop.yaml")
    assert done.code == int(lost)
    said = "which is `webSessions` of `production` in `main:web/sessions.yaml` and has another key"
    assert (said in done.output) == lost
