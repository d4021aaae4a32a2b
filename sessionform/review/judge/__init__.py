"""What the effects of a change come to: for one of them, for a table, for a stack, and where several providers may run."""
