import { readStretch } from "./lib/comparing.js";
import { listeners } from "./lib/dom.js";
import { formatClock } from "./lib/time.js";
import { sentenceFor } from "./lib/toasts.js";
import { Comparison } from "./player/comparison.js";

const SETTLED_MS = 500;
const UNREACHABLE = "The server can't be reached. Try again when the connection is back.";

// The rack's chain on a clip: with and without. What is changed while it plays is heard a moment later.
class EffectsAb extends HTMLElement {
  connectedCallback() {
    this.rack = this.closest("effects-rack");
    this.sound = new Comparison(() => this.show());
    // How often what is to be heard was changed, and after how many of the changes it was fetched.
    [this.changes, this.loaded] = [0, null];
    this.listening = listeners();
    const { on } = this.listening;
    on(this, "click", (event) => this.press(event.target.closest("button")));
    on(this.part("clip"), "change", () => this.outdate());
    on(this.rack, "effects-changed", () => this.outdate());
    // There is a newer one to hear it on.
    on(document, "take-started", () => (this.changes += 1));
    on(document.querySelector("voice-player audio") ?? this, "play", () => this.sound.isPlaying && this.sound.pause());
  }

  disconnectedCallback() {
    this.listening.end();
    clearTimeout(this.waiting);
    cancelAnimationFrame(this.frame);
    this.asking?.abort();
    this.sound.close();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  press(button) {
    if (!button) return;
    if ("hear" in button.dataset) this.toggle();
    else if (button.dataset.which) this.choose(button.dataset.which);
  }

  async toggle() {
    if (this.sound.isPlaying) return this.sound.pause();
    document.querySelector("voice-player audio")?.pause();
    // Only a press may make a sound: opened before anything is waited for.
    this.sound.context.resume();
    if (await this.ready()) this.sound.play();
    return undefined;
  }

  choose(which) {
    for (const button of this.querySelectorAll("[data-which]")) {
      button.setAttribute("aria-pressed", String(button.dataset.which === which));
    }
    this.sound.choose(which);
  }

  outdate() {
    this.changes += 1;
    clearTimeout(this.waiting);
    if (this.sound.isPlaying) this.waiting = setTimeout(() => this.ready(), SETTLED_MS);
  }

  // Whether there is something to play. One question at a time: an older one is called off.
  async ready() {
    if (this.loaded === this.changes) return true;
    const { changes } = this;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.busy(true);
    this.complain("");
    try {
      this.sound.load(await this.fetchBoth(asking.signal));
      this.loaded = changes;
    } catch (error) {
      if (asking.signal.aborted) return false;
      this.complain(error.told ?? UNREACHABLE);
    }
    this.busy(false);
    // Something was changed on the way: that is what is to be heard.
    return this.loaded === changes && (changes === this.changes || this.ready());
  }

  async fetchBoth(signal) {
    const chosen = await this.fetchOne(this.rack.chain, this.part("clip").value, signal);
    const without = await this.fetchOne([], chosen.clip, signal);
    const [withEffects, plain] = [await this.sound.decode(chosen.data), await this.sound.decode(without.data)];
    return { withEffects, without: plain, stretch: readStretch(chosen.stretch, plain.duration) };
  }

  async fetchOne(chain, clip, signal) {
    const body = new URLSearchParams({ effects: JSON.stringify(chain), clip });
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    const answer = await fetch(this.dataset.url, { method: "POST", body, headers, signal });
    if (!answer.ok) throw Object.assign(new Error("refused"), { told: sentenceFor(answer.status, await answer.text()) });
    const data = await answer.arrayBuffer();
    return { data, clip: answer.headers.get("X-Clip"), stretch: answer.headers.get("X-Stretch") };
  }

  busy(isBusy) {
    this.part("hear").setAttribute("aria-busy", String(isBusy));
    this.part("hear").disabled = isBusy;
  }

  complain(sentence) {
    this.part("trouble").textContent = sentence;
    this.part("trouble").hidden = !sentence;
  }

  show() {
    const { isPlaying } = this.sound;
    this.part("hear").dataset.state = isPlaying ? "playing" : "idle";
    this.part("hear-label").textContent = isPlaying ? "Pause" : "Preview";
    this.part("time").hidden = !isPlaying && !this.sound.at;
    this.follow();
  }

  follow() {
    cancelAnimationFrame(this.frame);
    const whole = this.sound.sounds?.without.duration ?? 0;
    this.part("time").textContent = `${formatClock(this.sound.position)} / ${formatClock(whole)}`;
    if (this.sound.isPlaying) this.frame = requestAnimationFrame(() => this.follow());
  }
}

customElements.define("effects-ab", EffectsAb);
