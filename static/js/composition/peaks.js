// Outlines of clips as typed arrays, asked for once each, a few at a time.
const AT_ONCE = 4;

export class Peaks {
  constructor(onArrival) {
    this.onArrival = onArrival;
    this.known = new Map();
    this.waiting = [];
    this.underWay = 0;
    this.ending = new AbortController();
  }

  end() {
    this.ending.abort();
  }

  // Null while it is on its way, and where there is none.
  of(clipId) {
    if (!this.known.has(clipId)) {
      this.known.set(clipId, null);
      this.waiting.push(clipId);
      this.next();
    }
    return this.known.get(clipId);
  }

  async next() {
    if (this.underWay >= AT_ONCE || !this.waiting.length) return;
    const clipId = this.waiting.pop(); // what came into sight last is looked at now
    this.underWay += 1;
    try {
      const answer = await fetch(`/api/clips/${clipId}/peaks`, { signal: this.ending.signal });
      if (answer.ok) this.known.set(clipId, outlineOf(await answer.json()));
      this.onArrival();
    } catch {
      // Offline: asked for again when it comes into sight the next time.
      if (!this.ending.signal.aborted) setTimeout(() => this.known.delete(clipId), 5000);
    } finally {
      this.underWay -= 1;
      this.next();
    }
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

// Lowest and highest between two places, given as shares of the clip. Between two stretches, what lies between.
export function extremes(outline, from, to, into) {
  const start = from * outline.count - 0.5;
  const end = to * outline.count - 0.5;
  if (end - start < 1) {
    const at = Math.min(Math.max((start + end) / 2, 0), outline.count - 1);
    const left = Math.floor(at);
    const right = Math.min(left + 1, outline.count - 1);
    const share = at - left;
    into.low = outline.lows[left] * (1 - share) + outline.lows[right] * share;
    into.high = outline.highs[left] * (1 - share) + outline.highs[right] * share;
    return into;
  }
  const last = Math.min(outline.count - 1, Math.ceil(end));
  into.low = 0;
  into.high = 0;
  for (let at = Math.max(0, Math.floor(start + 0.5)); at <= last; at += 1) {
    if (outline.lows[at] < into.low) into.low = outline.lows[at];
    if (outline.highs[at] > into.high) into.high = outline.highs[at];
  }
  return into;
}
