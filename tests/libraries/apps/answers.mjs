// Answers calls of a storage: one JSON call a line on standard input, one JSON answer a line on standard output.
// {"$date": ...} stands for a Date, both ways.
import { createInterface } from "node:readline";

const revive = (_, value) => (value && typeof value === "object" && "$date" in value ? new Date(value.$date) : value);
function replace(key, value) {
  return this[key] instanceof Date ? { $date: this[key].toISOString() } : value;
}

export async function answer(target) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { call, args } = JSON.parse(line, revive);
    let answer;
    try {
      answer = { value: (await target[call](...args)) ?? null };
    } catch (error) {
      answer = { error: error.name, message: error.message };
    }
    console.log(JSON.stringify(answer, replace));
  }
}
