import { listeners, tell } from "./lib/dom.js";
import { VoiceSample } from "./player/voice-sample.js";

// A list of voices, each with a link to what it sounds like: one at a time is heard, here.
class VoiceSamples extends HTMLElement {
  connectedCallback() {
    this.sample = new VoiceSample((playing) => this.mark(playing));
    this.listening = listeners();
    this.listening.on(this, "click", (event) => this.press(event));
  }

  disconnectedCallback() {
    this.listening.end();
    this.sample.stop();
  }

  press(event) {
    const link = event.target.closest("a[data-hear]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const failed = () => tell({ level: "error", text: "This voice can't be heard just now. Try again in a moment." });
    this.sample.toggle(link.href, link.href, failed);
  }

  mark(playing) {
    for (const link of this.querySelectorAll("a[data-hear]")) {
      link.dataset.state = playing && link.href === playing ? "playing" : "idle";
    }
  }
}

customElements.define("voice-samples", VoiceSamples);
