import { fadePoints, panGains } from "./gains.js";

// The nodes between the sound and the ear: a part's fades and volume and pan, its track's, the master's.
const SMOOTHING_SECONDS = 0.012; // of a change while it is heard: less would click
const STOP_SECONDS = 0.008;
const RELEASE_MS = 100;

export class Graph {
  constructor(context) {
    this.context = context;
    this.out = stereoGain(context);
    this.master = stereoGain(context);
    this.master.connect(this.out);
    this.out.connect(context.destination);
    this.tracks = new Map();
  }

  // Volumes and pans as the document has them; `isHeard` is false where nothing plays yet.
  set(document, { isHeard = true } = {}) {
    change(this.master.gain, document.master.volume, this.context, isHeard);
    const there = new Set(document.tracks.map((track) => track.id));
    for (const id of [...this.tracks.keys()].filter((known) => !there.has(known))) this.remove(id);
    for (const track of document.tracks) this.track(track.id).set(track, isHeard);
  }

  remove(id) {
    this.tracks.get(id).output.disconnect();
    this.tracks.delete(id);
  }

  track(id) {
    if (!this.tracks.has(id)) {
      const panned = new Panned(this.context);
      panned.output.connect(this.master);
      this.tracks.set(id, panned);
    }
    return this.tracks.get(id);
  }

  // A part without a track is a whole mix: nothing is left to be done to it.
  inputOf(trackId) {
    return trackId === null ? this.out : this.track(trackId).input;
  }
}

// A gain for each side: a browser's own panner spreads stereo otherwise than the server's mix.
export class Panned {
  constructor(context) {
    this.context = context;
    this.input = stereoGain(context);
    this.output = context.createChannelMerger(2);
    const sides = context.createChannelSplitter(2);
    this.input.connect(sides);
    this.gains = [0, 1].map((side) => {
      const gain = context.createGain();
      sides.connect(gain, side);
      gain.connect(this.output, 0, side);
      return gain.gain;
    });
  }

  set({ volume, pan }, isHeard) {
    const sides = panGains(pan);
    this.gains.forEach((gain, side) => change(gain, volume * sides[side], this.context, isHeard));
  }
}

// One part while it plays: its pieces come one after the other, into its fades.
export class Voice {
  constructor(graph, part) {
    this.part = part;
    this.context = graph.context;
    this.fadeIn = stereoGain(this.context);
    this.fadeOut = stereoGain(this.context);
    this.panned = new Panned(this.context);
    this.panned.set(part, false);
    this.hasBegun = false;
    this.fadeIn.connect(this.fadeOut).connect(this.panned.input);
    this.panned.output.connect(graph.inputOf(part.trackId));
    this.playing = new Set();
  }

  set(part) {
    this.part = part;
    this.panned.set(part, true);
  }

  // `frame` of the timeline is heard at `seconds`.
  begin(frame, seconds) {
    const { part } = this;
    this.hasBegun = true;
    const rate = this.context.sampleRate;
    const played = frame - part.offset;
    fade(this.fadeIn.gain, { ...part.fadeIn, played, seconds, rate, isOut: false });
    fade(this.fadeOut.gain, { ...part.fadeOut, played: played - part.frames + part.fadeOut.frames, seconds, rate, isOut: true });
  }

  play(buffer, { at, skip, frames }, seconds) {
    if (!this.hasBegun) this.begin(at, seconds);
    if (!buffer || skip >= buffer.length) return;
    const rate = this.context.sampleRate;
    const node = new AudioBufferSourceNode(this.context, { buffer });
    node.connect(this.fadeIn);
    node.onended = () => this.playing.delete(node);
    this.playing.add(node);
    // To the end of its window it ends by itself: there its length can't be rounded.
    if (skip + frames >= buffer.length) node.start(seconds, skip / rate);
    else node.start(seconds, skip / rate, frames / rate);
  }

  stop() {
    change(this.fadeOut.gain, 0, this.context, true, STOP_SECONDS / 4);
    const until = this.context.currentTime + STOP_SECONDS;
    for (const node of this.playing) node.stop(until);
    setTimeout(() => this.release(), RELEASE_MS);
  }

  release() {
    this.panned.output.disconnect();
  }

  get isSilent() {
    return this.playing.size === 0;
  }
}

function stereoGain(context) {
  return new GainNode(context, { channelCount: 2, channelCountMode: "explicit" });
}

function change(param, value, context, isHeard, smoothing = SMOOTHING_SECONDS) {
  if (!isHeard) {
    param.value = value;
    return;
  }
  if (param.cancelAndHoldAtTime) param.cancelAndHoldAtTime(context.currentTime);
  else param.cancelScheduledValues(context.currentTime);
  param.setTargetAtTime(value, context.currentTime, smoothing);
}

// `played` frames of the fade are over at `seconds`; below zero it is still to come.
function fade(param, { frames, curve, played, seconds, rate, isOut }) {
  if (!frames || played >= frames) {
    param.value = frames && isOut ? 0 : 1;
    return;
  }
  const over = Math.max(played, 0);
  const begins = seconds + Math.max(-played, 0) / rate;
  param.value = 1;
  param.setValueCurveAtTime(fadePoints({ frames, curve }, { from: over / frames, isOut }), begins, (frames - over) / rate);
}
