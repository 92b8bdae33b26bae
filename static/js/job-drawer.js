import { listeners, tell } from "./lib/dom.js";
import { recall, remember } from "./lib/memory.js";

const ACTIVE = ".tray__job--queued, .tray__job--running";

// Unfolds the tray while something is under way, unless the person wants it folded; says what has ended.
class JobDrawer extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.active = new Set();
    this.listening = listeners();
    const { on } = this.listening;
    on(this.querySelector("summary"), "click", () => remember("drawer", this.details.open ? "folded" : "open"));
    on(this, "htmx:load", () => this.look());
    this.sizes = new ResizeObserver(() => this.makeRoom());
    this.sizes.observe(this.details);
    this.details.open = false;
    this.look();
  }

  disconnectedCallback() {
    this.listening.end();
    this.sizes.disconnect();
  }

  // The page ends above it, unfolded too, so that nothing at its end lies under it for good.
  makeRoom() {
    document.body.style.setProperty("--drawer-height", `${this.details.offsetHeight}px`);
  }

  look() {
    const active = [...this.querySelectorAll(ACTIVE)].map((job) => job.id);
    if (active.length && !this.active.size) this.unfold();
    this.count(active.length);
    const ended = [...this.active].filter((id) => !active.includes(id));
    this.active = new Set(active);
    ended.forEach((id) => this.sayEnded(id));
  }

  unfold() {
    // A phone has no room for it beside the page.
    const usual = matchMedia("(max-width: 640px)").matches ? "folded" : "open";
    if (recall("drawer", usual) === "open") this.details.open = true;
  }

  count(active) {
    const badge = this.querySelector("[data-count]");
    const ended = this.querySelectorAll(".tray__job").length;
    badge.textContent = active ? `${active} under way` : `${ended} ended`;
    badge.classList.toggle("badge--accent", active > 0);
    badge.hidden = !active && !ended;
  }

  sayEnded(id) {
    const job = this.querySelector(`#${CSS.escape(id)}`);
    const title = job?.querySelector(".tray__title").textContent.trim();
    if (job?.matches(".tray__job--done")) tell({ level: "success", text: `Done: ${title}` });
    if (job?.matches(".tray__job--failed")) tell({ level: "error", text: `Failed: ${title}. The jobs tray says why.` });
    document.body.dispatchEvent(new CustomEvent("job-ended", { bubbles: true }));
  }
}

customElements.define("job-drawer", JobDrawer);
