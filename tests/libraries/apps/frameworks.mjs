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
