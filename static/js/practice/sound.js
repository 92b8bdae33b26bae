import { clamp } from "../lib/numbers.js";
import { formatClock, spokenClock } from "../lib/time.js";
import { slowerThan } from "./order.js";
import { sentenceAt, sentencesOf } from "./sentences.js";

export const STEP_SECONDS = 3;
const LOOP_PAUSE_MS = 800;
const START_SECONDS = 0.3;
const LEAD_SECONDS = 0.1;
const NEWS = {
  pending: "The sound is being made. It comes in a moment.",
  failed: "Its sound could not be made.",
  lost: "The sound can't be loaded. Is there a connection?",
};

// What is heard at the desk: one sound, slower without a lower voice, again and again, three seconds back.
export class Sound {
  // `played(fromStart)`, `moved()`, `ended()` tell the desk.
  constructor(desk, { played, moved, ended }) {
    Object.assign(this, { desk, played, moved, ended });
    this.audio = desk.querySelector("[data-sound] audio");
    this.seek = desk.part("seek");
    this.isLooping = false;
    this.speed = 1;
  }

  follow(on) {
    on(this.audio, "play", () => this.begun());
    for (const type of ["play", "pause", "ended"]) on(this.audio, type, () => this.mark());
    for (const type of ["timeupdate", "seeked", "durationchange", "emptied"]) on(this.audio, type, () => this.showTime());
    on(this.audio, "timeupdate", () => this.moved());
    on(this.audio, "timeupdate", () => this.turnBack());
    on(this.audio, "seeking", () => (this.sentence = null));
    on(this.audio, "ended", () => this.finish());
    on(this.audio, "error", () => this.audio.getAttribute("src") && this.tell(NEWS.lost));
    on(this.seek, "input", () => this.goTo(Number(this.seek.value)));
    // Two voices at once are none: what begins elsewhere on the page ends this one.
    on(document, "play", ({ target }) => target !== this.audio && this.audio.pause(), { capture: true });
  }

  load({ state, src, problem }, address) {
    clearTimeout(this.timer);
    this.sentences = this.sentence = null;
    this.src = src;
    this.isThere = state === "ready" && Boolean(src);
    this.audio.pause();
    if (this.isThere) this.audio.src = address;
    else this.audio.removeAttribute("src");
    this.setSpeed(this.speed);
    this.tell(this.isThere ? "" : [NEWS[state] ?? NEWS.pending, problem].filter(Boolean).join(" "));
    this.desk.part("sound").toggleAttribute("data-empty", !this.isThere);
    for (const button of this.desk.querySelectorAll("[data-sound] button, [data-seek]")) button.disabled = !this.isThere;
    this.showTime();
    if (this.isLooping) this.findSentences();
  }

  tell(text) {
    const news = this.desk.part("sound-news");
    news.textContent = text;
    news.hidden = !text;
  }

  get isPlaying() {
    return !this.audio.paused && !this.audio.ended;
  }

  toggle() {
    clearTimeout(this.timer);
    if (this.isPlaying) this.audio.pause();
    else this.play();
  }

  play() {
    if (!this.isThere) return undefined;
    if (this.audio.error) this.audio.load();
    // A refusal arrives as the audio's own error, or another sound was chosen meanwhile.
    return this.audio.play().catch(() => this.mark());
  }

  playAgain(seconds = 0) {
    this.audio.currentTime = seconds;
    return this.play();
  }

  begun() {
    document.querySelector("voice-player audio")?.pause();
    this.played(this.audio.currentTime < START_SECONDS);
  }

  finish() {
    if (this.isLooping && this.desk.mode !== "walkman") {
      const start = (this.sentences?.at(-1)?.start ?? 0) - LEAD_SECONDS;
      this.timer = setTimeout(() => this.playAgain(Math.max(0, start)), LOOP_PAUSE_MS);
    }
    this.ended();
  }

  stop() {
    clearTimeout(this.timer);
    this.audio.pause();
  }

  end() {
    this.stop();
    this.audio.removeAttribute("src");
  }

  skip(seconds) {
    if (this.isThere) this.goTo(this.audio.currentTime + seconds);
  }

  goTo(seconds) {
    const { duration } = this.audio;
    if (Number.isFinite(duration)) this.audio.currentTime = clamp(seconds, 0, duration);
  }

  setSpeed(speed) {
    this.speed = speed;
    this.audio.preservesPitch = true;
    this.audio.defaultPlaybackRate = this.audio.playbackRate = speed;
    for (const button of this.desk.querySelectorAll("[data-speed]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === speed));
    }
  }

  slower() {
    this.setSpeed(slowerThan(this.speed));
  }

  loop() {
    this.isLooping = !this.isLooping;
    clearTimeout(this.timer);
    this.desk.querySelector("[data-do=loop]").setAttribute("aria-pressed", String(this.isLooping));
    if (this.isLooping) this.findSentences();
  }

  // Of a sound that can't be read all of it is repeated.
  async findSentences() {
    const { src } = this;
    const found = this.isThere ? await sentencesOf(src).catch(() => []) : [];
    if (src === this.src) this.sentences = found;
  }

  // In the pause behind a sentence. Whoever goes elsewhere meanwhile repeats what is there.
  turnBack() {
    if (!this.isLooping || !this.isPlaying || this.desk.mode === "walkman" || !this.sentences?.length) return;
    this.sentence ??= sentenceAt(this.sentences, this.audio.currentTime);
    const { start, end } = this.sentence;
    if (this.sentence === this.sentences.at(-1) || this.audio.currentTime <= end) return;
    this.audio.pause();
    this.timer = setTimeout(() => this.playAgain(Math.max(0, start - LEAD_SECONDS)), LOOP_PAUSE_MS);
  }

  mark() {
    const button = this.desk.querySelector("[data-do=play]");
    button.dataset.state = this.isPlaying ? "playing" : "paused";
    button.setAttribute("aria-label", this.isPlaying ? "Pause" : "Play");
  }

  showTime() {
    const { currentTime, duration } = this.audio;
    const whole = Number.isFinite(duration) ? duration : 0;
    this.seek.max = whole || 1;
    this.seek.value = currentTime;
    this.seek.setAttribute("aria-valuetext", `${spokenClock(currentTime)} of ${spokenClock(whole)}`);
    this.desk.part("time").textContent = `${formatClock(currentTime)} / ${formatClock(whole)}`;
  }
}
