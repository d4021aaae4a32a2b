"""Staged deploys: for people, for scripts, and as a runbook."""
