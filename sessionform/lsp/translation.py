"""Answers of the features as the protocol writes them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types

from sessionform.diagnostics import Severity
from sessionform.lsp.actions import Action
from sessionform.lsp.completion import Item
from sessionform.lsp.findings import Shown
from sessionform.lsp.inlay import Inlay
from sessionform.lsp.outline import Symbol
from sessionform.lsp.positions import Point, Span
from sessionform.lsp.reviewing import Lens, Remark

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_ITEM_KINDS = {
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "name": types.CompletionItemKind.Reference,
    "rule": types.CompletionItemKind.Value,
}
_SYMBOL_KINDS = {
    "section": types.SymbolKind.Namespace,
    "environment": types.SymbolKind.Module,
    "table": types.SymbolKind.Class,
    "index": types.SymbolKind.Key,
    "pattern": types.SymbolKind.Function,
    "setting": types.SymbolKind.Property,
}

Uri = Callable[[str], str]
"""From a file's name to its address in the editor."""


def file_of(uri: str) -> str:
    """The file of an address, by the name that is shortest to write from the working folder."""
    parts = urlsplit(uri)
    path = unquote(parts.path) if parts.scheme == "file" else uri
    if not os.path.isabs(path):  # noqa: PTH117  # an unsaved text has no file
        return path
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path


def point(position: types.Position) -> Point:
    return position.line, position.character


def range_of(span: Span) -> types.Range:
    (line, unit), (end_line, end_unit) = span
    return types.Range(types.Position(line, unit), types.Position(end_line, end_unit))


def diagnostic(item: Shown, uri: Uri) -> types.Diagnostic:
    return types.Diagnostic(
        range=range_of(item.span),
        message=item.message,
        severity=SEVERITIES[item.severity],
        code=item.code,
        code_description=types.CodeDescription(item.source) if item.source else None,
        source="sessionform",
        tags=[types.DiagnosticTag.Unnecessary] if item.faded else None,
        related_information=[
            types.DiagnosticRelatedInformation(types.Location(uri(file), range_of(span)), label)
            for file, span, label in item.related
        ]
        or None,
    )


def remark(item: Remark) -> types.Diagnostic:
    return types.Diagnostic(
        range=range_of(item.span),
        message=item.message,
        severity=SEVERITIES[item.severity],
        code=item.change.rule,
        source="sessionform review",
    )


def code_action(item: Action, diagnostics: list[types.Diagnostic], uri: Uri, kind: str) -> types.CodeAction:
    changes = {
        uri(file): [types.TextEdit(range_of(span), text) for span, text in edits]
        for file, edits in item.changes.items()
    }
    return types.CodeAction(
        title=item.title[:1].upper() + item.title[1:],
        kind=kind,
        edit=types.WorkspaceEdit(changes=changes),
        diagnostics=[found for found in diagnostics if found.code == item.code] or None,
        is_preferred=item.preferred or None,
    )


def completion(item: Item, position: int) -> types.CompletionItem:
    return types.CompletionItem(
        label=item.label,
        kind=_ITEM_KINDS[item.kind],
        detail=item.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, item.documentation)
        if item.documentation
        else None,
        text_edit=types.TextEdit(range_of(item.span), item.new),
        filter_text=item.label,
        insert_text_mode=types.InsertTextMode.AsIs,
        sort_text=f"{position:04}",
    )


def symbol(item: Symbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=item.name,
        kind=_SYMBOL_KINDS[item.kind],
        range=range_of(item.span),
        selection_range=range_of(item.name_span),
        children=[symbol(child) for child in item.children] or None,
    )


def inlay(item: Inlay) -> types.InlayHint:
    return types.InlayHint(types.Position(*item.point), item.label, kind=None, tooltip=item.tooltip, padding_left=True)


def lens(item: Lens) -> types.CodeLens:
    return types.CodeLens(range_of(item.span), command=types.Command(item.title, ""))
