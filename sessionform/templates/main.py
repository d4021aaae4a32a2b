"""The CDKTF app: compiles the declaration that cdktf.json names into one stack for each environment.

A team's own constructs go into a function that takes a stack: `run_app(extend)`.
"""

import sessionform.before_cdktf  # isort: skip  # noqa: F401 - before any `import cdktf`: it chooses the Node
from sessionform.stacks import run_app

if __name__ == "__main__":
    run_app()
