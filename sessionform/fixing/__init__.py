"""Fixes tried on the text of a declaration: which help, what they change, and what is left afterwards."""
