"""What `explain` shows of a table."""
