import { listeners } from "./lib/dom.js";
import { sentenceFor } from "./lib/toasts.js";
import { VoiceSample } from "./player/voice-sample.js";

// Says a sentence as the form around it stands, without saving it.
class VoiceTry extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("[data-say]");
    this.problem = this.querySelector("[data-problem]");
    this.sample = new VoiceSample((playing) => this.mark(playing));
    this.listening = listeners();
    this.listening.on(this.button, "click", (event) => this.press(event));
  }

  disconnectedCallback() {
    this.listening.end();
    this.forget();
  }

  press(event) {
    event.preventDefault();
    if (this.asking || this.sample.playing) this.forget();
    else this.say();
  }

  async say() {
    const asking = (this.asking = new AbortController());
    this.button.setAttribute("aria-busy", "true");
    this.problem.hidden = true;
    try {
      const url = URL.createObjectURL(await this.spoken(asking.signal));
      if (this.asking !== asking) return URL.revokeObjectURL(url);
      this.url = url;
      await this.sample.toggle(url, url, () => this.refuse("The browser can't play this. Try again."));
    } catch (error) {
      if (error.name !== "AbortError") this.refuse(error.message);
    } finally {
      if (this.asking === asking) this.asking = null;
      if (!this.asking) this.button.removeAttribute("aria-busy");
    }
  }

  async spoken(signal) {
    const body = new FormData(this.closest("form"));
    body.delete("avatar");
    const headers = { Accept: "audio/mpeg, application/json" };
    const answer = await fetch(this.button.formAction, { method: "POST", body, headers, signal }).catch((error) => {
      if (error.name === "AbortError") throw error;
      throw new Error("The server can't be reached. Try again when the connection is back.");
    });
    if (!answer.ok) throw new Error(sentenceFor(answer.status, await answer.text()));
    return answer.blob();
  }

  refuse(sentence) {
    this.problem.textContent = sentence;
    this.problem.hidden = false;
  }

  forget() {
    this.asking?.abort();
    this.asking = null;
    this.button.removeAttribute("aria-busy");
    this.sample.stop();
  }

  mark(playing) {
    this.button.dataset.state = playing ? "playing" : "idle";
    if (!playing && this.url) URL.revokeObjectURL(this.url);
    if (!playing) this.url = null;
  }
}

customElements.define("voice-try", VoiceTry);
