// Speak, and the text appears sentence by sentence. One button starts and stops it; so does Escape.

import { meterOf } from "./lib/live.js";
import { listeners } from "./lib/dom.js";
import { LiveConnection } from "./live/connection.js";
import { Microphone, MicrophoneError } from "./live/microphone.js";

const LABELS = { idle: "Start speaking", opening: "Opening…", live: "Stop", finishing: "Hearing the last words…" };

class LiveDictation extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    on(this.part("toggle"), "click", () => this.toggle());
    on(this.part("clear"), "click", () => this.clear());
    on(this, "keydown", (event) => event.key === "Escape" && this.state === "live" && this.stop());
    on(window, "pagehide", () => this.end());
    this.show("idle");
  }

  disconnectedCallback() {
    this.listening.end();
    this.end();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  toggle() {
    if (this.state === "live") return this.stop();
    if (this.state === "idle") return this.start();
  }

  async start() {
    this.show("opening");
    this.tell("");
    try {
      await this.open();
      this.show("live");
    } catch (error) {
      this.end();
      this.tell(error instanceof MicrophoneError || error.message ? error.message : "This did not work. Try again.");
      this.show("idle");
    }
  }

  async open() {
    const microphone = new Microphone({
      worklet: this.dataset.worklet,
      onPiece: (data) => this.heard(data),
      onEnded: () => this.stop(),
    });
    this.microphone = microphone;
    this.connection = new LiveConnection({
      path: this.dataset.address,
      onSentence: (sentence) => this.write(sentence),
      onProblem: (text) => this.tell(text),
      onClosed: () => this.lost(),
    });
    await microphone.open();
    await this.connection.open({
      rateHz: microphone.rateHz,
      language: this.chosen("languageFrom"),
      model: this.chosen("modelFrom"),
    });
  }

  // The page's form may have fields for these: what they say now is what counts.
  chosen(name) {
    const selector = this.dataset[name];
    return (selector && document.querySelector(selector)?.value) || "";
  }

  heard({ piece, loudness }) {
    this.part("level").value = meterOf(loudness);
    if (this.state === "live" || this.state === "draining") this.connection.sound(piece);
  }

  async stop() {
    if (this.state !== "live") return;
    this.show("draining");
    await this.microphone.drain();
    this.microphone.close();
    this.show("finishing");
    await this.connection.finish();
    this.end();
    this.show("idle");
  }

  lost() {
    if (this.state === "idle") return;
    this.end();
    this.tell(this.part("problem").textContent || "The connection was lost. What was heard is still here: start again to go on.");
    this.show("idle");
  }

  end() {
    this.microphone?.close();
    this.connection?.close();
    this.settle();
  }

  // Whoever leaves in the middle of a sentence keeps what was heard of it.
  settle() {
    for (const line of this.querySelectorAll(".live__sentence.is-current")) {
      line.classList.remove("is-current");
      if (!line.textContent.trim()) line.remove();
    }
  }

  write(sentence) {
    const line = this.lineOf(sentence.id);
    line.textContent = sentence.problem ? `${sentence.text} (${sentence.problem})`.trim() : sentence.text;
    line.classList.toggle("is-current", !sentence.isDone);
    line.classList.toggle("is-failed", Boolean(sentence.problem));
    if (sentence.isDone && !line.textContent) line.remove(); // a noise, no words
    this.changed();
  }

  lineOf(id) {
    const said = this.part("said");
    const known = [...said.children].find((line) => line.dataset.id === id);
    if (known) return known;
    const line = document.createElement("p");
    line.className = "live__sentence";
    line.dataset.id = id;
    said.append(line);
    return line;
  }

  get text() {
    const lines = [...this.part("said").children].filter((line) => !line.classList.contains("is-failed"));
    return lines.map((line) => line.textContent.trim()).filter(Boolean).join("\n");
  }

  changed() {
    const { text } = this;
    this.querySelector("copy-button").dataset.copy = text;
    this.part("after").hidden = !text;
    this.part("hint").hidden = Boolean(this.part("said").children.length);
    this.dispatchEvent(new CustomEvent("live-text", { bubbles: true, detail: { text } }));
  }

  clear() {
    for (const line of this.querySelectorAll(".live__sentence:not(.is-current)")) line.remove();
    this.tell("");
    this.changed();
  }

  tell(text) {
    this.part("problem").textContent = text;
    this.part("problem").hidden = !text;
  }

  show(state) {
    this.state = state;
    this.dataset.state = state;
    const button = this.part("toggle");
    button.querySelector("[data-label]").textContent = LABELS[state] ?? LABELS.live;
    button.setAttribute("aria-pressed", String(state === "live"));
    // Not `disabled`: that would take the keyboard away from the button.
    button.setAttribute("aria-disabled", String(!["idle", "live"].includes(state)));
    this.part("level").hidden = state !== "live";
    if (state === "idle") this.part("level").value = 0;
    this.part("hint").hidden = Boolean(this.part("said").children.length);
  }
}

customElements.define("live-dictation", LiveDictation);
