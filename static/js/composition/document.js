import { newId } from "../lib/ids.js";
import { clamp } from "../lib/numbers.js";
import {
  LOUDEST,
  endingAt,
  fading,
  lastFrame,
  loopingFor,
  partsOf,
  regionEnd,
  startingAt,
  withinFades,
} from "./regions.js";

export { CURVES, LOUDEST, clipFrames, lastFrame, leastFrames, regionEnd, regionFrames, stretchFrames } from "./regions.js";

// What can be done to a timeline document. Each takes one and gives one: the given one is left as it is, parts
// that did not change are the same objects, and what would not be valid is brought within its limits. What can't
// be is refused with a sentence. `sources` is as regions.js says.
export const MOST_TRACKS = 64;
export const MOST_REGIONS = 1000;
export const NAME_MAX_CHARACTERS = 120;

export class Refused extends Error {}

const NO_FADE = { frames: 0, curve: "equal_power" };
const A_TRACK = { name: "", volume: 1, pan: 0, muted: false, solo: false, effects: [], duck: null, regions: [] };
const A_REGION = {
  name: "",
  offset_frames: 0,
  trim_start_frames: 0,
  trim_end_frames: null,
  loop_frames: null,
  volume: 1,
  pan: 0,
  muted: false,
  fade_in: NO_FADE,
  fade_out: NO_FADE,
};
const A_MASTER = { volume: 1, effects: [], target_lufs: null, ceiling_db: -1 };

// With everything in it that may be left out.
export function complete(document) {
  const tracks = (document?.tracks ?? []).map((track) => ({
    ...A_TRACK,
    ...track,
    regions: (track.regions ?? []).map((region) => ({ ...A_REGION, ...region })),
  }));
  return { tracks, master: { ...A_MASTER, ...document?.master } };
}

// Reading ------------------------------------------------------------------------------------------------
export const regionsOf = (document) => document.tracks.flatMap((track) => track.regions);
export const trackOf = (document, id) => document.tracks.find((track) => track.id === id) ?? null;
export const regionOf = (document, id) => regionsOf(document).find((region) => region.id === id) ?? null;
export const laneOf = (document, regionId) =>
  document.tracks.findIndex((track) => track.regions.some((region) => region.id === regionId));

export function endOf(document, sources) {
  return regionsOf(document).reduce((last, region) => Math.max(last, regionEnd(region, sources)), 0);
}

// The same rule as the mixer's: muted is silent, soloed or not; of soloed tracks only they are heard.
export function isHeard(document, track) {
  return !track.muted && (track.solo || !document.tracks.some((other) => other.solo));
}

// Tracks and the master ------------------------------------------------------------------------------------
export function addTrack(document, { name = "", at = Infinity, id = newId(), ...settings } = {}) {
  if (document.tracks.length >= MOST_TRACKS) {
    throw new Refused(`${MOST_TRACKS} tracks are the most. Remove one, or put this on a track that is there.`);
  }
  const called = name || `Track ${document.tracks.length + 1}`;
  const track = settled({ ...A_TRACK, ...settings, id, name: called.slice(0, NAME_MAX_CHARACTERS), regions: [] });
  return { ...document, tracks: document.tracks.toSpliced(clamp(at, 0, document.tracks.length), 0, track) };
}

export function removeTrack(document, id) {
  const tracks = document.tracks.filter((track) => track.id !== id);
  return { ...document, tracks: tracks.map((track) => (track.duck?.under === id ? { ...track, duck: null } : track)) };
}

export function moveTrack(document, id, toIndex) {
  const track = trackOf(document, id);
  if (!track) return document;
  const others = document.tracks.filter((other) => other !== track);
  return { ...document, tracks: others.toSpliced(clamp(toIndex, 0, others.length), 0, track) };
}

// `fields`: any of name, volume, pan, muted, solo, effects, duck.
export function setTrack(document, id, fields) {
  const own = ({ regions: _, ...rest }) => rest;
  return withTrack(document, id, (track) => settled({ ...track, ...own(fields), id }));
}

// `fields`: any of volume, effects, target_lufs, ceiling_db.
export function setMaster(document, fields) {
  return { ...document, master: settled({ ...document.master, ...fields }) };
}

// Regions --------------------------------------------------------------------------------------------------
// `region` says at least `source` and `clip_id`.
export function addRegion(document, trackId, region, sources) {
  requireRoom(document, 1);
  if (!trackOf(document, trackId)) throw new Refused("That track is gone. Choose another one.");
  const placed = placedAt({ ...A_REGION, id: newId(), ...region }, region.offset_frames ?? 0, sources);
  return withTrack(document, trackId, (track) => ({ ...track, regions: [...track.regions, placed] }));
}

// `fields`: any of name, volume, pan, muted. Where it lies and what of its clip it plays have operations of
// their own.
export function setRegion(document, id, { name, volume, pan, muted }) {
  const given = Object.entries({ name, volume, pan, muted }).filter(([, value]) => value !== undefined);
  return withRegions(document, [id], (region) => settled({ ...region, ...Object.fromEntries(given) }));
}

export function remove(document, ids) {
  const gone = new Set(ids);
  return withAll(document, (regions) => regions.filter((region) => !gone.has(region.id)));
}

