import { isTyping, listeners, tell, usesSpace } from "./lib/dom.js";
import { recall, remember } from "./lib/memory.js";
import { clamp } from "./lib/numbers.js";
import { positionAfterKey, positionAt } from "./lib/seek.js";
import { formatClock, spokenClock } from "./lib/time.js";
import { announceTrack, connectMediaKeys } from "./player/media-keys.js";
import { buttonOf, markButtons, trackOf } from "./player/play-buttons.js";
import { Waveform } from "./player/waveform.js";

class VoicePlayer extends HTMLElement {
  connectedCallback() {
    this.audio = this.querySelector("audio");
    this.slider = this.part("seek");
    this.waveform = new Waveform(this.querySelector("canvas"));
    this.waveform.start();
    this.listening = listeners();
    this.followPage();
    this.followAudio();
    this.followControls();
    this.restoreChoices();
    connectMediaKeys(this);
  }

  disconnectedCallback() {
    this.listening.end();
    this.waveform.stop();
    cancelAnimationFrame(this.frame);
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  followPage() {
    const { on } = this.listening;
    on(document, "click", (event) => {
      const button = event.target.closest("[data-play]");
      if (button) this.choose(trackOf(button));
    });
    on(document, "keydown", (event) => this.hearKey(event));
    on(document, "htmx:load", () => this.settle());
  }

  followAudio() {
    const on = (type, act) => this.listening.on(this.audio, type, act);
    for (const type of ["play", "pause", "ended"]) on(type, () => this.mark());
    for (const type of ["timeupdate", "seeked", "durationchange"]) on(type, () => this.showTime());
    on("playing", () => this.animate());
    on("error", () => this.complain());
  }

  followControls() {
    const { on } = this.listening;
    on(this.part("toggle"), "click", () => this.toggle());
    on(this.part("close"), "click", () => this.close());
    on(this.part("mute"), "click", () => this.setVolume(this.audio.volume, !this.audio.muted));
    on(this.part("volume"), "input", (event) => this.setVolume(Number(event.target.value), false));
    on(this.part("speed"), "change", (event) => this.setSpeed(Number(event.target.value)));
    on(this.slider, "keydown", (event) => this.seekByKey(event));
    on(this.slider, "pointerdown", (event) => this.slider.setPointerCapture(event.pointerId));
    for (const type of ["pointerdown", "pointermove"]) on(this.slider, type, (event) => this.seekByPointer(event));
  }

  restoreChoices() {
    const volume = Number(recall("volume", 1));
    this.setVolume(Number.isFinite(volume) ? volume : 1, recall("muted") === "true");
    this.setSpeed(Number(recall("speed", 1)) || 1);
  }

  get duration() {
    // A stream has no length of its own; the button may know it.
    return Number.isFinite(this.audio.duration) ? this.audio.duration : (this.track?.duration ?? 0);
  }

  choose(track) {
    if (track.key === this.track?.key && !this.audio.error) return this.toggle();
    this.hidden = false;
    this.describe(track);
    this.load();
    announceTrack(track);
    this.showTime();
    return this.play();
  }

  describe(track) {
    this.track = track;
    this.part("name").textContent = track.title;
    this.part("save").hidden = !track.download;
    this.part("save").href = track.download;
    this.loadPeaks(track);
  }

  load(at = 0) {
    this.loaded = this.track.src;
    this.audio.src = this.loaded;
    if (at) this.audio.currentTime = at;
    this.setSpeed(this.speed);
  }

  // What is played while it is made has an address, a length and a picture of its own once it is done.
  // The stream plays on; the new address serves where one goes to another place in it.
  settle() {
    const button = this.track && buttonOf(this.track);
    const track = button && trackOf(button);
    if (track && track.src !== this.track.src) this.describe(track);
    this.mark();
    this.showTime();
  }

  async loadPeaks(track) {
    this.waveform.setPeaks(null);
    if (!track.peaksUrl) return;
    const answer = await fetch(track.peaksUrl, { headers: { Accept: "application/json" } }).catch(() => null);
    // A plain line serves where the picture is missing; sound does not wait for it.
    const peaks = answer?.ok ? await answer.json().catch(() => null) : null;
    if (peaks?.data && this.track === track) this.waveform.setPeaks(peaks);
  }

  toggle() {
    if (!this.track) return undefined;
    return this.audio.paused ? this.play() : this.audio.pause();
  }

  play() {
    if (this.audio.ended && this.loaded !== this.track.src) this.load();
    // A refusal arrives as the audio's own error, or means that another track was chosen meanwhile.
    return this.audio.play().catch(() => this.mark());
  }

  close() {
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
    this.track = null;
    this.hidden = true;
    announceTrack(null);
    this.mark();
  }

  seek(seconds) {
    if (!this.track || !this.duration) return;
    const isPlaying = !this.audio.paused;
    const place = clamp(seconds, 0, this.duration);
    if (this.loaded === this.track.src) this.audio.currentTime = place;
    else this.load(place);
    if (isPlaying) this.play();
  }

  seekByPointer(event) {
    if (!(event.buttons & 1)) return;
    const { left, width } = this.slider.getBoundingClientRect();
    this.seek(positionAt(event.clientX, left, width, this.duration));
  }

  seekByKey(event) {
    const position = positionAfterKey(event.key, this.audio.currentTime, this.duration);
    if (position === null) return;
    event.preventDefault();
    this.seek(position);
  }

  hearKey(event) {
    if (this.hidden || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const isSpace = event.key === " " && !usesSpace(event.target);
    const isK = event.key.toLowerCase() === "k" && !isTyping(event.target);
    if (!isSpace && !isK) return;
    event.preventDefault();
    this.toggle();
  }

  setSpeed(speed) {
    this.speed = clamp(speed, 0.5, 2);
    this.audio.preservesPitch = true;
    this.audio.defaultPlaybackRate = this.audio.playbackRate = this.speed;
    this.part("speed").value = String(this.speed);
    remember("speed", this.speed);
  }

  setVolume(volume, isMuted) {
    this.audio.volume = clamp(volume, 0, 1);
    this.audio.muted = isMuted;
    this.part("volume").value = isMuted ? 0 : volume;
    this.part("mute").setAttribute("aria-pressed", String(isMuted));
    remember("volume", volume);
    remember("muted", isMuted);
  }

  mark() {
    const isPlaying = Boolean(this.track) && !this.audio.paused && !this.audio.ended;
    this.part("toggle").dataset.state = isPlaying ? "playing" : "paused";
    this.part("toggle").setAttribute("aria-label", isPlaying ? "Pause" : "Play");
    markButtons(this.track, isPlaying);
  }

  animate() {
    cancelAnimationFrame(this.frame);
    const step = () => {
      if (this.audio.paused || this.hidden) return;
      this.waveform.setFraction(this.duration ? this.audio.currentTime / this.duration : 0);
      this.frame = requestAnimationFrame(step);
    };
    step();
  }

  showTime() {
    const { currentTime } = this.audio;
    this.waveform.setFraction(this.duration ? currentTime / this.duration : 0);
    const whole = this.duration ? ` / ${formatClock(this.duration)}` : "";
    this.part("time").textContent = `${formatClock(currentTime)}${whole}`;
    this.slider.setAttribute("aria-valuemax", Math.round(this.duration));
    this.slider.setAttribute("aria-valuenow", Math.round(currentTime));
    this.slider.setAttribute("aria-valuetext", `${spokenClock(currentTime)} of ${spokenClock(this.duration)}`);
  }

  complain() {
    if (!this.track) return;
    if (this.loaded !== this.track.src) {
      this.load(this.audio.currentTime);
      this.play();
      return;
    }
    const name = this.track.title || "This recording";
    tell({ level: "error", text: `“${name}” can't be played. It may have been deleted, or the server is away.` });
    this.mark();
  }
}

customElements.define("voice-player", VoicePlayer);
