import { listeners, tell } from "./lib/dom.js";
import { remember } from "./lib/memory.js";

// Changes the look at once, then keeps the choice: in the account, or in this browser while signed out.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    this.listening.on(this, "submit", (event) => this.choose(event));
    this.listening.on(document, "theme-changed", () => this.show());
    this.show();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  choose(event) {
    event.preventDefault();
    const theme = event.submitter.value;
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("theme-changed"));
    remember("theme", theme);
    if (event.target.dataset.kept === "account") this.keep(event.target, event.submitter);
  }

  async keep(form, submitter) {
    const body = new FormData(form, submitter);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
    } catch {
      tell({ level: "warning", text: "The look is changed here, but could not be kept for your account." });
    }
  }

  show() {
    const theme = document.documentElement.dataset.theme;
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
