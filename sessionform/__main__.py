"""`python -m sessionform` is the same command as `sessionform`."""

from __future__ import annotations

import sys

from sessionform.start import main

sys.exit(main())
