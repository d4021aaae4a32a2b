"""What a setting has to be for one deploy, so that AWS and Terraform then take a change that they do not take at once."""

from __future__ import annotations

from enum import Enum


class Between(Enum):
    """A state between two declarations. What AWS refuses, or the provider leaves out, goes through from there."""

    OFF = "switched off, with everything else as it was"
    ABSENT = "not there"
    FIXED = "of a fixed capacity"
    UNPROTECTED = "without deletion protection"
    UNCAPPED = "said to have no cap"
