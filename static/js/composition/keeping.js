import { historyOf, stepped } from "./history.js";

// What this browser keeps of a composition between two visits: its steps, and changes that were not saved yet.
// Storage may be switched off or full: then nothing is kept, and nothing breaks.
const DATABASE = "voicesite-compositions";
const STORE = "kept";
const MOST_KEPT = 30;

function request(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function open() {
  const asked = indexedDB.open(DATABASE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
  return request(asked);
}

async function inStore(mode, act) {
  let database = null;
  try {
    database = await open();
    return await act(database.transaction(STORE, mode).objectStore(STORE));
  } catch {
    return null; // See above.
  } finally {
    database?.close();
  }
}

export function recallKept(id) {
  return inStore("readonly", (store) => request(store.get(id)));
}

// Where another tab kept a newer revision, what this one has not saved lies beside it.
export const mineOf = (id) => `${id} mine`;

export function keep(entry) {
  return inStore("readwrite", async (store) => {
    const there = await request(store.get(entry.id));
    const isOlder = Boolean(there && there.revision > entry.revision);
    if (isOlder && !entry.isDirty) return;
    const id = isOlder ? mineOf(entry.id) : entry.id;
    await request(store.put({ ...entry, id, keptAt: Date.now() }));
    const all = await request(store.getAll());
    const oldest = all.sort((one, other) => other.keptAt - one.keptAt).slice(MOST_KEPT);
    for (const { id } of oldest) store.delete(id);
  });
}

export function forget(id) {
  return inStore("readwrite", (store) => request(store.delete(id)));
}

// How to go on: `kept` as this browser left it, `server` as it is now: `{ document, revision, rateHz }`.
// `mine` is there where both went on, each its own way.
export function resumed(kept, server) {
  const fresh = { history: historyOf(server.document), isDirty: false, mine: null };
  if (!kept?.history) return fresh;
  const isSame = same(kept.history.present, server.document);
  if (kept.rateHz !== server.rateHz) return { ...fresh, mine: kept.isDirty && !isSame ? kept.history.present : null };
  if (kept.revision === server.revision || isSame) return { history: kept.history, isDirty: !isSame, mine: null };
  const history = stepped(kept.history, server.document, { label: "Changes made elsewhere" });
  return { history, isDirty: false, mine: kept.isDirty ? kept.history.present : null };
}

export function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}
