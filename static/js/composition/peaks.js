// Outlines of clips as typed arrays, asked for once each, a few at a time: one of the whole clip, and finer ones of
// the stretches that are looked at closely.
export const STRETCH_SECONDS = 30;
export const FINE_PAIRS_PER_SECOND = 200;
const AT_ONCE = 4;
const AGAIN_AFTER_MS = 5000;
const MOST_STRETCHES = 400; // of 12 KB
// With fewer pairs than this for each px a waveform is blocks.
const LEAST_PAIRS_PER_PX = 0.5;

export class Peaks {
  constructor(onArrival, { fineUrl = null } = {}) {
    this.onArrival = onArrival;
    this.fineUrl = fineUrl;
    this.known = new Map();
    this.waiting = [];
    this.underWay = 0;
    this.ending = new AbortController();
  }

  end() {
    this.ending.abort();
  }

  // `(fromSeconds, toSeconds, into)`, which sets lowest and highest; null while nothing is known of the clip.
  reader(clipId, seconds, pxPerSecond) {
    const whole = this.get(`/api/clips/${clipId}/peaks`, (answer) => answer.json().then(outlineOf));
    if (!whole) return null;
    const coarse = (from, to, into) => extremes(whole, from / seconds, to / seconds, into);
    if (!this.fineUrl || whole.count / seconds / pxPerSecond >= LEAST_PAIRS_PER_PX) return coarse;
    return (from, to, into) => {
      const stretch = Math.max(0, Math.floor(from / STRETCH_SECONDS));
      const fine = this.fine(clipId, stretch);
      if (!fine?.count) return coarse(from, to, into);
      const share = FINE_PAIRS_PER_SECOND / fine.count;
      const start = stretch * STRETCH_SECONDS;
      return extremes(fine, (from - start) * share, (to - start) * share, into);
    };
  }

  fine(clipId, stretch) {
    const url = `${this.fineUrl}?clip=${clipId}&stretch=${stretch}`;
    return this.get(url, async (answer) => outlineOf({ bits: 8, data: new Int8Array(await answer.arrayBuffer()) }));
  }

  // Null while it is on its way. What was looked at last is forgotten last.
  get(url, read) {
    const found = this.known.get(url);
    if (found !== undefined) return found;
    this.known.set(url, null);
    this.waiting.push({ url, read });
    this.next();
    return null;
  }

  async next() {
    if (this.underWay >= AT_ONCE || !this.waiting.length) return;
    const { url, read } = this.waiting.pop(); // what came into sight last is looked at now
    this.underWay += 1;
    try {
      const answer = await fetch(url, { signal: this.ending.signal });
      if (answer.ok) this.keep(url, await read(answer));
      else if (answer.status >= 429) this.askAgain(url);
      this.onArrival();
    } catch {
      if (!this.ending.signal.aborted) this.askAgain(url);
    } finally {
      this.underWay -= 1;
      this.next();
    }
  }

  keep(url, outline) {
    this.known.delete(url);
    this.known.set(url, outline);
    if (this.known.size > MOST_STRETCHES) this.known.delete(this.known.keys().next().value);
  }

  // Offline or busy: when it is in sight some seconds from now.
  askAgain(url) {
    setTimeout(() => this.known.get(url) === null && this.known.delete(url) && this.onArrival(), AGAIN_AFTER_MS);
  }
}

// The server sends the lowest and highest of each stretch in turn; here they are shares of full scale.
export function outlineOf({ bits, data }) {
  const full = 2 ** (bits - 1) - 1;
  const count = data.length >> 1;
  const lows = new Float32Array(count);
  const highs = new Float32Array(count);
  for (let at = 0; at < count; at += 1) {
    lows[at] = data[2 * at] / full;
    highs[at] = data[2 * at + 1] / full;
  }
  return { lows, highs, count };
}

// Lowest and highest between two places, given as shares of the outline. Between two pairs, what lies between.
export function extremes(outline, from, to, into) {
  const start = from * outline.count - 0.5;
  const end = to * outline.count - 0.5;
  const most = outline.count - 1;
  if (end - start < 1) {
    const at = Math.min(Math.max((start + end) / 2, 0), most);
    const left = Math.floor(at);
    const right = Math.min(left + 1, most);
    const share = at - left;
    into.low = outline.lows[left] * (1 - share) + outline.lows[right] * share;
    into.high = outline.highs[left] * (1 - share) + outline.highs[right] * share;
    return into;
  }
  const last = Math.min(most, Math.ceil(end));
  into.low = 0;
  into.high = 0;
  for (let at = Math.max(0, Math.floor(start + 0.5)); at <= last; at += 1) {
    if (outline.lows[at] < into.low) into.low = outline.lows[at];
    if (outline.highs[at] > into.high) into.high = outline.highs[at];
  }
  return into;
}
