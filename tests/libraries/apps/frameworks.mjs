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

// What Mastra does with its storage for the memory of an agent and for workflows.
export async function mastra(store) {
  await store.init();
  const { memory, workflows } = store.stores;
  const now = () => new Date();
  return {
    start: async (id, resourceId) => {
      await memory.saveThread({ thread: { id, resourceId, title: id, createdAt: now(), updatedAt: now() } });
    },
    say: async (threadId, id, text) => {
      const content = { format: 2, parts: [{ type: "text", text }] };
      const message = { id, threadId, resourceId: "ann", role: "user", type: "v2", content, createdAt: now() };
      await memory.saveMessages({ messages: [message] });
    },
    thread: async (threadId) => (await memory.getThreadById({ threadId }))?.id ?? null,
    threads: async (resourceId) => (await memory.listThreads({ filter: { resourceId } })).threads.map(({ id }) => id),
    messages: async (threadId) =>
      (await memory.listMessages({ threadId })).messages.map(({ content }) => content.parts[0].text),
    end: (threadId) => memory.deleteThread({ threadId }),
    persist: (workflowName, runId) =>
      workflows.persistWorkflowSnapshot({ workflowName, runId, snapshot: { runId, status: "running" } }),
    run: async (runId) => (await workflows.getWorkflowRunById({ runId }))?.workflowName ?? null,
    finish: (workflowName, runId) => workflows.deleteWorkflowRunById({ workflowName, runId }),
  };
}

// The store as the session provider of AdonisJS makes it from the application's config/session.ts.
export async function adonis(config) {
  const resolved = await config.resolver();
  return resolved.stores.dynamodb(undefined, resolved);
}
