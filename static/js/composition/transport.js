import { listeners, tell, usesSpace } from "../lib/dom.js";
import { endOf, regionEnd, regionsOf } from "./document.js";
import { Frozen } from "./frozen.js";
import { decibels } from "./gains.js";
import { Meter, levelOf } from "./meter.js";
import { Sound } from "./sound.js";
import { Windows } from "./windows.js";

const NO_SOUND = "This browser can't play a composition. Render it: the file can be heard everywhere.";

// Plays the timeline of the page: buttons, clock, meters, and a stretch over and over.
class CompositionTransport extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    this.timeline = document.querySelector(this.dataset.timeline);
    for (const type of ["ready", "change"]) on(this.timeline, `composition:${type}`, ({ detail }) => this.take(detail));
    on(this.timeline, "composition:seek", ({ detail }) => this.seek(detail.frames));
    on(this, "click", (event) => this.press(event.target.closest("[data-act]")));
    on(document, "keydown", (event) => this.hearKey(event), { capture: true });
    on(document, "play", (event) => event.target.matches("voice-player audio") && this.sound?.isPlaying && this.sound.pause(), {
      capture: true,
    });
    this.meters = [...this.querySelectorAll("[data-meter]")];
    this.frame = 0;
    this.frozen = new Frozen({ url: this.dataset.frozenUrl, rateHz: Number(this.dataset.rateHz) });
    on(this.frozen, "change", () => this.refresh());
    if (this.timeline.dataset.state === "ready") this.take(this.timeline.document); // it was there before
  }

  disconnectedCallback() {
    this.listening.end();
    this.frozen.stop();
    this.sound?.close();
    cancelAnimationFrame(this.drawing);
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  get rateHz() {
    return this.timeline.sources?.rateHz ?? Number(this.dataset.rateHz);
  }

  take(changed) {
    this.document = changed;
    this.frozen.changed(changed);
  }

  // Something changed in what is to be heard.
  refresh() {
    this.sound?.set(this.document, { sources: this.timeline.sources, frozen: this.frozen.there });
    const { news } = this.frozen;
    this.part("news").textContent = news;
    this.part("news").hidden = !news;
  }

  // Only once somebody plays: a browser lets no page make sound before.
  begin() {
    const context = new AudioContext({ sampleRate: this.rateHz, latencyHint: "playback" });
    const windows = new Windows({
      url: this.dataset.soundUrl,
      rateHz: this.rateHz,
      onProblem: (source, sentence) => this.complain(source, sentence),
    });
    this.sound = new Sound({ context, windows, sources: this.timeline.sources });
    this.sound.rest = this.frame;
    this.sound.addEventListener("state", () => this.show());
    this.sound.addEventListener("ended", () => this.say("The end."));
    this.meter = new Meter(context, this.sound.graph.out);
    this.refresh();
    this.setLoop(this.loop ?? null);
  }

  complain(source, sentence) {
    if (source.startsWith("stem=")) this.frozen.forget(source);
    else tell({ level: "warning", text: `Part of this composition is silent. ${sentence}` });
  }

  press(button) {
    if (!button) return;
    const { act } = button.dataset;
    if (act === "play") this.toggle();
    else if (act === "stop") this.stop();
    else if (act === "start") this.goTo(0);
    else if (act === "end") this.goTo(endOf(this.document, this.timeline.sources));
    else if (act === "loop") this.toggleLoop();
    else if (act === "clip") this.meter.hasClipped = false;
  }

  toggle() {
    if (this.sound?.isPlaying) {
      this.sound.pause();
      return;
    }
    try {
      if (!this.sound || this.sound.rateHz !== this.rateHz) this.begin();
    } catch {
      tell({ level: "error", text: NO_SOUND });
      return;
    }
    document.querySelector("voice-player audio")?.pause();
    this.began = this.frame;
    this.sound.play(this.frame >= this.sound.end ? 0 : this.frame);
  }

  // Back to where it was begun.
  stop() {
    const back = this.sound?.isPlaying ? (this.began ?? 0) : 0;
    this.sound?.pause();
    this.goTo(back);
  }

  goTo(frames) {
    this.seek(frames);
    this.timeline.seek(frames);
  }

  seek(frames) {
    this.frame = frames;
    this.sound?.seek(frames);
  }

  // The chosen regions, over and over; without any, all of it.
  toggleLoop() {
    const stretch = this.loop ? null : this.stretch();
    this.setLoop(stretch);
    this.say(stretch ? "This stretch is played over and over." : "It is played once.");
  }

  stretch() {
    const { document: changed, timeline } = this;
    const { regionIds } = timeline.selection;
    const chosen = regionsOf(changed).filter((region) => !regionIds.length || regionIds.includes(region.id));
    if (!chosen.length) return null;
    return {
      from: Math.min(...chosen.map((region) => region.offset_frames)),
      to: Math.max(...chosen.map((region) => regionEnd(region, timeline.sources))),
    };
  }

  setLoop(loop) {
    this.loop = loop;
    this.sound?.setLoop(loop);
    this.querySelector("[data-act=loop]").setAttribute("aria-pressed", String(Boolean(loop)));
    this.timeline.dispatchEvent(new CustomEvent("composition:loop", { detail: { loop } }));
  }

  hearKey(event) {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (document.querySelector("dialog[open]")) return;
    if (usesSpace(event.target) && !this.timeline.contains(event.target.closest("[data-region]"))) return;
    event.preventDefault();
    event.stopPropagation();
    this.toggle();
  }

  show() {
    const { state, isPlaying } = this.sound;
    const button = this.querySelector("[data-act=play]");
    button.dataset.state = isPlaying ? "playing" : "paused";
    button.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
    button.setAttribute("aria-busy", String(state === "loading"));
    cancelAnimationFrame(this.drawing);
    this.drawnAt = performance.now();
    this.draw();
  }

  draw() {
    this.follow();
    const now = performance.now();
    const peaks = this.meter.read((now - this.drawnAt) / 1000);
    this.drawnAt = now;
    this.showLevels(peaks);
    const isQuiet = peaks.every((db) => levelOf(db) === 0);
    if (this.sound.isPlaying || !isQuiet) this.drawing = requestAnimationFrame(() => this.draw());
  }

  follow() {
    const { frame } = this.sound;
    if (frame === this.frame) return;
    this.frame = frame;
    this.timeline.dispatchEvent(new CustomEvent("composition:playhead", { detail: { frames: frame } }));
  }

  showLevels(peaks) {
    this.meters.forEach((meter, side) => (meter.value = levelOf(peaks[side])));
    this.part("clipped").hidden = !this.meter.hasClipped;
    const highest = Math.max(...peaks);
    this.part("peak").textContent = highest > decibels(0.001) ? `${highest.toFixed(1)} dB` : "";
  }

  say(text) {
    this.part("said").textContent = text;
  }
}

customElements.define("composition-transport", CompositionTransport);
