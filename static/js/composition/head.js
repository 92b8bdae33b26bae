import { moveTrack, setTrack } from "./document.js";
import { decibels } from "./gains.js";

// The middle of a fader is the sound as it is, its end four times that.
const LOUDEST = 4;
export const volumeAt = (position) => LOUDEST * position ** 2;
export const positionOf = (volume) => Math.sqrt(volume / LOUDEST);

export function volumeText(volume) {
  const db = decibels(volume);
  if (db === -Infinity) return "silent";
  return `${db > 0.05 ? "+" : ""}${(Math.round(db * 10) / 10 || 0).toFixed(1)} dB`;
}

export function panText(pan) {
  const percent = Math.round(Math.abs(pan) * 100);
  return percent === 0 ? "middle" : `${percent} % ${pan < 0 ? "left" : "right"}`;
}

// A track's name and controls beside its lane.
export class Head {
  constructor(timeline, element) {
    this.timeline = timeline;
    this.element = element;
    this.parts = Object.fromEntries(
      ["name", "mute", "solo", "volume", "pan", "up", "down", "remove", "volume-text", "pan-text"].map((name) => [
        name,
        element.querySelector(`[data-${name}]`),
      ]),
    );
    this.listen();
  }

  // The elements go with their lane, and these listeners with them.
  listen() {
    const { name, mute, solo, volume, pan, up, down, remove } = this.parts;
    const set = (fields, label, merge = null) =>
      this.timeline.apply((document) => setTrack(document, this.id, fields(document)), { label, merge });
    name.addEventListener("change", () => this.rename(name.value.trim()));
    name.addEventListener("keydown", (event) => this.hearNameKey(event));
    mute.addEventListener("click", () => set(() => ({ muted: !this.track.muted }), "Mute a track"));
    solo.addEventListener("click", () => set(() => ({ solo: !this.track.solo }), "Solo a track"));
    volume.addEventListener("input", () =>
      set(() => ({ volume: volumeAt(volume.valueAsNumber / 100) }), "Volume of a track", `volume ${this.id}`),
    );
    pan.addEventListener("input", () =>
      set(() => ({ pan: pan.valueAsNumber / 100 }), "Pan of a track", `pan ${this.id}`),
    );
    for (const slider of [volume, pan]) slider.addEventListener("change", () => this.timeline.settle());
    volume.addEventListener("dblclick", () => set(() => ({ volume: 1 }), "Volume of a track"));
    pan.addEventListener("dblclick", () => set(() => ({ pan: 0 }), "Pan of a track"));
    up.addEventListener("click", () => this.move(-1));
    down.addEventListener("click", () => this.move(1));
    remove.addEventListener("click", () => this.timeline.run("remove-track", { id: this.id }));
    this.element.addEventListener("focusin", () => this.timeline.select({ trackId: this.id }));
    this.element.addEventListener("pointerdown", () => this.timeline.select({ trackId: this.id }));
  }

  focus() {
    this.parts.name.focus();
    this.parts.name.select();
  }

  get id() {
    return this.track.id;
  }

  rename(name) {
    if (!name) this.parts.name.value = this.track.name;
    else this.timeline.apply((document) => setTrack(document, this.id, { name }), { label: "Rename a track" });
  }

  hearNameKey(event) {
    if (event.key === "Escape") this.parts.name.value = this.track.name;
    if (event.key === "Escape" || event.key === "Enter") this.parts.name.blur();
  }

  move(by) {
    const { tracks } = this.timeline.document;
    const to = tracks.findIndex((track) => track.id === this.id) + by;
    this.timeline.apply((document) => moveTrack(document, this.id, to), { label: "Move a track" });
    this.timeline.say(`${this.track.name} is track ${to + 1} of ${tracks.length}.`);
  }

  update(track, index, { tracks }) {
    const { parts } = this;
    this.track = track;
    const called = `track ${index + 1}, ${track.name}`;
    if (document.activeElement !== parts.name) parts.name.value = track.name;
    name(parts.name, `Name of track ${index + 1}`);
    press(parts.mute, track.muted, `Mute ${called}`);
    press(parts.solo, track.solo, `Solo ${called}`);
    slide(parts.volume, positionOf(track.volume) * 100, volumeText(track.volume), `Volume of ${called}`);
    slide(parts.pan, track.pan * 100, panText(track.pan), `Pan of ${called}`);
    parts["volume-text"].textContent = volumeText(track.volume);
    parts["pan-text"].textContent = panText(track.pan);
    parts.up.disabled = index === 0;
    parts.down.disabled = index === tracks.length - 1;
  }
}

function name(element, text) {
  element.setAttribute("aria-label", text);
}

function press(button, isPressed, text) {
  name(button, text);
  button.setAttribute("aria-pressed", String(isPressed));
}

function slide(slider, value, valueText, text) {
  name(slider, text);
  if (document.activeElement !== slider || Math.abs(slider.valueAsNumber - value) > 1) slider.value = value;
  slider.setAttribute("aria-valuetext", valueText);
  slider.title = valueText;
}
