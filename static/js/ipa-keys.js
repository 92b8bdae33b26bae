import { insertAt } from "./lib/insert.js";
import { listeners } from "./lib/dom.js";

const SAID = "input[name=said]";

// Keys for signs that are on no keyboard. They write into the field that was last written in.
class IpaKeys extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    on(document, "focusin", ({ target }) => {
      if (target.matches?.(SAID)) this.field = target;
    });
    // A press must not take the cursor out of the field.
    on(this, "pointerdown", (event) => event.target.closest("[data-sign]") && event.preventDefault());
    on(this, "click", (event) => this.press(event.target.closest("[data-sign]")));
  }

  disconnectedCallback() {
    this.listening.end();
  }

  press(key) {
    const field = this.field?.isConnected ? this.field : document.querySelector(SAID);
    if (!key || !field) return;
    const { value, place } = insertAt(field.value, key.dataset.sign, field.selectionStart, field.selectionEnd);
    field.value = value;
    field.setSelectionRange(place, place);
    const way = field.form.querySelector("input[name=way][value=ipa]");
    if (way) way.checked = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("ipa-keys", IpaKeys);
