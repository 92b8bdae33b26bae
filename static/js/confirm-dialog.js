import { listeners } from "./lib/dom.js";

// Asks before a form with data-confirm is sent.
class ConfirmDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.confirmed = new WeakSet();
    this.listening = listeners();
    const { on } = this.listening;
    // Capturing: before HTMX hears of the submit.
    on(document, "submit", (event) => this.hold(event), { capture: true });
    on(this.querySelector("[data-yes]"), "click", () => this.dialog.close("yes"));
    on(this.querySelector("[data-no]"), "click", () => this.dialog.close("no"));
    on(this.dialog, "click", (event) => event.target === this.dialog && this.dialog.close("no"));
  }

  disconnectedCallback() {
    this.listening.end();
  }

  async hold(event) {
    const form = event.target;
    if (!form.dataset.confirm || this.confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (!(await this.ask(form.dataset))) return;
    this.confirmed.add(form);
    form.requestSubmit(submitter);
  }

  ask({ confirm, confirmText = "", confirmLabel = "Yes", confirmTone = "" }) {
    const yes = this.querySelector("[data-yes]");
    this.querySelector("[data-title]").textContent = confirm;
    this.querySelector("[data-text]").textContent = confirmText;
    this.querySelector("[data-text]").hidden = !confirmText;
    yes.textContent = confirmLabel;
    yes.classList.toggle("button--danger", confirmTone === "danger");
    this.dialog.returnValue = "no";
    this.dialog.showModal();
    return new Promise((answer) => {
      this.dialog.addEventListener("close", () => answer(this.dialog.returnValue === "yes"), { once: true });
    });
  }
}

customElements.define("confirm-dialog", ConfirmDialog);
