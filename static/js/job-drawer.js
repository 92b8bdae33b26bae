import { listeners, tell } from "./lib/dom.js";
import { recall, remember } from "./lib/memory.js";

const ACTIVE = ".tray__job--queued, .tray__job--running";

// Folds and unfolds the tray, counts what is under way, and says when something is done.
class JobDrawer extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    const usual = matchMedia("(max-width: 640px)").matches ? "closed" : "open";
    this.details.open = recall("drawer", usual) === "open";
    this.active = new Set();
    this.listening = listeners();
    const { on } = this.listening;
    on(this.details, "toggle", () => remember("drawer", this.details.open ? "open" : "closed"));
    on(this, "htmx:load", () => this.look());
    this.look();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  look() {
    const active = [...this.querySelectorAll(ACTIVE)].map((job) => job.id);
    const count = this.querySelector("[data-count]");
    count.textContent = `${active.length} under way`;
    count.hidden = !active.length;
    for (const id of this.active) if (!active.includes(id)) this.sayDone(id);
    this.active = new Set(active);
  }

  sayDone(id) {
    const job = this.querySelector(`#${CSS.escape(id)}.tray__job--done`);
    if (job) tell({ level: "success", text: `Done: ${job.querySelector(".tray__title").textContent.trim()}` });
  }
}

customElements.define("job-drawer", JobDrawer);
