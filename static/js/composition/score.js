import { endOf, isHeard } from "./document.js";
import { regionFrames, stretchFrames } from "./regions.js";

// What is to be played of a document: parts, each a stretch of one source at a place. A region is a part of its
// clip; a track whose effects the server has made is one part of that stem, and so is a whole mix.
// `frozen` is what there is of those: `{ tracks: { [id]: { source, frames } }, master: { source, frames } | null }`.
export const NOTHING_FROZEN = { tracks: {}, master: null };
const NO_FADE = { frames: 0, curve: "linear" };

export function scoreOf(document, sources, frozen = NOTHING_FROZEN) {
  if (frozen.master) return [stemPart("master", null, frozen.master)];
  return document.tracks.filter((track) => isHeard(document, track)).flatMap((track) => trackParts(track, sources, frozen));
}

function trackParts(track, sources, frozen) {
  const stem = frozen.tracks[track.id];
  if (stem) return [stemPart(track.id, track.id, stem)];
  const heard = track.regions.filter((region) => !region.muted && sources.clips[region.clip_id] !== undefined);
  return heard.map((region) => keyed(regionPart(region, track.id, sources)));
}

function regionPart(region, trackId, sources) {
  return {
    id: region.id,
    trackId,
    source: `clip=${region.clip_id}`,
    offset: region.offset_frames,
    trimStart: region.trim_start_frames,
    stretch: stretchFrames(region, sources),
    frames: regionFrames(region, sources),
    fadeIn: region.fade_in,
    fadeOut: region.fade_out,
    volume: region.volume,
    pan: region.pan,
  };
}

function stemPart(id, trackId, { source, frames, gain = 1 }) {
  const whole = { offset: 0, trimStart: 0, stretch: frames, frames, fadeIn: NO_FADE, fadeOut: NO_FADE };
  return keyed({ id, trackId, source, ...whole, volume: gain, pan: 0 });
}

// Parts of one key sound alike but for volume and pan, which can change while they are heard.
function keyed(part) {
  const { volume: _, pan: __, ...rest } = part;
  return { ...part, key: JSON.stringify(rest) };
}

// After the last sound; a stem may go on beyond its regions, such as with a reverb.
export function endOfScore(score, document, sources) {
  return score.reduce((last, part) => Math.max(last, part.offset + part.frames), endOf(document, sources));
}

// The pieces of a part that lie within [from, to) of the timeline, in order: each is from one window, begins
// `skip` frames into it and is heard for `frames`, from `at` on. Loops begin again where their stretch ends.
export function* piecesOf(part, { from, to, windowFrames }) {
  const end = Math.min(part.offset + part.frames, to);
  let at = Math.max(part.offset, from);
  while (at < end) {
    const played = (at - part.offset) % part.stretch;
    const inSource = part.trimStart + played;
    const index = Math.floor(inSource / windowFrames);
    const skip = inSource - index * windowFrames;
    const frames = Math.min(windowFrames - skip, part.stretch - played, end - at);
    yield { source: part.source, index, skip, at, frames };
    at += frames;
  }
}
