"""The YAML parser's complaints as sentences about the user's file."""

from __future__ import annotations

import re

import yaml

from sessionform.diagnostics import Finding, Location, Severity

# (pattern in the parser's problem, what the user is told, what to do), most telling first.
# fmt: off
_SENTENCES = [  # one line each, so that they can be read as a table
    (r"found character '(.)' that cannot start", r"a plain value cannot start with `\1`", "put the value in quotes"),
    (r"mapping values are not allowed", "a `:` stands where no key can be", "check the indentation; quote a value that has `: ` in it"),
    (r"could not find expected ':'", "this line is no `key: value`", "add the `:`; quote a value that runs over several lines"),
    (r"found unexpected end of stream", "a quote is opened here and never closed", "close it"),
    (r"expected ',' or '\}'", "a `{` is not closed before this", "add the `}` or a comma"),
    (r"expected ',' or '\]'", "a `[` is not closed before this", "add the `]` or a comma"),
    (r"expected the node content, but found '<stream end>'", "the file ends inside a `[` or `{`", "close it"),
    (r"expected the node content", "a value is missing before this", "write the value, or `null`"),
    (r"expected <block end>, but found '-'", "a list item stands here among keys", "indent it below its key"),
    (r"expected <block end>|expected '<document start>'", "the indentation of this line fits nothing above it", "align it with its neighbours"),
    (r"found unknown escape character '(.*)'", r"`\\\1` is no escape that double quotes know", r"write `\\\\` for a backslash, or use single quotes"),
    (r"found unknown directive|found incompatible YAML|found duplicate (YAML|TAG)", "a YAML directive stands here", "remove the line"),
    (r"undefined tag handle|expected URI|tag", "a YAML tag stands here", "remove it: a declaration is plain data"),
]
# fmt: on


def syntax_error(error: yaml.MarkedYAMLError, file: str) -> Finding:
    """The finding for a text that is not YAML, at the place where the reader should look."""
    problem = error.problem or error.context or ""
    mark = error.problem_mark or error.context_mark
    if problem.startswith("found unexpected end of stream") and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    location = Location(file, line, column, line, column + 1)
    message, hint = _sentence(problem)
    return Finding("yaml-syntax", Severity.ERROR, message, hint=hint, location=location)


def _sentence(problem: str) -> tuple[str, str]:
    for pattern, message, hint in _SENTENCES:
        match = re.search(pattern, problem)
        if match:
            return match.expand(message), match.expand(hint)
    return f"this is not YAML: {problem}", "check the line, and the one above it"
