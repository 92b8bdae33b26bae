import { listeners } from "./lib/dom.js";

// A details that is a menu: it closes behind a choice, a click elsewhere and Escape.
class DropMenu extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.listening = listeners();
    const { on } = this.listening;
    on(document, "click", (event) => {
      if (!this.contains(event.target) || event.target.closest("a, [data-closes]")) this.details.open = false;
    });
    on(this, "keydown", (event) => {
      if (event.key !== "Escape" || !this.details.open) return;
      this.details.open = false;
      this.querySelector("summary").focus();
    });
  }

  disconnectedCallback() {
    this.listening.end();
  }
}

customElements.define("drop-menu", DropMenu);
