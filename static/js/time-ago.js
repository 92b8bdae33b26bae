import { timeAgo } from "./lib/time.js";

// One clock for all of them.
const EVERY_MS = 30_000;
const shown = new Set();
let ticking = 0;

function tick() {
  for (const element of shown) element.show();
}

class TimeAgo extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time");
    if (!this.time) return;
    this.written ??= this.time.textContent;
    this.time.title = this.written;
    shown.add(this);
    ticking ||= setInterval(tick, EVERY_MS);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
    if (shown.size) return;
    clearInterval(ticking);
    ticking = 0;
  }

  show() {
    const then = Date.parse(this.time.dateTime);
    if (Number.isNaN(then)) return;
    this.time.textContent = timeAgo(then, Date.now(), document.documentElement.lang) ?? this.written;
  }
}

customElements.define("time-ago", TimeAgo);
