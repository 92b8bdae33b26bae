import { clamp } from "./numbers.js";

// One sound with and without effects: where a moment of the one is in the other. `stretch` says where the
// beginning and the end of the sound without are in the sound with.
export function placeWith(seconds, { begins, ends, without }) {
  if (!without) return Math.max(0, begins);
  return Math.max(0, begins + (seconds / without) * (ends - begins));
}

export function placeWithout(seconds, { begins, ends, without }) {
  if (ends <= begins) return 0;
  return clamp(((seconds - begins) / (ends - begins)) * without, 0, without);
}

// What the server tells: "0.000 12.500". Nonsense is the whole of it.
export function readStretch(text, without) {
  const [begins, ends] = String(text ?? "").split(" ").map(Number);
  return Number.isFinite(begins) && Number.isFinite(ends) ? { begins, ends, without } : { begins: 0, ends: without, without };
}
