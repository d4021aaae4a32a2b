"""What the tests of constructs share: a declaration, and what an app writes of a stack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

PRODUCTION = {"declaration": ROOT / "sessions.yaml", "environment": "production"}


def written(app: Any, name: str) -> dict[str, Any]:
    app.synth()
    made: dict[str, Any] = json.loads((Path(app.outdir) / f"stacks/{name}/cdk.tf.json").read_text(encoding="utf-8"))
    return made
