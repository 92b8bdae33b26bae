import { listeners } from "./lib/dom.js";
import { secondsOf, shares, trimmed } from "./lib/trimming.js";

// One sample of a voice: handles over its waveform and the fields beside them, which are what is sent.
class SampleCard extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    // Its text would be replaced by what was heard: not while somebody writes.
    on(this, "htmx:beforeRequest", (event) => this.hold(event));
    on(this, "htmx:beforeSwap", (event) => this.leave(event));
    this.form = this.part("trim");
    if (!this.form) return;
    for (const edge of ["start", "end"]) {
      this.part(`${edge}-handle`).hidden = false;
      on(this.part(`${edge}-handle`), "input", (event) => this.drag(edge, event.target.valueAsNumber));
      on(this.part(`${edge}-handle`), "change", () => this.offerSaving());
      on(this.part(edge), "input", () => this.show());
    }
    this.show();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  get place() {
    const duration = Number(this.form.dataset.duration);
    const start = secondsOf(this.part("start").value, 0);
    return { start, end: secondsOf(this.part("end").value, duration), duration };
  }

  drag(edge, seconds) {
    const place = trimmed({ ...this.place, [edge]: seconds }, edge);
    this.part(edge).value = place[edge];
    this.show();
  }

  show() {
    const { start, end } = this.place;
    const { before, after } = shares(this.place);
    this.part("before").style.inlineSize = `${100 * before}%`;
    this.part("after").style.inlineSize = `${100 * after}%`;
    this.part("start-handle").value = start;
    this.part("end-handle").value = end;
  }

  offerSaving() {
    this.part("save").classList.add("button--primary");
  }

  get isWritten() {
    const text = this.part("transcript");
    return Boolean(text) && (text.value !== text.defaultValue || text === document.activeElement);
  }

  hold(event) {
    if (event.target.closest("[data-hearing]") && this.isWritten) event.preventDefault();
  }

  // Somebody may have begun while the answer was on its way. Another question comes by itself.
  leave(event) {
    if (event.detail.requestConfig.elt.closest("[data-hearing]") && this.isWritten) event.detail.shouldSwap = false;
  }
}

customElements.define("sample-card", SampleCard);
