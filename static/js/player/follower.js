import { buttonOf, trackOf } from "./play-buttons.js";

// Where the one player is in a track, told frame by frame to whoever shows its words.
export class PlayerFollower {
  constructor(key, { at, left, begun = () => {} }) {
    Object.assign(this, { key, at, left, begun });
    this.player = document.querySelector("voice-player");
    this.audio = this.player.querySelector("audio");
  }

  follow(on) {
    for (const type of ["play", "playing", "seeked"]) on(this.audio, type, () => this.begin());
    for (const type of ["pause", "ended", "emptied"]) on(this.audio, type, () => this.rest());
  }

  get isPlayed() {
    return this.player.track?.key === this.key;
  }

  get isPlaying() {
    return this.isPlayed && !this.audio.paused;
  }

  begin() {
    if (!this.isPlaying) return;
    this.begun();
    cancelAnimationFrame(this.frame);
    const step = () => {
      if (!this.isPlayed) return this.end();
      this.at(this.audio.currentTime);
      if (!this.audio.paused) this.frame = requestAnimationFrame(step);
      return undefined;
    };
    step();
  }

  rest() {
    cancelAnimationFrame(this.frame);
    if (!this.isPlayed || this.audio.ended) this.end();
  }

  end() {
    cancelAnimationFrame(this.frame);
    this.left();
  }

  // Plays from there, whatever was played before.
  goTo(seconds) {
    const button = this.isPlayed ? null : buttonOf({ key: this.key });
    if (!this.isPlayed && !button) return;
    if (button) this.player.choose(trackOf(button));
    this.player.seek(seconds);
    this.player.play();
  }
}
