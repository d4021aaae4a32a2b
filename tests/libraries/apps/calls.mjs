// Calls the session storage of a library, as the framework around it does: one JSON call a line on standard input,
// one JSON answer a line on standard output. {"$date": ...} stands for a Date, both ways.
//
// node calls.mjs STORAGE OPTIONS: options are the library's own, as JSON.
import { createInterface } from "node:readline";

const [, , storage, optionsJson] = process.argv;
const options = JSON.parse(optionsJson);

async function documents() {
  const { DynamoDB } = await import("@aws-sdk/client-dynamodb");
  const { DynamoDBDocument } = await import("@aws-sdk/lib-dynamodb");
  return DynamoDBDocument.from(new DynamoDB({}), {
    marshallOptions: { convertEmptyValues: true, removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
}

const storages = {
  "auth-js": async () => {
    const { DynamoDBAdapter } = await import("@auth/dynamodb-adapter");
    return DynamoDBAdapter(await documents(), options);
  },
  "shopify-session-storage-dynamodb": async () => {
    await import("@shopify/shopify-api/adapters/node");
    const { Session } = await import("@shopify/shopify-api");
    const { DynamoDBSessionStorage } = await import("@shopify/shopify-app-session-storage-dynamodb");
    const store = new DynamoDBSessionStorage({ ...options, config: {} });
    return {
      storeSession: (session) => store.storeSession(new Session(session)),
      loadSession: async (id) => (await store.loadSession(id))?.toObject(),
      deleteSession: (id) => store.deleteSession(id),
      findSessionsByShop: async (shop) => (await store.findSessionsByShop(shop)).map((session) => session.toObject()),
    };
  },
  "remix-architect": async () => {
    const { createArcTableSessionStorage } = await import("@remix-run/architect");
    const cookie = { name: "__session", secrets: ["a secret of the tests"], ...options.cookie };
    const sessions = createArcTableSessionStorage({ ...options, cookie, table: await remixTable(options.table) });
    const open = (header) => sessions.getSession(header);
    const kept = (setCookie) => setCookie.split(";")[0];
    return {
      login: async (user, header) => {
        const session = await open(header);
        session.set("user", user);
        return kept(await sessions.commitSession(session));
      },
      me: async (header) => (await open(header)).get("user") ?? null,
      touch: async (header) => kept(await sessions.commitSession(await open(header))),
      logout: async (header) => kept(await sessions.destroySession(await open(header))),
    };
  },
};

// The table by its Architect name, as it ships, or through an object, as for a table that Terraform made.
async function remixTable({ architect, TableName }) {
  if (architect) return architect;
  const client = await documents();
  return {
    get: async (Key) => (await client.get({ TableName, Key })).Item,
    put: async (Item) => client.put({ TableName, Item }),
    delete: async (Key) => client.delete({ TableName, Key }),
  };
}

const revive = (_, value) => (value && typeof value === "object" && "$date" in value ? new Date(value.$date) : value);
function replace(key, value) {
  return this[key] instanceof Date ? { $date: this[key].toISOString() } : value;
}

const target = await storages[storage]();
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
