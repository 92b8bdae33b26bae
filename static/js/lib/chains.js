import { clamp } from "./numbers.js";

// What a rack of effects reckons with: where a slider stands, where a card is dropped, what is sent.
const AT_LEAST_HZ = 1e-6;

export function toSlider(value, { least, most, isLogarithmic = false }) {
  if (most <= least || !Number.isFinite(value)) return 0;
  const [from, to, at] = [least, most, clamp(value, least, most)].map(scaleOf(isLogarithmic));
  return (at - from) / (to - from);
}

// As coarse as a person would type it: in steps, or with three digits where the scale is logarithmic.
export function fromSlider(place, { least, most, step = 0.01, isLogarithmic = false }) {
  const [from, to] = [least, most].map(scaleOf(isLogarithmic));
  const at = from + clamp(place, 0, 1) * (to - from);
  if (isLogarithmic) return clamp(Number(Math.exp(at).toPrecision(3)), least, most);
  return clamp(Number((least + Math.round((at - least) / step) * step).toFixed(6)), least, most);
}

function scaleOf(isLogarithmic) {
  return isLogarithmic ? (value) => Math.log(Math.max(value, AT_LEAST_HZ)) : (value) => value;
}

// An empty field is what it was before; beyond its bounds it is the nearest that may be.
export function readNumber(text, { least, most, otherwise }) {
  const value = Number(String(text).trim().replace(",", "."));
  if (String(text).trim() === "" || !Number.isFinite(value)) return otherwise;
  return clamp(value, least, most);
}

// Of those that are on, each once.
export function summaryOf(cards) {
  const labels = cards.filter((card) => card.isOn).map((card) => card.label);
  return [...new Set(labels)].join(", ") || "None";
}

// How many of the others lie above the one that is dragged: its new place.
export function placeAmong(y, middles) {
  return middles.filter((middle) => middle < y).length;
}

// One effect as it is sent. What this page can't show stays as it came.
export function effectOf({ type, values, isOn, kept = "" }) {
  if (kept) return JSON.parse(kept);
  return isOn ? { type, ...values } : { type, ...values, enabled: false };
}

// Whether two chains sound alike: order of keys and what is switched on by default say nothing.
export function isSameChain(one, other) {
  return JSON.stringify(one.map(sorted)) === JSON.stringify(other.map(sorted));
}

// As a form sends them; empty and null are those of the voice.
export function isSameEffects(one, other) {
  const [first, second] = [one, other].map((text) => JSON.parse(text || "null"));
  return first && second ? isSameChain(first, second) : first === second;
}

function sorted(effect) {
  const pairs = Object.entries(effect).filter(([name, value]) => name !== "enabled" || value === false);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
