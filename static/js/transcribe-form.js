import { listeners } from "./lib/dom.js";

// A refused form comes back without its files: they are put in again, above all a recording.
let unsent = [];

class TranscribeForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.zone = this.querySelector("drop-zone");
    customElements.upgrade(this.zone); // in a page that comes by HTMX, what is inside is upgraded later
    this.listening = listeners();
    const { on } = this.listening;
    on(this, "keydown", (event) => this.hearKey(event));
    // Capturing: before HTMX hears of the submit.
    on(this, "submit", (event) => this.takeRecordingAlong(event), { capture: true });
    on(this, "htmx:beforeRequest", () => this.sending());
    on(document, "click", (event) => event.target.closest("[data-choose-files]") && this.input.click());
    if ("refused" in this.dataset && unsent.length) this.put(unsent);
    unsent = [];
  }

  disconnectedCallback() {
    this.listening.end();
  }

  get input() {
    return this.form.elements.file;
  }

  get isSending() {
    return this.form.classList.contains("htmx-request");
  }

  // The answer replaces this form and the recorder in it: what is being said ends here, and is sent as well.
  takeRecordingAlong(event) {
    const recorder = this.querySelector("mic-recorder");
    if (!recorder.isRecording) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    recorder.finish();
  }

  sending() {
    unsent = [...this.input.files];
    for (const error of this.querySelectorAll(".field__error:not([data-problem]), .notice")) error.remove();
  }

  put(files) {
    this.zone.choose(files);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  recorded(file) {
    const chosen = [...this.input.files];
    this.form.elements.is_recording.disabled = chosen.length > 0;
    this.put([...chosen, file]);
    this.form.requestSubmit();
  }

  hearKey(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    const button = this.querySelector("[data-go]");
    if (!button.disabled) this.form.requestSubmit(button);
  }
}

customElements.define("transcribe-form", TranscribeForm);
