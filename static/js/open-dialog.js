import { listeners } from "./lib/dom.js";

// A link that opens a dialog of its page: `<open-dialog data-dialog="id"><a href="…">`. Without scripts it goes
// to the page that has the same form.
class OpenDialog extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    // Capturing: before HTMX hears of the click, and travels.
    on(this, "click", (event) => this.open(event), { capture: true });
    on(this.dialog, "click", ({ target }) => {
      if (target === this.dialog || target.closest("[data-close-dialog]")) this.dialog.close();
    });
  }

  disconnectedCallback() {
    this.listening.end();
  }

  get dialog() {
    return document.getElementById(this.dataset.dialog);
  }

  open(event) {
    event.preventDefault();
    event.stopPropagation();
    this.dialog.showModal();
  }
}

customElements.define("open-dialog", OpenDialog);
