// How long an item was worked at, and how often it was heard again. Time in which nothing happened counts no more
// than IDLE_AFTER_SECONDS of it: whoever went for a coffee did not practise.
export const IDLE_AFTER_SECONDS = 30;

export class PracticeClock {
  constructor(now = () => performance.now() / 1000) {
    this.now = now;
    this.begin();
  }

  begin() {
    this.seconds = 0;
    this.plays = 0;
    this.seenAt = null;
  }

  get isRunning() {
    return this.seenAt !== null;
  }

  get replays() {
    return Math.max(0, this.plays - 1);
  }

  // It runs from the first play on.
  played({ fromStart }) {
    if (fromStart || !this.plays) this.plays += 1;
    if (this.isRunning) this.touch();
    else this.seenAt = this.now();
  }

  touch() {
    if (!this.isRunning) return;
    const now = this.now();
    this.seconds += Math.min(Math.max(0, now - this.seenAt), IDLE_AFTER_SECONDS);
    this.seenAt = now;
  }

  // Up to now, in tenths: finer than that nobody types.
  read() {
    this.touch();
    return Math.round(this.seconds * 10) / 10;
  }
}
