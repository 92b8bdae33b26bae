import { isHeard, trackOf } from "./document.js";
import { sendTo } from "./saving.js";

// What the server makes for a browser that has not its effects: stems of tracks and of the whole mix.
// A signature is all that decides how one sounds; a stem is heard as long as the document has its signature,
// and again where an undo brings that back.
const AFTER_MS = 1000;
const AGAIN_MS = 1500;
const LATER_MS = 6000;
const PASSING = new Set([0, 429, 502, 503, 504]); // the server is away or busy
const MASTER = "master";
const isOn = (effects) => effects.some((effect) => effect.enabled !== false);
const soundOf = (regions) => regions.map(({ id: _, name: __, source: ___, ...rest }) => rest);

// What has to be made, as `{ id, signature }`.
export function wetOf(document, rateHz) {
  const tracks = document.tracks.filter((track) => isHeard(document, track)).filter((track) => isWet(document, track));
  const wet = tracks.map((track) => ({ id: track.id, signature: signatureOf(document, track, rateHz) }));
  if (!isOn(document.master.effects) && document.master.target_lufs === null) return wet;
  const all = document.tracks.map(({ name: _, regions, ...track }) => ({ ...track, regions: soundOf(regions) }));
  return [...wet, { id: MASTER, signature: JSON.stringify([rateHz, document.master, all]) }];
}

function aboveOf(document, track) {
  const above = track.duck && trackOf(document, track.duck.under);
  return above && isHeard(document, above) ? above : null;
}

function isWet(document, track) {
  return isOn(track.effects) || aboveOf(document, track) !== null;
}

function signatureOf(document, track, rateHz) {
  const chain = [];
  for (let above = aboveOf(document, track); above; above = aboveOf(document, above)) {
    chain.push([above.volume, above.pan, above.effects, above.duck, soundOf(above.regions)]);
  }
  return JSON.stringify([rateHz, track.effects, chain.length ? track.duck : null, chain, soundOf(track.regions)]);
}

// Event "change": something is ready, or begun, or can't be made.
export class Frozen extends EventTarget {
  constructor({ url, rateHz, send = sendTo }) {
    super();
    Object.assign(this, { url, rateHz, send });
    this.made = new Map(); // signature -> { source, frames, gain }
    this.failed = new Map(); // signature -> sentence
    this.progress = new Map(); // signature -> 0 to 1
    this.wet = [];
  }

  // What there is of it for this document.
  get there() {
    const found = this.wet.map(({ id, signature }) => [id, this.made.get(signature)]).filter(([, stem]) => stem);
    const { [MASTER]: master = null, ...tracks } = Object.fromEntries(found);
    return { tracks, master };
  }

  get missing() {
    return this.wet.filter(({ signature }) => !this.made.has(signature) && !this.failed.has(signature));
  }

  changed(document) {
    this.document = document;
    this.wet = wetOf(document, this.rateHz);
    clearTimeout(this.timer);
    if (this.missing.length) this.timer = setTimeout(() => this.ask(), AFTER_MS);
    this.tell();
  }

  // It was made, and is gone since: the server keeps only so much.
  forget(source) {
    for (const [signature, stem] of this.made) if (stem.source === source) this.made.delete(signature);
    this.changed(this.document);
  }

  stop() {
    clearTimeout(this.timer);
  }

  async ask() {
    clearTimeout(this.timer);
    if (this.isAsking) return;
    this.isAsking = true;
    const { wet } = this;
    const answer = await this.send(this.url, { method: "POST", body: { timeline: this.document } });
    this.isAsking = false;
    if (answer.ok) for (const one of wet) this.hear(one, one.id === MASTER ? answer.json.master : answer.json.tracks[one.id]);
    else if (!PASSING.has(answer.status)) for (const { signature } of wet) this.failed.set(signature, answer.sentence);
    if (this.missing.length) this.timer = setTimeout(() => this.ask(), answer.ok ? AGAIN_MS : LATER_MS);
    this.tell();
  }

  hear({ signature }, state) {
    if (!state) return;
    this.progress.set(signature, state.progress ?? 0);
    if (state.state === "ready") this.made.set(signature, state);
    else if (state.state === "failed") this.failed.set(signature, state.message);
  }

  // A sentence, or "" where all is heard as it will be.
  get news() {
    const named = ({ id }) => (id === MASTER ? "the whole mix" : `“${trackOf(this.document, id)?.name || "a track"}”`);
    const failed = this.wet.find(({ signature }) => this.failed.has(signature));
    if (failed) return `The effects of ${named(failed)} can't be heard here: ${this.failed.get(failed.signature)}`;
    const [first, ...others] = this.missing;
    if (!first) return "";
    const more = others.length ? ` and ${others.length} more` : "";
    const share = Math.round(100 * (this.progress.get(first.signature) ?? 0));
    return `Effects of ${named(first)}${more} are being made${share ? ` (${share} %)` : ""}. Until then you hear it without.`;
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}
