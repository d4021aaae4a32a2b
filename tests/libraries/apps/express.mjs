// A small real application: people log in, are recognised, and log out. The session store is the one under test.
//
// node express.mjs STORE OPTIONS: options are the store's own, as JSON. Prints the port when it listens.
import { createRequire } from "node:module";
import express from "express";
import session from "express-session";

const require = createRequire(import.meta.url);
const endpoint = process.env.AWS_ENDPOINT_URL;
const region = process.env.AWS_DEFAULT_REGION;
const [, , store, optionsJson] = process.argv;
const options = JSON.parse(optionsJson);

function client() {
  const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
  return new DynamoDBClient({ endpoint, region });
}

const stores = {
  "connect-dynamodb": () => {
    const DynamoDBStore = require("connect-dynamodb")(session);
    return new DynamoDBStore({ ...options, client: client() });
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
    cookie: { maxAge: Number(process.env.MAX_AGE_MS ?? 3600_000) },
  }),
);
app.get("/login/:user", (request, response) => {
  request.session.user = request.params.user;
  response.json({ user: request.session.user });
});
app.get("/me", (request, response) => response.json({ user: request.session.user ?? null }));
app.get("/logout", (request, response, next) =>
  request.session.destroy((error) => (error ? next(error) : response.json({ user: null }))),
);
app.use((error, request, response, next) => response.status(500).json({ error: error.name, message: error.message }));

const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
