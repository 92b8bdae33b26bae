import { forget, recall, remember } from "./memory.js";

// Changes that did not reach the server, kept in this browser until they do.
const nameOf = (id) => `unsaved.${id}`;

export function keepUnsaved(id, { revision, pending }) {
  if (pending.length) remember(nameOf(id), JSON.stringify({ revision, pending }));
  else forget(nameOf(id));
}

export function unsavedOf(id) {
  try {
    const { revision, pending } = JSON.parse(recall(nameOf(id), "null")) ?? {};
    return Array.isArray(pending) && pending.length ? { revision, pending } : null;
  } catch {
    return null;
  }
}

// What was written in them, line by line: what a person would miss.
export function writtenIn(pending) {
  return pending
    .filter(({ fields }) => fields?.text?.trim())
    .map(({ key, fields }) => ({ key, speaker: fields.speaker ?? "", text: fields.text }));
}
