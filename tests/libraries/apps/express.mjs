// A small real application. The session store is the one under test.
//
// node express.mjs STORE OPTIONS: options are the store's own, as JSON. Prints the port when it listens.
import { createRequire } from "node:module";
import express from "express";
import session from "express-session";
import { listen } from "./routes.mjs";

const require = createRequire(import.meta.url);
const endpoint = process.env.AWS_ENDPOINT_URL;
const region = process.env.AWS_DEFAULT_REGION;
const [, , store, optionsJson] = process.argv;
const options = JSON.parse(optionsJson);

const stores = {
  "connect-dynamodb": () => {
    const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
    const DynamoDBStore = require("connect-dynamodb")(session);
    return new DynamoDBStore({ ...options, client: new DynamoDBClient({ endpoint, region }) });
  },
  "dynamodb-store": () => {
    const DynamoDBStore = require("dynamodb-store").default ?? require("dynamodb-store");
    return new DynamoDBStore({ ...options, dynamoConfig: { endpoint, region } });
  },
};

const app = express();
app.use(
  session({
    store: stores[store](),
    secret: "a secret of the tests",
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 3600_000 },
  }),
);
listen(app);
