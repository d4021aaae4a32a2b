"""What a rule is, and what runs the rules: rules themselves stand in the rooms beside this one."""
