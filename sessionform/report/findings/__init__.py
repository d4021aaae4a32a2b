"""Findings of `check` in every format."""
