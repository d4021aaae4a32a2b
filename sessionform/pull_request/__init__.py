"""A report under a pull request: one comment, which the first run makes and every later one updates."""
