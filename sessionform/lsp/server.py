"""The language server: requests of the protocol handed to the features, and their answers handed back. Nothing else is here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from sessionform import __version__
from sessionform.lsp import (
    actions,
    completion,
    findings,
    hover,
    inlay,
    navigation,
    outline,
    renaming,
    reviewing,
    translation,
)
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.documents import Documents, Open
from sessionform.lsp.positions import Point


def make_server() -> LanguageServer:
    """A server that is ready to be started."""
    server = LanguageServer("sessionform", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    documents = Documents(lambda entry: _publish(server, entry))
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_not_a_refusal)
    _keep_texts(server, documents)
    _answer_about_places(server, documents)
    _answer_about_files(server, documents)
    _answer_about_findings(server, documents)
    return server


def _not_a_refusal(record: logging.LogRecord) -> bool:
    """Whether something went wrong: what a request may not do is said in its answer, and needs no log."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, JsonRpcException)


def _publish(server: LanguageServer, entry: Open) -> None:
    analysis = entry.analysis
    if analysis is None:
        return
    items = [translation.diagnostic(item, entry.uri_of) for item in findings.shown(analysis)]
    if entry.review is not None and entry.reviewed is analysis:
        items += [translation.remark(item) for item in reviewing.remarks(analysis, entry.review)]
    number = entry.number if analysis.text == entry.text else None
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(entry.uri, items, number))
    capabilities = server.client_capabilities.workspace
    if capabilities and capabilities.code_lens and capabilities.code_lens.refresh_support:
        server.workspace_code_lens_refresh(None)
    if capabilities and capabilities.inlay_hint and capabilities.inlay_hint.refresh_support:
        server.workspace_inlay_hint_refresh(None)


def _keep_texts(server: LanguageServer, documents: Documents) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options = params.initialization_options
        documents.base = options.get("base") if isinstance(options, dict) else None
        documents.encoding = str(
            getattr(server.workspace.position_encoding, "value", server.workspace.position_encoding)
        )

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        documents.changed(document.uri, translation.file_of(document.uri), document.text, document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        text = server.workspace.get_text_document(uri).source
        documents.changed(uri, translation.file_of(uri), text, params.text_document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        documents.saved(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        documents.closed(params.text_document.uri)
        empty = types.PublishDiagnosticsParams(uri=params.text_document.uri, diagnostics=[])
        server.text_document_publish_diagnostics(empty)

    @server.feature(types.SHUTDOWN)
    def shutdown(_: Any) -> None:
        documents.close()


def _answer_about_places(server: LanguageServer, documents: Documents) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", ":", "{", "[", ",", "-"])
    )
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        analysis = await documents.current(params.text_document.uri)
        if analysis is None:
            return None
        items = completion.complete(analysis, translation.point(params.position))
        return types.CompletionList(False, [translation.completion(item, at) for at, item in enumerate(items)])

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def explain(params: types.HoverParams) -> types.Hover | None:
        analysis = await documents.current(params.text_document.uri)
        text = None if analysis is None else hover.hover(analysis, translation.point(params.position))
        return None if text is None else types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def define(params: types.DefinitionParams) -> list[types.Location] | None:
        return await _found(documents, params, navigation.definition)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refer(params: types.ReferenceParams) -> list[types.Location] | None:
        return await _found(documents, params, navigation.references)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.Range | None:
        analysis = await documents.current(params.text_document.uri)
        span = None if analysis is None else renaming.renameable(analysis, translation.point(params.position))
        return None if span is None else translation.range_of(span)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        analysis = await documents.current(params.text_document.uri)
        if analysis is None:
            return None
        try:
            edits = renaming.rename(analysis, translation.point(params.position), params.new_name)
        except ValueError as error:
            raise JsonRpcInvalidParams(str(error)) from None
        found = [types.TextEdit(translation.range_of(span), text) for span, text in edits]
        return types.WorkspaceEdit(changes={params.text_document.uri: found})


def _answer_about_files(server: LanguageServer, documents: Documents) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        analysis = await documents.current(params.text_document.uri)
        return [] if analysis is None else [translation.symbol(item) for item in outline.symbols(analysis)]

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folds(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        analysis = await documents.current(params.text_document.uri)
        return [] if analysis is None else [types.FoldingRange(first, last) for first, last in outline.folds(analysis)]

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        analysis = await documents.current(params.text_document.uri)
        if analysis is None:
            return []
        found = inlay.inlays(analysis, params.range.start.line, params.range.end.line)
        return [translation.inlay(item) for item in found]

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        entry = documents.open.get(params.text_document.uri)
        if entry is None or entry.analysis is None or entry.reviewed is None:
            return []
        found = reviewing.lenses(entry.reviewed, entry.review)
        return [translation.lens(item) for item in found]


def _answer_about_findings(server: LanguageServer, documents: Documents) -> None:
    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    async def offer(params: types.CodeActionParams) -> list[types.CodeAction]:
        analysis = await documents.current(params.text_document.uri)
        if analysis is None:
            return []
        entry, wanted = documents.open[params.text_document.uri], params.context.only
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, _offered, analysis, entry, params, wanted)


def _offered(analysis: Analysis, entry: Open, params: types.CodeActionParams, wanted: Any) -> list[types.CodeAction]:
    first, last = params.range.start.line, params.range.end.line
    own = params.context.diagnostics
    offered: list[types.CodeAction] = []
    if wanted is None or any(str(getattr(kind, "value", kind)).startswith("quickfix") for kind in wanted):
        found = actions.actions(analysis, first, last)
        if entry.review is not None and entry.reviewed is analysis:
            for item in reviewing.remarks(analysis, entry.review):
                if item.span[0][0] <= last and item.span[1][0] >= first:
                    found += actions.acceptance(analysis, item.change)
        if entry.base is not None:
            found += actions.done_imports(analysis, entry.base.compiled, first, last)
        offered += [
            translation.code_action(item, list(own), entry.uri_of, types.CodeActionKind.QuickFix) for item in found
        ]
    if wanted is not None and any(str(getattr(kind, "value", kind)).startswith("source") for kind in wanted):
        offered += [
            translation.code_action(item, [], entry.uri_of, types.CodeActionKind.SourceFixAll)
            for item in actions.fix_all(analysis)
        ]
    return offered


async def _found(
    documents: Documents,
    params: types.DefinitionParams | types.ReferenceParams,
    find: Callable[[Analysis, Point], list[navigation.Target]],
) -> list[types.Location] | None:
    """Where the places are that belong to the one that is asked about."""
    uri = params.text_document.uri
    analysis = await documents.current(uri)
    if analysis is None:
        return None
    targets = find(analysis, translation.point(params.position))
    return [types.Location(documents.open[uri].uri_of(file), translation.range_of(span)) for file, span in targets]
