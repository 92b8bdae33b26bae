import { clamp } from "./numbers.js";

// The server sends the lowest and highest of each stretch in turn: {bits: 8, data: [-3, 5, …]}.
function loudness({ bits, data }) {
  const full = 2 ** (bits - 1) - 1;
  const levels = [];
  for (let at = 0; at + 1 < data.length; at += 2) {
    levels.push(clamp(Math.max(Math.abs(data[at]), Math.abs(data[at + 1])) / full, 0, 1));
  }
  return levels;
}

// One height (0 to 1) for each bar: the loudest stretch it covers. Quiet recordings are drawn as
// large as loud ones; what silence is stays flat.
export function barsFromPeaks(peaks, count) {
  const levels = peaks ? loudness(peaks) : [];
  if (!levels.length || count < 1) return new Array(Math.max(0, count)).fill(0);
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  const gain = loudest > 0.02 ? 1 / loudest : 1;
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / count));
    return gain * levels.slice(from, to).reduce((most, level) => Math.max(most, level), 0);
  });
}
