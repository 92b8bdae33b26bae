import { regionsOf } from "./document.js";
import { rulerStep } from "./geometry.js";
import { regionEnd } from "./regions.js";

export const SNAP_PX = 8;

// Where edges like to lie: the beginning, the playhead, the edges of all that is not being moved.
export function snapPlaces(document, { except = [], playhead = null }, sources) {
  const still = regionsOf(document).filter((region) => !except.includes(region.id));
  const edges = still.flatMap((region) => [region.offset_frames, regionEnd(region, sources)]);
  const places = new Set([0, ...edges, ...(playhead === null ? [] : [playhead])]);
  return [...places].sort((one, other) => one - other);
}

// The lines of the ruler, as far apart as it is zoomed.
export function gridFrames(pxPerSecond, rateHz) {
  const { seconds, parts } = rulerStep(pxPerSecond);
  return (seconds / parts) * rateHz;
}

// What a move by `byFrames` of some edges becomes: that of the nearest place within reach, before the grid.
// `{ byFrames, place }`; place null: nothing is near.
export function snapped(edges, byFrames, { places, grid, reach }) {
  const near = (candidates) =>
    candidates.reduce((best, found) => (Math.abs(found.off) < Math.abs(best?.off ?? reach + 1e-6) ? found : best), null);
  const toPlaces = edges.map((edge) => offTo(nearest(places, edge + byFrames), edge + byFrames));
  const toGrid = grid ? edges.slice(0, 1).map((edge) => offTo(lineNear(edge + byFrames, grid), edge + byFrames)) : [];
  const found = near(toPlaces.filter(Boolean)) ?? near(toGrid);
  return found ? { byFrames: byFrames + found.off, place: found.place } : { byFrames, place: null };
}

const offTo = (place, frame) => (place === null ? null : { place, off: place - frame });
const lineNear = (frame, grid) => Math.max(0, Math.round(frame / grid)) * grid;

function nearest(places, frame) {
  if (!places.length) return null;
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < frame) low = middle + 1;
    else high = middle;
  }
  const before = places[Math.max(0, low - 1)];
  return Math.abs(before - frame) <= Math.abs(places[low] - frame) ? before : places[low];
}
