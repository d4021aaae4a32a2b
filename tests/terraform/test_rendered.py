"""The rendered plans of a repository: what is in them, and that only ours are touched."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from sessionform.compile import compile_file, compile_text
from sessionform.errors import OutsideError, UsageError
from sessionform.terraform.rendered import HEADER, MARK, RenderedPlans, plan_of
from tests.terraform.declarations import declaration

ROOT = Path(__file__).parents[2]

TWO = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
tables:
  userSessions: {partition_key: userId, ttl: expiresAt}
"""


def plans(folder: Path, text: str = TWO) -> RenderedPlans:
    return RenderedPlans(folder, declaration(text))


def test_a_plan_is_written_for_each_environment(tmp_path: Path) -> None:
    made = plans(tmp_path / "deep/plans")
    assert made.paths == [tmp_path / "deep/plans/development.tf", tmp_path / "deep/plans/production.tf"]
    assert [(item.path, item.found) for item in made.refresh()] == [(path, None) for path in made.paths]
    for name, path in zip(("development", "production"), made.paths, strict=True):
        assert path.read_text() == plan_of(declaration(TWO).environments[name])
        assert path.read_text().startswith(HEADER)
    assert made.outdated() == []


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    plans(tmp_path).refresh()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    changed = TWO.replace("production: {region: us-east-1}", "production: {region: eu-west-1}")
    earlier = (tmp_path / "production.tf").read_text()
    (outdated,) = plans(tmp_path, changed).refresh()
    assert (outdated.path, outdated.found) == (tmp_path / "production.tf", earlier)
    assert outdated.made == (tmp_path / "production.tf").read_text() != earlier
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert after["development.tf"] == before["development.tf"]
    assert plans(tmp_path, changed).refresh() == []


def test_the_plan_of_an_environment_that_is_gone_goes(tmp_path: Path) -> None:
    plans(tmp_path).refresh()
    (outdated,) = plans(tmp_path, TWO.replace("  production: {region: us-east-1}\n", "")).refresh()
    assert (outdated.path, outdated.found, outdated.made) == (tmp_path / "production.tf", MARK, None)
    assert [path.name for path in tmp_path.iterdir()] == ["development.tf"]


def test_files_that_are_not_ours_stay(tmp_path: Path) -> None:
    foreign = {"README.md": "# Plans", "versions.tf": "terraform {}\n", ".tflint.hcl": "", "empty.tf": ""}
    for name, text in foreign.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "module.tf").mkdir()
    plans(tmp_path).refresh()
    assert plans(tmp_path).outdated() == []
    assert {name: (tmp_path / name).read_text() for name in foreign} == foreign
    assert (tmp_path / "module.tf").is_dir()


def test_a_file_in_the_place_of_a_plan_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "production.tf").write_text("# mine\n")
    with pytest.raises(UsageError, match=r"production\.tf` is in the place of a rendered plan, and is none"):
        plans(tmp_path).refresh()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"production.tf": "# mine\n"}


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "plans").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        plans(tmp_path / "plans").outdated()


def test_a_place_that_cannot_be_written_is_said_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="cannot be"):
        plans(tmp_path / "file/plans").refresh()


def test_line_ends_of_git_are_no_difference(tmp_path: Path) -> None:
    plans(tmp_path).refresh()
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert plans(tmp_path).outdated() == []


def test_a_file_of_other_bytes_differs(tmp_path: Path) -> None:
    plans(tmp_path).refresh()
    path = tmp_path / "production.tf"
    path.write_bytes(path.read_bytes() + b"\xff")
    assert [item.path for item in plans(tmp_path).outdated()] == [path]


def test_of_a_file_that_has_grown_only_as_much_is_read_as_tells_it_apart(tmp_path: Path) -> None:
    plans(tmp_path).refresh()
    path = tmp_path / "production.tf"
    made = path.read_text()
    most = 2 * len(made) + 4_096
    for length in (most - 1, most, most + 1, 10 * most):
        path.write_text(made + "#" * (length - len(made)))
        (outdated,) = plans(tmp_path).outdated()
        assert outdated.found == path.read_text()[:most]


def test_what_is_missing_is_said_in_the_file() -> None:
    text = plan_of(declaration(TWO).environments["production"], "Constructs are missing.")
    assert text.splitlines()[1:3] == ["# Constructs are missing.", ""]


@pytest.mark.parametrize("example", ["sessions.yaml", "examples/every-setting.yaml", "examples/provider-6.yaml"])
def test_the_order_of_keys_changes_nothing(example: str) -> None:
    """Of no mapping, all through the declaration."""
    text = (ROOT / example).read_text(encoding="utf-8")
    shuffled = yaml.dump(_shuffled(yaml.safe_load(text), random.Random(3)), sort_keys=False)
    assert shuffled != text
    before, after = (_plans(source) for source in (text, shuffled))
    assert before == after


