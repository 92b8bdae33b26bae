import { recall, remember } from "./memory.js";

// What one person has typed and not yet sent, in this browser.
export function draftOf(person) {
  return recall(`draft.${person}`, "");
}

export function keepDraft(person, text) {
  remember(`draft.${person}`, text);
}
