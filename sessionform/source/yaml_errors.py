"""The YAML parser's complaints as sentences about the user's file."""

from __future__ import annotations

import re

import yaml

from sessionform.diagnostics import Finding, Location
from sessionform.source.checks import plain_yaml
from sessionform.source.tree import NO_CHARACTER

# (pattern in what the parser was doing and what it found, what the user is told, what to do), most telling first.
# Both parsers' wordings: libyaml's come to light in files that are too large to be read a second time.
# fmt: off
_SENTENCES = [  # one line each, so that they can be read as a table
    (r"directive|found incompatible YAML|found duplicate (YAML|TAG)", "YAML directives are not allowed", "remove the line; quote a value that starts with `%`"),
    (r"scanning a block scalar", "a `|` or `>` must be followed by a new line", "start the text on the next line, indented; quote a value that starts with `|` or `>`"),
    (r"scanning an (alias|anchor)", "a `*` or `&` starts an alias or anchor, and this is not the name of one", "put the value in quotes"),
    (r"found character '([^\\])' that cannot start", r"a plain value cannot start with `\1`", "put the value in quotes"),
    (r"that cannot start", "a plain value cannot start like this", "put the value in quotes"),
    (r"mapping values are not allowed", "there is a `:` where no key can be", "check the line above for its `:` and its indentation; quote a value that has `: ` in it"),
    (r"mapping keys are not allowed", "there is a `?` where no key can be", "a key is a plain word, as in `ttl: expiresAt`"),
    (r"sequence entries are not allowed", "there is a list item where none can be", "put it on a line of its own, below its key"),
    (r"could not find expected ':'", "this line is not a `key: value`", "add the `:`; quote a value that runs over several lines"),
    (r"found unexpected (end of stream|document (separator|indicator))", "a quote is opened here and never closed", "close it"),
    (r"expected ',' or '\}'", "a `{` is not closed before this", "add the `}` or a comma"),
    (r"expected ',' or '\]'", "a `[` is not closed before this", "add the `]` or a comma"),
    (r"expected the node content, but found '<stream end>'", "the file ends inside a `[` or `{`", "close it"),
    (r"(<block end>|the node content|<document start>'), but found '([\]}])'", r"this `\2` closes nothing", "remove it"),
    (r"expected (the )?node content", "a value is missing before this", "write the value, or `null`"),
    (r"expected <block end>, but found '<scalar>'", "this belongs to nothing before it", "check the quotes and the indentation before it; quote a value that starts with `{` or `[`"),
    (r"expected <block end>, but found '-'", "there is a list item among keys", "indent it below its key"),
    (r"expected (<block end>|key|'-' indicator|'?<document start>)", "the indentation of this line fits nothing above it", "align it with its neighbours"),
    (r"found unknown escape character '([^\\]*)'", r"`\\\1` is not an escape that double quotes know", r"write `\\\\` for a backslash, or use single quotes"),
    (r"invalid Unicode character", *NO_CHARACTER),
    (r"escape", "this is not an escape that double quotes know", r"write `\\\\` for a backslash, or use single quotes"),
    (r"tag", "YAML tags are not allowed", "remove it: a declaration is plain data"),
]
# fmt: on


def syntax_error(error: yaml.MarkedYAMLError, file: str) -> Finding:
    """The finding for a text that is not YAML, at the place where the reader should look."""
    context, problem = error.context or "", error.problem or ""
    mark = error.problem_mark or error.context_mark
    if problem.startswith(("found unexpected", "could not find expected")) and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    location = Location(file, line, column, line, column + 1)
    message, hint = _sentence(f"{context}: {problem}")
    return plain_yaml.yaml_syntax.finding(message, hint, location=location)


def _sentence(complaint: str) -> tuple[str, str]:
    for pattern, message, hint in _SENTENCES:
        match = re.search(pattern, complaint)
        if match:
            return match.expand(message), match.expand(hint)
    return "from here on this is not YAML", "check the line, and the one above it"
