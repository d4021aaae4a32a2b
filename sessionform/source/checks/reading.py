"""What reading a file refuses, in the order of the reference."""

from sessionform.source.checks import plain_yaml, whole_file

CHECKS = (*plain_yaml.CHECKS, *whole_file.CHECKS)
