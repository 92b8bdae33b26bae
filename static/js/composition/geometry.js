import { clamp } from "../lib/numbers.js";

// Between frames and what is seen. A view is `{ pxPerSecond, left }`: how far it is zoomed in, and the frame at
// its left edge.
export const LEAST_PX_PER_SECOND = 0.02;
export const MOST_PX_PER_SECOND = 2000;
export const ZOOM_STEP = 1.5;
const LABEL_PX = 84;
const SECONDS_OF_STEPS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
];
const PARTS_OF_STEPS = new Map([[15, 3], [30, 3], [900, 3], [1800, 3], [60, 4], [3600, 4], [120, 4], [7200, 4]]);

export const pxOf = (frame, view, rateHz) => ((frame - view.left) / rateHz) * view.pxPerSecond;
export const framesWide = (px, view, rateHz) => (px / view.pxPerSecond) * rateHz;
export const frameAt = (px, view, rateHz) => view.left + framesWide(px, view, rateHz);

// Zoomed by a factor, with what lies at `px` staying there.
export function zoomed(view, factor, px, rateHz) {
  const pxPerSecond = clamp(view.pxPerSecond * factor, LEAST_PX_PER_SECOND, MOST_PX_PER_SECOND);
  const anchor = frameAt(px, view, rateHz);
  return { pxPerSecond, left: Math.max(0, anchor - (px / pxPerSecond) * rateHz) };
}

// All of it, with a little room behind the end.
export function fitted(endFrame, width, rateHz) {
  const seconds = Math.max(1, endFrame / rateHz) * 1.04;
  return { pxPerSecond: clamp(width / seconds, LEAST_PX_PER_SECOND, MOST_PX_PER_SECOND), left: 0 };
}

// Scrolled no further than it takes for the frame to be seen, with some room around it.
export function showing(view, frame, width, rateHz) {
  const px = pxOf(frame, view, rateHz);
  const room = Math.min(48, width / 4);
  if (px >= 0 && px <= width - room) return view;
  const to = px < 0 ? px - room : px - width + 2 * room;
  return { ...view, left: Math.max(0, frameAt(to, view, rateHz)) };
}

// Seconds from one label of the ruler to the next, and the parts between them.
export function rulerStep(pxPerSecond) {
  const seconds = SECONDS_OF_STEPS.find((step) => step * pxPerSecond >= LABEL_PX) ?? SECONDS_OF_STEPS.at(-1);
  return { seconds, parts: PARTS_OF_STEPS.get(seconds) ?? (String(seconds).includes("2") ? 4 : 5) };
}

export function ticks(view, width, rateHz) {
  const { seconds, parts } = rulerStep(view.pxPerSecond);
  const small = seconds / parts;
  const first = Math.floor(view.left / rateHz / small);
  const last = Math.ceil(frameAt(width, view, rateHz) / rateHz / small);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const number = first + at;
    const time = number * small;
    return { px: pxOf(time * rateHz, view, rateHz), seconds: time, isLabelled: number % parts === 0 };
  });
}

// 75.25 -> "1:15.25"; as many places as the step between two of them needs.
export function clockOf(seconds, step = 0.01) {
  const places = step >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(step) - 1e-9));
  const rounded = Math.round(Math.max(0, seconds) * 10 ** places) / 10 ** places;
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor((rounded % 3600) / 60);
  const rest = (rounded % 60).toFixed(places).padStart(places ? places + 3 : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

// "1:15.25", "75.25" or "1:01:15" -> seconds; null where it is none of them.
export function secondsOfClock(text) {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d+([.,]\d*)?$/.test(part))) return null;
  return parts.reduce((total, part) => total * 60 + Number(part.replace(",", ".")), 0);
}
