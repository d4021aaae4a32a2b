// Evaluates the expressions of a workflow with GitHub's own evaluator: JSON in on standard input, JSON out.
import { readFileSync } from "node:fs";
import { Evaluator, Lexer, Parser, data } from "@actions/expressions";

const { texts, condition, contexts, failed } = JSON.parse(readFileSync(0, "utf8"));
const dictionary = JSON.parse(JSON.stringify(contexts), data.reviver);
const status = { always: true, cancelled: false, failure: failed, success: !failed };
const functions = new Map(
  Object.entries(status).map(([name, value]) => [
    name,
    { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) },
  ]),
);

function evaluate(text) {
  const tokens = new Lexer(text).lex().tokens;
  const parsed = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse();
  return new Evaluator(parsed, dictionary, functions).evaluate();
}

const isTrue = (value) => !["", "0", "false", "NaN"].includes(value.coerceString());
const inner = (text) => text.replace(/^\$\{\{(.*)\}\}$/s, "$1");
const filled = Object.fromEntries(
  Object.entries(texts).map(([name, text]) => [
    name,
    text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression).coerceString()),
  ]),
);
// A condition that asks for no status holds only where everything before it went well.
const asksStatus = /\b(always|cancelled|failure|success)\s*\(/.test(condition);
const runs = isTrue(evaluate(inner(condition))) && (asksStatus || !failed);
process.stdout.write(JSON.stringify({ texts: filled, runs }));
