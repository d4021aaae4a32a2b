"""What rules ask of a table in its environment, and the view that works it out once. No rules."""
