"""The review: what a change of the declaration really does to the tables and the sessions in them.

It needs two declarations and nothing else: no state, no credentials, no network.
"""

from __future__ import annotations
