// Calls the session storage of a library, as the framework around it does.
//
// node calls.mjs STORAGE OPTIONS: options are the library's own, as JSON.
import { answer } from "./answers.mjs";
import { adonis, authJs, mastra, openAuth, remix, shopify } from "./frameworks.mjs";

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
    return authJs(DynamoDBAdapter(await documents(), options));
  },
  "shopify-session-storage-dynamodb": async () => {
    const { DynamoDBSessionStorage } = await import("@shopify/shopify-app-session-storage-dynamodb");
    return shopify(new DynamoDBSessionStorage({ ...options, config: {} }));
  },
  openauth: async () => {
    const { DynamoStorage } = await import("@openauthjs/openauth/storage/dynamo");
    return openAuth(DynamoStorage({ endpoint: process.env.AWS_ENDPOINT_URL, ...options }));
  },
  "adonisjs-session": async () => {
    const { defineConfig, stores } = await import("@adonisjs/session");
    const { age = "1h", ...table } = options;
    const dynamodb = stores.dynamodb({ clientConfig: {}, ...table });
    return adonis(defineConfig({ age, store: "dynamodb", stores: { dynamodb } }));
  },
  "mastra-dynamodb": async () => {
    const { DynamoDBStore } = await import("@mastra/dynamodb");
    const config = { endpoint: process.env.AWS_ENDPOINT_URL, ...options };
    return mastra(new DynamoDBStore({ name: "sessions", config }));
  },
  "react-router-architect": async () => architect(await import("@react-router/architect")),
  "remix-architect": async () => architect(await import("@remix-run/architect")),
};

async function architect({ createArcTableSessionStorage }) {
  const cookie = { name: "__session", secrets: ["a secret of the tests"], ...options.cookie };
  return remix(createArcTableSessionStorage({ ...options, cookie, table: await remixTable(options.table) }));
}

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

await answer(await storages[storage]());
