// What the frameworks do with a session storage, as calls.

export const authJs = (adapter) => adapter;

export async function shopify(store) {
  await import("@shopify/shopify-api/adapters/node");
  const { Session } = await import("@shopify/shopify-api");
  return {
    storeSession: (session) => store.storeSession(new Session(session)),
    loadSession: async (id) => (await store.loadSession(id))?.toObject(),
    deleteSession: (id) => store.deleteSession(id),
    findSessionsByShop: async (shop) => (await store.findSessionsByShop(shop)).map((session) => session.toObject()),
  };
}

export function remix(sessions) {
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
}

// What OpenAuth does with its storage: keys are lists, ends are dates.
export const openAuth = (storage) => ({
  get: (key) => storage.get(key),
  set: (key, value, end) => storage.set(key, value, end ?? undefined),
  remove: (key) => storage.remove(key),
  scan: async (prefix) => {
    const found = [];
    for await (const [key, value] of storage.scan(prefix)) found.push([key, value]);
    return found;
  },
});

// The store as the session provider of AdonisJS makes it from the application's config/session.ts.
export async function adonis(config) {
  const resolved = await config.resolver();
  return resolved.stores.dynamodb(undefined, resolved);
}
