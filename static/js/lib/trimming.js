import { clamp } from "./numbers.js";

export const LEAST_SECONDS = 1;

// Where start and end come to lie when one of them was moved: it stops a second before the other.
export function trimmed({ start, end, duration }, moved) {
  if (moved === "start") return { start: round(clamp(start, 0, Math.max(0, end - LEAST_SECONDS))), end: round(end) };
  const first = Math.min(start + LEAST_SECONDS, duration);
  return { start: round(start), end: round(clamp(end, first, duration)) };
}

// As shares of the whole, for what is drawn over the waveform.
export function shares({ start, end, duration }) {
  if (!(duration > 0)) return { before: 0, after: 0 };
  return { before: clamp(start / duration, 0, 1), after: clamp(1 - end / duration, 0, 1) };
}

// An empty or broken field is the edge of the recording.
export function secondsOf(text, edge) {
  const seconds = text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(seconds) ? seconds : edge;
}

function round(seconds) {
  return Math.round(seconds * 100) / 100;
}
