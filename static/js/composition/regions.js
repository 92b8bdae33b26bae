import { clamp } from "../lib/numbers.js";

// One region as it lies in a timeline, in frames at the composition's rate. `sources` is what is known of the
// clips: `{ rateHz, clips: { [clip_id]: frames } }`.
export const LONGEST_HOURS = 24;
export const LEAST_SECONDS = 0.01;
export const LOUDEST = 4;
export const CURVES = ["linear", "equal_power", "smooth", "exponential"];

export const lastFrame = ({ rateHz }) => LONGEST_HOURS * 3600 * rateHz;
export const leastFrames = ({ rateHz }) => Math.max(1, Math.round(LEAST_SECONDS * rateHz));

// Of a clip that is gone, as much as the region itself says; a second where it says nothing.
export function clipFrames(region, sources) {
  return sources.clips[region.clip_id] ?? region.trim_end_frames ?? region.trim_start_frames + sources.rateHz;
}

export function stretchEnd(region, sources) {
  const whole = clipFrames(region, sources);
  return Math.min(region.trim_end_frames ?? whole, whole);
}

// What is heard of the clip, once.
export function stretchFrames(region, sources) {
  return Math.max(1, stretchEnd(region, sources) - region.trim_start_frames);
}

export function regionFrames(region, sources) {
  return region.loop_frames ?? stretchFrames(region, sources);
}

export function regionEnd(region, sources) {
  return region.offset_frames + regionFrames(region, sources);
}

export function withinFades(region, sources) {
  const room = regionFrames(region, sources);
  const fadeIn = clamp(region.fade_in.frames, 0, room);
  const fadeOut = clamp(region.fade_out.frames, 0, room - fadeIn);
  if (fadeIn === region.fade_in.frames && fadeOut === region.fade_out.frames) return region;
  return {
    ...region,
    fade_in: { ...region.fade_in, frames: fadeIn },
    fade_out: { ...region.fade_out, frames: fadeOut },
  };
}

// Its left edge comes to lie at a frame of the timeline; what follows stays where it is.
export function startingAt(region, atFrame, sources) {
  const end = regionEnd(region, sources);
  const mostBack = region.loop_frames === null ? Math.max(0, region.offset_frames - region.trim_start_frames) : 0;
  const start = clamp(Math.round(atFrame), mostBack, Math.max(mostBack, end - leastFrames(sources)));
  const by = start - region.offset_frames;
  const moved =
    region.loop_frames === null
      ? { trim_start_frames: region.trim_start_frames + by }
      : { loop_frames: region.loop_frames - by };
  return withinFades({ ...region, offset_frames: start, ...moved }, sources);
}

// Its right edge does. The clip's own end is written as null: it is its end at any sample rate.
export function endingAt(region, atFrame, sources) {
  const frames = clamp(
    Math.round(atFrame) - region.offset_frames,
    leastFrames(sources),
    lastFrame(sources) - region.offset_frames,
  );
  if (region.loop_frames !== null) return withinFades({ ...region, loop_frames: frames }, sources);
  const whole = clipFrames(region, sources);
  const trimEnd = region.trim_start_frames + frames;
  return withinFades({ ...region, trim_end_frames: trimEnd >= whole ? null : trimEnd }, sources);
}

// Repeated until it has filled so many frames; a single time where that is no more than it is long.
export function loopingFor(region, frames, sources) {
  const most = lastFrame(sources) - region.offset_frames;
  const filled = frames === null ? 0 : Math.min(Math.round(frames), most);
  const loops = filled > stretchFrames(region, sources);
  return withinFades({ ...region, loop_frames: loops ? filled : null }, sources);
}

export function fading(region, side, { frames, curve }, sources) {
  const [fade, other] = side === "in" ? ["fade_in", "fade_out"] : ["fade_out", "fade_in"];
  const room = Math.max(0, regionFrames(region, sources) - region[other].frames);
  const next = { ...region[fade] };
  if (Number.isFinite(frames)) next.frames = clamp(Math.round(frames), 0, room);
  if (CURVES.includes(curve)) next.curve = curve;
  return { ...region, [fade]: next };
}

// The parts to the left and right of a frame within it, or null where it is not within. A loop that is cut
// amid a repetition leaves the rest of that repetition as a part of its own.
export function partsOf(region, atFrame, sources, newId) {
  const frames = regionFrames(region, sources);
  const at = Math.round(atFrame) - region.offset_frames;
  const least = leastFrames(sources);
  if (at < least || frames - at < least) return null;
  const none = { ...region.fade_out, frames: 0 };
  const rest = { ...region, fade_in: { ...region.fade_in, frames: 0 }, offset_frames: region.offset_frames + at };
  const cut = region.trim_start_frames + at;
  const parts =
    region.loop_frames === null
      ? [{ ...region, trim_end_frames: cut, fade_out: none }, { ...rest, id: newId(), trim_start_frames: cut }]
      : [{ ...region, loop_frames: at, fade_out: none }, ...restOfLoop(rest, frames - at, at, sources, newId)];
  return parts.map((part) => withinFades(part, sources));
}

function restOfLoop(rest, frames, played, sources, newId) {
  const stretch = stretchFrames(rest, sources);
  const phase = played % stretch;
  if (phase === 0) return [{ ...rest, id: newId(), loop_frames: frames }];
  const from = rest.trim_start_frames + phase;
  const tail = Math.min(frames, stretch - phase);
  const first = { ...rest, id: newId(), loop_frames: null, trim_start_frames: from, trim_end_frames: from + tail };
  if (tail === frames) return [first];
  const whole = { ...rest, id: newId(), offset_frames: rest.offset_frames + tail, loop_frames: frames - tail };
  return [{ ...first, fade_out: { ...rest.fade_out, frames: 0 } }, whole];
}
