import { listeners } from "./lib/dom.js";

// The ways to a new sample: a file, or the microphone with a text to read.
class SampleForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.zone = this.querySelector("drop-zone");
    this.listening = listeners();
    const { on } = this.listening;
    on(this.form.elements.reading, "change", () => this.showText());
    on(this.form.elements.file, "change", () => this.noteChosen());
    // Capturing: before HTMX hears of the submit.
    on(this, "submit", (event) => this.takeRecordingAlong(event), { capture: true });
    this.showText();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  get isSending() {
    return this.form.classList.contains("htmx-request");
  }

  showText() {
    const chosen = this.form.elements.reading.value;
    for (const text of this.querySelectorAll("[data-text]")) text.hidden = text.dataset.text !== chosen;
  }

  // A file that was chosen was not read from the text that is shown.
  noteChosen() {
    if (!this.isTaking) this.form.elements.is_recording.disabled = true;
  }

  takeRecordingAlong(event) {
    const recorder = this.querySelector("mic-recorder");
    if (!recorder.isRecording) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    recorder.finish();
  }

  recorded(file) {
    this.isTaking = true;
    this.form.elements.is_recording.disabled = false;
    this.zone.choose([file]);
    this.form.elements.file.dispatchEvent(new Event("change", { bubbles: true }));
    this.isTaking = false;
    this.form.requestSubmit();
  }
}

customElements.define("sample-form", SampleForm);
