import { laneOf, regionOf } from "./document.js";

// From one region to another, by keys.
const byTime = (one, other) => one.offset_frames - other.offset_frames || (one.id < other.id ? -1 : 1);
const inTime = (track) => track.regions.toSorted(byTime);

export function firstRegion(document) {
  const track = document.tracks.find((one) => one.regions.length);
  return track ? inTime(track)[0] : null;
}

// The next one of the lane; past its ends the last and the first one stay.
export function regionBeside(document, id, by) {
  const lane = laneOf(document, id);
  if (lane < 0) return firstRegion(document);
  const regions = inTime(document.tracks[lane]);
  const at = regions.findIndex((region) => region.id === id) + by;
  return regions[Math.min(Math.max(at, 0), regions.length - 1)];
}

// In the next lane that has any, the one that begins nearest.
export function regionAcross(document, id, by) {
  const from = regionOf(document, id);
  if (!from) return firstRegion(document);
  for (let lane = laneOf(document, id) + by; document.tracks[lane]; lane += by) {
    const away = (region) => Math.abs(region.offset_frames - from.offset_frames);
    const [nearest] = inTime(document.tracks[lane]).sort((one, other) => away(one) - away(other));
    if (nearest) return nearest;
  }
  return from;
}

// What takes the place of regions that go: the next one of the lane, or the one before.
export function heirOf(document, id, goingIds) {
  const lane = laneOf(document, id);
  if (lane < 0) return null;
  const regions = inTime(document.tracks[lane]);
  const at = regions.findIndex((region) => region.id === id);
  const stays = (region) => !goingIds.includes(region.id);
  return regions.slice(at).find(stays) ?? regions.slice(0, at).findLast(stays) ?? null;
}
