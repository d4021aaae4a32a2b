"""How reports are laid out: text, tables, excerpts, escapes. Nothing here knows what is reported."""
