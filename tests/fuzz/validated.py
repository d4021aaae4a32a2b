"""`make fuzz-terraform`: what the check accepts, the real Terraform validates, as JSON and as HCL.

Declarations at random, some to a stack: each environment's provider stands under an alias, everything else side by side.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sessionform.compile import compile_text
from sessionform.model import Environment
from sessionform.source.flow import flow
from sessionform.terraform.environment import environment_config
from sessionform.terraform.floors import PROVIDER_FLOOR, floor
from sessionform.terraform.hcl import render
from tests.fuzz.generate import TODAY, Maker, mended
from tests.fuzz.small import with_settings
from tests.terraform_support import TerraformFailed, Workspace

TOGETHER = 4
"""Declarations in one configuration. 400 of them make 200 runs, in JSON and in HCL."""

PROVIDER = ".".join(map(str, PROVIDER_FLOOR))
"""The provider that the tests have. What needs a later one is left out."""


def environments(seed: int) -> Iterator[tuple[str, Environment]]:
    """Environments that pass the check, each with the text that it is from, and with table keys of its own."""
    random, number = Random(seed), 0
    while True:
        number += 1
        maker = Maker(random, odd=0.01)
        value = with_settings(random) if random.random() < 0.7 else maker.declaration()
        text = flow(mended(_with_own_keys(value, f"c{number}_")))
        compiled = compile_text(text, "sessions.yaml", TODAY)
        if compiled.failed:
            continue
        environment = next(iter(compiled.valid().environments.values()))
        if environment.tables and floor(environment).version == PROVIDER_FLOOR:
            yield text, environment


def _with_own_keys(value: dict[str, Any], prefix: str) -> dict[str, Any]:
    def own(key: Any) -> str:
        return prefix + str(key).strip("-")

    tables = {own(key): body for key, body in value["tables"].items()}
    for body in tables.values():
        if isinstance(body, dict) and body.get("renamed_from") is not None:
            earlier = body["renamed_from"]
            body["renamed_from"] = [own(key) for key in (earlier if isinstance(earlier, list) else [earlier])]
    made = {**value, "tables": tables}
    if isinstance(value.get("removed"), dict):
        made["removed"] = {own(key): body for key, body in value["removed"].items()}
    return made


def together(found: list[Environment]) -> dict[str, Any]:
    """One configuration of all of them."""
    stack: dict[str, Any] = {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": PROVIDER}}},
        "provider": {"aws": []},
    }
    for number, environment in enumerate(found):
        config = environment_config(environment)
        stack["provider"]["aws"].append({**config["provider"]["aws"][0], "alias": f"p{number}"})
        for kind in ("moved", "removed", "import"):
            stack.setdefault(kind, []).extend(config.get(kind, []))
        stack.setdefault("output", {}).update(config.get("output", {}))
        for type_, resources in config.get("resource", {}).items():
            stack.setdefault("resource", {}).setdefault(type_, {}).update(resources)
    return {kind: body for kind, body in stack.items() if body}


def failures(seed: int, declarations: int, folder: Path, counts: Counter[str], in_one: int = TOGETHER) -> Iterator[str]:
    """What Terraform refuses, with the declarations that it is from, so many `in_one` configuration; `counts` is kept up."""
    workspace, source = Workspace(folder), environments(seed)
    while counts["declarations"] < declarations:
        found = list(islice(source, min(in_one, declarations - counts["declarations"])))
        config = together([environment for _, environment in found])
        counts["declarations"] += len(found)
        counts["tables"] += sum(len(environment.tables) for _, environment in found)
        for name, stack in (("cdk.tf.json", config), ("cdk.tf", render(config))):
            path = workspace.write(stack, name)
            if not counts["validated"]:
                workspace.init()
            counts["validated"] += 1
            try:
                workspace.validate()
            except TerraformFailed as error:
                keys = set(re.findall(r"\bc\d+_", str(error)))
                texts = [text for text, _ in found if keys & set(re.findall(r"\bc\d+_", text))]
                yield "\n".join([f"as {name}: {error}", *texts])
            path.unlink()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declarations", type=int, default=400)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    wrong = 0
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="sessionform-validated-") as folder:
        for what in failures(arguments.seed, arguments.declarations, Path(folder), counts):
            wrong += 1
            print(what, flush=True)
    print(f"{dict(counts)}, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
