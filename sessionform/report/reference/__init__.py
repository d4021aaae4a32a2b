"""Rules, kinds of change and session libraries as reference documentation."""
