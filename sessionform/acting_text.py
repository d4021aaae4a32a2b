"""What in a text acts on who shows it, a terminal or a log, instead of being shown."""

from __future__ import annotations

import re

ACTING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: controls, half surrogates (bytes of a name that is not UTF-8 become such), line breaks."""

LOG_COMMAND = re.compile("#(?=[\ufe00-\ufe0f]*#[\\w\ufe00-\ufe0f]*\\[)")
"""Where `##[command]` or `##vso[command]` begins, which logs of continuous integration obey wherever it stands in a line."""
