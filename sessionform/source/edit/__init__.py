"""Edits of a declaration in its text: what is not edited stays as it is, byte for byte."""
