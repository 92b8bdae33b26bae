// How the timeline runs along the clock: lap after lap where a stretch is looped, else in one.
// A lap begins at `start` seconds and plays the frames [from, to); moments are whole frames, so that the end of
// one is the beginning of the next.
export class Laps {
  constructor({ start, from, end, rateHz, loop = null }) {
    this.rateHz = rateHz;
    this.end = end;
    this.loop = loop;
    this.list = [this.lap(start, from)];
  }

  lap(start, from) {
    // From behind the stretch it is played to the end: there is no way back into it.
    const isLooped = this.loop !== null && from < this.loop.to;
    return { start, from, to: isLooped ? this.loop.to : Math.max(this.end, from), isLooped };
  }

  timeOf(lap, frame) {
    return lap.start + (frame - lap.from) / this.rateHz;
  }

  // The first frame that is not heard before a moment.
  frameOf(lap, seconds) {
    return lap.from + Math.max(0, Math.ceil((seconds - lap.start) * this.rateHz));
  }

  endTime(lap) {
    return this.timeOf(lap, lap.to);
  }

  // The timeline is longer or shorter now.
  endAt(end) {
    this.end = end;
    const last = this.list.at(-1);
    if (!last.isLooped) last.to = Math.max(end, last.from);
  }

  // As many as begin before a moment; those that are over are forgotten.
  upTo(seconds, now) {
    let last = this.list.at(-1);
    while (last.isLooped && this.endTime(last) < seconds) {
      last = this.lap(this.endTime(last), this.loop.from);
      this.list.push(last);
    }
    this.list = this.list.filter((lap) => lap === last || this.endTime(lap) > now);
    return this.list;
  }

  // Where on the timeline a moment is.
  frameAt(seconds) {
    const lap = this.list.findLast((one) => one.start <= seconds) ?? this.list[0];
    const frame = lap.from + Math.round((seconds - lap.start) * this.rateHz);
    return Math.min(Math.max(frame, lap.from), lap.to);
  }

  isOverAt(seconds) {
    const last = this.list.at(-1);
    return !last.isLooped && seconds >= this.endTime(last);
  }
}
