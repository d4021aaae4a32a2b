// Starts `sessionform lsp` for the declarations of a workspace. All that is said about them comes from there.
"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("sessionform");
  const [command, ...args] = settings.get("command");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const server = { command, args, transport: TransportKind.stdio, options: folder ? { cwd: folder } : {} };
  client = new LanguageClient("sessionform", "sessionform", server, {
    documentSelector: settings.get("files").map((pattern) => ({ scheme: "file", pattern })),
    initializationOptions: { base: settings.get("base") || null },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const hint = "Is it installed where VS Code looks? pip install 'sessionform[lsp]', or name it in sessionform.command.";
    vscode.window.showErrorMessage(`sessionform: \`${command}\` does not start: ${error.message ?? error}. ${hint}`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("sessionform.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("sessionform") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
