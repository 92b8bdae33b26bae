import { listeners } from "./lib/dom.js";
import { remember } from "./lib/memory.js";

class RailToggle extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    this.listening.on(this, "click", () => this.toggle());
    this.name();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  toggle() {
    const root = document.documentElement;
    root.dataset.rail = root.dataset.rail === "narrow" ? "wide" : "narrow";
    remember("rail", root.dataset.rail);
    this.name();
  }

  name() {
    const isNarrow = document.documentElement.dataset.rail === "narrow";
    const label = isNarrow ? "Unfold the navigation" : "Fold the navigation";
    this.querySelector("button").setAttribute("aria-label", label);
    this.querySelector("button").title = label;
  }
}

customElements.define("rail-toggle", RailToggle);
