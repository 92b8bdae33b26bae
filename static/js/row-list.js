import { isTyping, listeners } from "./lib/dom.js";
import { rowAfterKey } from "./lib/rows.js";

// The rows of a long list: walked through and acted on by keys, and ticked many at once.
class RowList extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    on(document, "keydown", (event) => this.hearKey(event));
    on(this, "change", (event) => this.ticked(event.target));
    on(this, "keydown", (event) => this.hearEnter(event));
    on(this, "htmx:load", () => this.count());
    this.count();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  get rows() {
    return [...this.querySelectorAll("[data-entry]")];
  }

  get boxes() {
    return [...this.querySelectorAll("[data-select]")];
  }

  get current() {
    return document.activeElement?.closest?.("[data-entry]") ?? null;
  }

  hearKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") || isTypingText(event.target)) return;
    const row = rowAfterKey(event.key, this.rows, this.current);
    if (row) this.goTo(row);
    else if (!this.act(event)) return;
    event.preventDefault();
  }

  // A form of several parts is else sent by the first of its buttons.
  hearEnter(event) {
    const button = event.target.closest("[data-part]")?.querySelector("[data-usual]");
    if (event.key !== "Enter" || event.isComposing || !button || event.target.type !== "text") return;
    event.preventDefault();
    button.click();
  }

  goTo(row) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  act({ key, target }) {
    if (key === "/") return this.search();
    const row = this.current;
    if (!row) return false;
    if (key === "Enter") return target === row && press(row, "[data-play]");
    if (key === "f") return press(row, "[data-favourite]");
    if (key === "x") return press(row, "[data-select]");
    if (key === "Delete") return this.remove(row);
    return false;
  }

  search() {
    const field = document.getElementById(this.dataset.search);
    field?.focus();
    return Boolean(field);
  }

  // The next row has the focus afterwards: deleting goes on from there.
  remove(row) {
    const next = row.nextElementSibling?.matches("[data-entry]") ? row.nextElementSibling : row.previousElementSibling;
    if (!press(row, "[data-delete]")) return false;
    if (next?.matches("[data-entry]")) this.goTo(next);
    return true;
  }

  ticked(box) {
    if (box.matches("[data-select-all]")) for (const each of this.boxes) each.checked = box.checked;
    this.count();
  }

  count() {
    const chosen = this.boxes.filter((box) => box.checked).length;
    for (const label of this.querySelectorAll("[data-chosen]")) label.textContent = chosen ? ` ${chosen}` : "";
    for (const button of this.querySelectorAll("[data-act]")) button.disabled = !chosen;
  }
}

// A ticked box is no text: keys go on working there.
function isTypingText(element) {
  return isTyping(element) && element.type !== "checkbox";
}

function press(row, selector) {
  const button = row.querySelector(selector);
  button?.click();
  return Boolean(button);
}

customElements.define("row-list", RowList);
