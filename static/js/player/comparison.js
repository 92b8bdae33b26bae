import { placeWith, placeWithout } from "../lib/comparing.js";

const FADE_SECONDS = 0.008;

// Two sounds, of which one is heard; the other takes over at the same place, at once.
export class Comparison {
  constructor(changed) {
    this.changed = changed;
    this.which = "with";
    this.at = 0; // in the sound without effects
  }

  get isPlaying() {
    return Boolean(this.source);
  }

  get context() {
    this.opened ??= new AudioContext();
    return this.opened;
  }

  decode(data) {
    return this.context.decodeAudioData(data);
  }

  load({ without, withEffects, stretch }) {
    this.at = Math.min(this.position, without.duration);
    const wasPlaying = this.isPlaying;
    this.fall();
    Object.assign(this, { sounds: { without, with: withEffects }, stretch });
    if (this.at >= without.duration - FADE_SECONDS) this.at = 0;
    if (wasPlaying) this.play();
  }

  get position() {
    if (!this.source) return this.at;
    const seconds = this.from + this.context.currentTime - this.since;
    return this.which === "with" ? placeWithout(seconds, this.stretch) : seconds;
  }

  play() {
    const { context } = this;
    context.resume();
    this.from = this.which === "with" ? placeWith(this.at, this.stretch) : this.at;
    this.since = context.currentTime;
    this.gain = new GainNode(context, { gain: 0 });
    this.gain.gain.linearRampToValueAtTime(1, context.currentTime + FADE_SECONDS);
    const source = new AudioBufferSourceNode(context, { buffer: this.sounds[this.which] });
    source.connect(this.gain).connect(context.destination);
    source.addEventListener("ended", () => this.source === source && this.end());
    source.start(0, this.from);
    this.source = source;
    this.changed();
  }

  pause() {
    this.at = this.position;
    this.fall();
    this.changed();
  }

  end() {
    this.source = null;
    this.at = 0;
    this.changed();
  }

  choose(which) {
    const wasPlaying = this.isPlaying;
    this.at = this.position;
    this.fall();
    this.which = which;
    if (wasPlaying) this.play();
    else this.changed();
  }

  // Without a click.
  fall() {
    const { source, gain } = this;
    this.source = null;
    if (!source) return;
    const { currentTime } = this.context;
    gain.gain.cancelScheduledValues(currentTime);
    gain.gain.setTargetAtTime(0, currentTime, FADE_SECONDS / 3);
    source.stop(currentTime + FADE_SECONDS);
  }

  close() {
    this.fall();
    this.opened?.close();
    this.opened = null;
  }
}
