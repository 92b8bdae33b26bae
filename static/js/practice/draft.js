import { forget, recall, remember } from "../lib/memory.js";

// What is being written, kept over a reload of the page.
export class Draft {
  constructor(person) {
    this.name = `practice.${person}`;
  }

  keep(item, text) {
    if (text.trim()) remember(this.name, JSON.stringify({ item, text }));
    else this.drop();
  }

  drop() {
    forget(this.name);
  }

  get found() {
    try {
      const { item, text } = JSON.parse(recall(this.name, "{}"));
      return typeof item === "string" && typeof text === "string" ? { item, text } : null;
    } catch {
      return null;
    }
  }
}
