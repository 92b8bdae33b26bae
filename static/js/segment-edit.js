import { listeners } from "./lib/dom.js";

// A line being corrected: Ctrl+Enter saves, Escape leaves it as it was, and the keyboard goes back to the line.
class SegmentEdit extends HTMLElement {
  connectedCallback() {
    this.lineId = this.closest(".segment").id;
    this.field = this.querySelector("textarea");
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    this.listening = listeners();
    this.listening.on(this, "keydown", (event) => this.hearKey(event));
  }

  disconnectedCallback() {
    this.listening.end();
    const { lineId } = this;
    requestAnimationFrame(() => document.getElementById(lineId)?.querySelector(".segment__edit")?.focus());
  }

  hearKey(event) {
    if (event.isComposing) return;
    const isSaving = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (isSaving) this.querySelector("form").requestSubmit();
    if (event.key === "Escape") this.querySelector("[data-cancel]").click();
    if (isSaving || event.key === "Escape") event.preventDefault();
  }
}

customElements.define("segment-edit", SegmentEdit);
