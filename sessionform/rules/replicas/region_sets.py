"""The Region sets of strong consistency, as the rules about them look them up and name them."""

from __future__ import annotations

from sessionform.facts.regions import STRONG_REGION_SETS

SET_OF = {region: name for name, regions in STRONG_REGION_SETS.items() for region in regions}
"""The Region set of each region that has one."""

_LISTED = [f"{name} ({', '.join(regions)})" for name, regions in STRONG_REGION_SETS.items()]

ONE_SET = f"take the three regions from one set: {', '.join(_LISTED[:-1])} or {_LISTED[-1]}"
"""What to do where the regions of a strongly consistent table are not of one set."""
