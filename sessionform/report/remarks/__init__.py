"""Findings and changes as the remarks that continuous integration shows beside a line, in the form of each system."""
