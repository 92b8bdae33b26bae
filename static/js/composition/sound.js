import { Graph, Voice } from "./graph.js";
import { Laps } from "./laps.js";
import { NOTHING_FROZEN, endOfScore, piecesOf, scoreOf } from "./score.js";

// Plays a document: the clock, what is scheduled ahead of it, and waiting where the sound is not here yet.
// `context` runs at the composition's rate; `windows` brings the sound.
// Events: "state" (stopped, loading, playing), and "ended" where the timeline is over.
const AHEAD_SECONDS = 4; // a page in the background is woken once a second
const DUE_SECONDS = 0.25;
const AT_ONCE_SECONDS = 0.06;
const TICK_MS = 150;
const REST_AFTER_MS = 1000;
const PATIENCE_MS = 2000; // with a browser that lets no page make sound yet

export class Sound extends EventTarget {
  constructor({ context, windows, sources, aheadSeconds = AHEAD_SECONDS }) {
    super();
    Object.assign(this, { context, windows, sources, aheadSeconds });
    this.graph = new Graph(context);
    this.windows.onArrival = () => this.tick();
    this.lines = new Map();
    this.score = [];
    this.loop = null;
    this.rest = 0; // where it stands while nothing plays
    this.state = "stopped";
  }

  get rateHz() {
    return this.context.sampleRate;
  }

  get isPlaying() {
    return this.state !== "stopped";
  }

  get end() {
    return endOfScore(this.score, this.document, this.sources);
  }

  // What is heard right now: what was scheduled is on its way to the ear for a moment.
  get frame() {
    return this.laps ? this.laps.frameAt(this.context.currentTime - (this.context.outputLatency || 0)) : this.rest;
  }

  // At once, also while it plays.
  set(document, { sources = this.sources, frozen = NOTHING_FROZEN } = {}) {
    this.document = document;
    this.sources = sources;
    this.score = scoreOf(document, sources, frozen);
    this.graph.set(document, { isHeard: this.isPlaying });
    if (!this.laps) return;
    this.laps.endAt(this.end);
    this.keepLines();
    this.tick();
  }

  setLoop(loop) {
    this.loop = loop && loop.to > loop.from ? loop : null;
    if (this.isPlaying) this.play(this.frame);
  }

  async play(from = this.rest) {
    const begun = Symbol("one start");
    this.silence();
    this.begun = begun;
    this.rest = Math.round(from);
    this.windows.forgive();
    this.show("loading");
    await Promise.race([this.context.resume(), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    if (this.begun !== begun) return;
    this.begin(Math.ceil((this.context.currentTime + AT_ONCE_SECONDS) * this.rateHz) / this.rateHz);
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  // Where it rests is heard at `start` seconds.
  begin(start) {
    this.laps = new Laps({ start, from: this.rest, end: this.end, rateHz: this.rateHz, loop: this.loop });
    this.show("playing");
    this.tick();
  }

  pause() {
    this.rest = this.frame;
    this.silence();
    this.show("stopped");
    this.resting = setTimeout(() => this.context.suspend(), REST_AFTER_MS);
  }

  seek(frame) {
    if (this.isPlaying) this.play(frame);
    else this.rest = Math.round(frame);
  }

  close() {
    this.silence();
    this.windows.close();
    this.context.close();
  }

  silence() {
    clearInterval(this.timer);
    clearTimeout(this.resting);
    this.begun = null;
    for (const line of this.lines.values()) line.voice?.stop();
    this.lines.clear();
    this.laps = null;
  }

  show(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  tick() {
    if (!this.laps) return;
    const now = this.context.currentTime;
    if (this.laps.isOverAt(now)) {
      this.pause();
      this.dispatchEvent(new Event("ended"));
      return;
    }
    const missing = this.fill(now);
    this.windows.want(missing.map(({ piece }) => piece));
    this.waitFor(missing.some(({ isDue }) => isDue));
  }

  // The clock stands still until what is due is here.
  waitFor(isMissing) {
    if (isMissing === (this.state === "loading")) return;
    if (isMissing) this.context.suspend();
    else this.context.resume();
    this.show(isMissing ? "loading" : "playing");
  }

  // Schedules what is here, and says what is not: in the order in which it is heard.
  fill(now) {
    const horizon = now + 2 * this.aheadSeconds;
    const laps = this.laps.upTo(horizon, now);
    this.forgetBefore(laps);
    const missing = laps.flatMap((lap) => {
      const last = Math.min(lap.to, this.laps.frameOf(lap, horizon));
      const near = this.score.filter((part) => part.offset < last && part.offset + part.frames > lap.from);
      return near.flatMap((part) => this.fillPart(lap, part, { now, horizon }));
    });
    return missing.sort((one, other) => one.seconds - other.seconds);
  }

  fillPart(lap, part, { now, horizon }) {
    const line = this.lineOf(lap, part, now);
    const missing = [];
    for (const piece of piecesOf(part, { from: line.next, to: lap.to, windowFrames: this.windows.frames })) {
      const seconds = this.laps.timeOf(lap, piece.at);
      if (seconds >= horizon) break;
      const buffer = this.windows.get(piece.source, piece.index);
      if (buffer === undefined) {
        missing.push({ piece, seconds, isDue: seconds < now + DUE_SECONDS && !line.isLate });
      } else if (!missing.length && seconds < now + this.aheadSeconds) this.schedule(line, piece, buffer, seconds);
    }
    if (line.voice?.isSilent && line.next >= Math.min(part.offset + part.frames, lap.to)) line.voice.release();
    return missing;
  }

  schedule(line, piece, buffer, seconds) {
    line.voice ??= new Voice(this.graph, line.part);
    line.voice.play(buffer, piece, seconds);
    line.isLate = false;
    line.next = piece.at + piece.frames;
  }

  // How far a part is scheduled in a lap. What comes amid a lap begins where that is by then, as soon as it can:
  // the others don't wait for it.
  lineOf(lap, part, now) {
    const key = `${lap.start} ${part.key}`;
    if (!this.lines.has(key)) {
      const next = Math.max(lap.from, part.offset);
      this.lines.set(key, { lap, part, next, isLate: this.laps.timeOf(lap, next) < now, voice: null });
    }
    const line = this.lines.get(key);
    if (line.isLate) line.next = Math.max(line.next, this.laps.frameOf(lap, now + AT_ONCE_SECONDS));
    return line;
  }

  // Parts that changed in volume and pan only are heard on; those that are gone are not.
  keepLines() {
    const there = new Map(this.score.map((part) => [part.key, part]));
    for (const [key, line] of this.lines) {
      const part = there.get(line.part.key);
      if (part) {
        line.part = part;
        line.voice?.set(part);
      } else {
        line.voice?.stop();
        this.lines.delete(key);
      }
    }
  }

  forgetBefore(laps) {
    for (const [key, line] of this.lines) {
      if (laps.includes(line.lap)) continue;
      line.voice?.stop();
      this.lines.delete(key);
    }
  }
}