// Together: where one comes to an edge, all stop.
export function moveRegions(document, ids, { byFrames = 0, byTracks = 0 }, sources) {
  const moved = regionsOf(document).filter((region) => ids.includes(region.id));
  if (!moved.length) return document;
  const lanes = moved.map((region) => laneOf(document, region.id));
  const earliest = Math.min(...moved.map((region) => region.offset_frames));
  const latest = Math.max(...moved.map((region) => regionEnd(region, sources)));
  const frames = clamp(Math.round(byFrames), -earliest, Math.max(-earliest, lastFrame(sources) - latest));
  const steps = clamp(byTracks, -Math.min(...lanes), document.tracks.length - 1 - Math.max(...lanes));
  if (!frames && !steps) return document;
  const later = (region) => ({ ...region, offset_frames: region.offset_frames + frames });
  const shifted = new Map(moved.map((region) => [region.id, later(region)]));
  return steps ? ontoLanes(document, shifted, steps) : withRegions(document, ids, (region) => shifted.get(region.id));
}

export function trimStart(document, id, atFrame, sources) {
  return withRegions(document, [id], (region) => startingAt(region, atFrame, sources));
}

export function trimEnd(document, id, atFrame, sources) {
  return withRegions(document, [id], (region) => endingAt(region, atFrame, sources));
}

// `frames` null: it is heard once.
export function setLoop(document, id, frames, sources) {
  return withRegions(document, [id], (region) => loopingFor(region, frames, sources));
}

// `side` is "in" or "out"; `fade` any of frames and curve.
export function setFade(document, id, side, fade, sources) {
  return withRegions(document, [id], (region) => fading(region, side, fade, sources));
}

export function split(document, ids, atFrame, sources, makeId = newId) {
  const cut = new Set(ids);
  const halves = (region) => (cut.has(region.id) ? partsOf(region, atFrame, sources, makeId) : null) ?? [region];
  const next = withAll(document, (regions) => regions.flatMap(halves));
  requireRoom(next, 0);
  return next;
}

// The copies follow what they are copies of, as far apart as those are.
export function duplicate(document, ids, sources, makeId = newId) {
  const copied = copy(document, ids);
  if (!copied.length) return document;
  const from = Math.min(...copied.map(({ region }) => region.offset_frames));
  const to = Math.max(...copied.map(({ region }) => regionEnd(region, sources)));
  const lane = Math.min(...copied.map((one) => one.lane));
  return paste(document, copied, { atFrame: to, lane, from }, sources, makeId);
}

// What `paste` takes: regions with the lane each lies in.
export function copy(document, ids) {
  return document.tracks.flatMap((track, lane) =>
    track.regions.filter((region) => ids.includes(region.id)).map((region) => ({ region, lane })),
  );
}

// The earliest comes to lie at the frame, the uppermost in the lane; lanes below the last one are the last one.
export function paste(document, copied, { atFrame, lane, from }, sources, makeId = newId) {
  if (!copied.length) return document;
  if (!document.tracks.length) throw new Refused("Add a track first: regions lie on tracks.");
  requireRoom(document, copied.length);
  const earliest = from ?? Math.min(...copied.map(({ region }) => region.offset_frames));
  const uppermost = Math.min(...copied.map((one) => one.lane));
  return copied.reduce((next, one) => {
    const track = next.tracks[clamp(lane + one.lane - uppermost, 0, next.tracks.length - 1)];
    const offset = Math.round(atFrame) + one.region.offset_frames - earliest;
    const pasted = placedAt({ ...one.region, id: makeId() }, offset, sources);
    return withTrack(next, track.id, (there) => ({ ...there, regions: [...there.regions, pasted] }));
  }, document);
}

// Below ------------------------------------------------------------------------------------------------------
function withTrack(document, id, change) {
  return { ...document, tracks: document.tracks.map((track) => (track.id === id ? change(track) : track)) };
}

function withAll(document, change) {
  const tracks = document.tracks.map((track) => {
    const regions = change(track.regions);
    const isSame = regions.length === track.regions.length && regions.every((one, at) => one === track.regions[at]);
    return isSame ? track : { ...track, regions };
  });
  return tracks.every((track, at) => track === document.tracks[at]) ? document : { ...document, tracks };
}

function withRegions(document, ids, change) {
  const chosen = new Set(ids);
  return withAll(document, (regions) => regions.map((region) => (chosen.has(region.id) ? change(region) : region)));
}

function ontoLanes(document, shifted, steps) {
  const arriving = (lane) => document.tracks[lane - steps]?.regions.filter((region) => shifted.has(region.id)) ?? [];
  const tracks = document.tracks.map((track, lane) => {
    const staying = track.regions.filter((region) => !shifted.has(region.id));
    const regions = [...staying, ...arriving(lane).map((region) => shifted.get(region.id))];
    return staying.length === track.regions.length && regions.length === staying.length ? track : { ...track, regions };
  });
  return { ...document, tracks };
}

function placedAt(region, offset, sources) {
  const frames = regionEnd(region, sources) - region.offset_frames;
  const most = Math.max(0, lastFrame(sources) - frames);
  return withinFades(settled({ ...region, offset_frames: clamp(Math.round(offset), 0, most) }), sources);
}

// Of a track, a region or the master: numbers that are none become what is neutral.
function settled(part) {
  const next = { ...part };
  if ("volume" in part) next.volume = number(part.volume, 0, LOUDEST, 1);
  if ("pan" in part) next.pan = number(part.pan, -1, 1, 0);
  if ("name" in part) next.name = String(part.name ?? "").slice(0, NAME_MAX_CHARACTERS);
  return next;
}

function number(value, least, most, neutral) {
  return typeof value === "number" && Number.isFinite(value) ? clamp(value, least, most) : neutral;
}

function requireRoom(document, more) {
  if (regionsOf(document).length + more > MOST_REGIONS) {
    throw new Refused(`${MOST_REGIONS} regions are the most. Remove some, or render and go on with the result.`);
  }
}
