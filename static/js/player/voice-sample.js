let heard = null;

// A sentence in a voice, beside the one player: what that plays waits meanwhile. One at a time is heard.
export class VoiceSample {
  constructor(changed) {
    this.changed = changed;
    this.audio = new Audio();
    this.playing = null;
    this.audio.addEventListener("ended", () => this.stop());
  }

  toggle(value, url, failed) {
    if (this.playing === value) return this.stop();
    this.stop();
    if (heard !== this) heard?.stop();
    heard = this;
    document.querySelector("voice-player audio")?.pause();
    this.playing = value;
    this.changed(value);
    this.audio.src = url;
    return this.audio.play().catch((error) => {
      if (this.playing !== value || error.name === "AbortError") return;
      this.stop();
      failed();
    });
  }

  stop() {
    this.audio.pause();
    this.playing = null;
    this.changed(null);
  }
}