def test_the_order_of_tables_that_are_moved_kept_or_adopted_changes_nothing() -> None:
    tables = [f"  {key}: {{partition_key: id, ttl: t, renamed_from: {key}0}}\n" for key in "ab"]
    tables += [f"  {key}: {{partition_key: id, ttl: t, import_existing: true}}\n" for key in "cd"]
    removed = [f"  {key}: {{keep: true}}\n" for key in "ef"]
    first, second = (
        f"version: 1\nenvironments: {{production: {{region: us-east-1}}}}\n"
        f"tables:\n{''.join(tables[::step])}removed:\n{''.join(removed[::step])}"
        for step in (1, -1)
    )
    assert first != second
    assert _plans(first) == _plans(second)


def test_the_order_of_lists_that_terraform_takes_for_sets_changes_nothing() -> None:
    text = TWO.replace(
        "ttl: expiresAt",
        "sort_key: sessionId, ttl: expiresAt,\n"
        "    alarms: {actions: ['arn:aws:sns:us-east-1:123456789012:a', 'arn:aws:sns:us-east-1:123456789012:b']},\n"
        "    global_secondary_indexes: {by_session: {partition_key: sessionId, projection: {include: [a, b]}}},\n"
        "    local_secondary_indexes: {by_agent: {sort_key: agent, projection: {include: [a, b]}}}",
    )
    other = text.replace("[a, b]", "[b, a]").replace(":a', ", ":x', ").replace(":b'", ":a'").replace(":x'", ":b'")
    assert other != text
    assert _plans(other) == _plans(text)


def test_settings_that_move_into_defaults_change_nothing() -> None:
    moved = TWO.replace(", ttl: expiresAt", "").replace("tables:", "defaults: {ttl: {attribute: expiresAt}}\ntables:")
    assert _plans(moved) == _plans(TWO)


def _plans(text: str) -> dict[str, str]:
    model = compile_text(text, "sessions.yaml").valid()
    return {name: plan_of(environment) for name, environment in model.environments.items()}


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(key, _shuffled(item, chance)) for key, item in value.items()]
        return dict(chance.sample(items, len(items)))
    if isinstance(value, list):
        return [_shuffled(item, chance) for item in value]
    return value


WRITER = """
import sys
from pathlib import Path
from sessionform.compile import compile_file
from sessionform.terraform.rendered import RenderedPlans

folder, *declarations = map(Path, sys.argv[1:])
plans = [RenderedPlans(folder, compile_file(str(file)).valid()) for file in declarations]
print("ready", flush=True)
while True:
    for each in plans:
        each.refresh()
"""


@pytest.mark.long
@pytest.mark.slow
def test_kill_9_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    folder, chance = tmp_path / "plans", random.Random(4)
    files = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    files[0].write_text(TWO)
    files[1].write_text(TWO.replace("us-east-1", "eu-west-1"))
    whole = [
        {name: plan_of(environment) for name, environment in compile_file(str(file)).valid().environments.items()}
        for file in files
    ]
    plans(folder).refresh()
    for _ in range(15):
        command = [sys.executable, "-c", WRITER, str(folder), *map(str, files)]
        variables = {**os.environ, "PYTHONPATH": "."}
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=variables) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.03))
            process.send_signal(signal.SIGKILL)
        for name in whole[0]:
            assert (folder / f"{name}.tf").read_text() in (whole[0][name], whole[1][name])
    plans(folder, files[1].read_text()).refresh()
    plans(folder).refresh()
    assert {path.name for path in folder.iterdir()} == {"development.tf", "production.tf"}, "and leaves nothing behind"


def test_what_goes_goes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that cannot write has taken nothing away."""
    plans(tmp_path).refresh()

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("sessionform.terraform.rendered.replace_file", full)
    with pytest.raises(OutsideError, match="No space left"):
        plans(tmp_path, TWO.replace("production:", "staging:")).refresh()
    assert {path.name for path in tmp_path.iterdir()} == {"development.tf", "production.tf"}


def test_a_file_that_differs_in_case_alone_may_be_the_plan_itself(tmp_path: Path) -> None:
    """On a file system that knows no case; here two names of one file."""
    plans(tmp_path).refresh()
    os.link(tmp_path / "production.tf", tmp_path / "Production.tf")
    assert plans(tmp_path).outdated() == []
    assert (tmp_path / "production.tf").exists()
