// Volumes over time and between the ears, as the server mixes: speech/mixing/ has the same laws.
const MOST_POINTS = 1024;
const EXPONENTIAL_RANGE = 1000; // 60 dB

export const decibels = (volume) => (volume > 0 ? 20 * Math.log10(volume) : -Infinity);
export const volumeOf = (db) => (db === -Infinity ? 0 : 10 ** (db / 20));

// Of equal power, and 1 on both sides in the middle.
export function panGains(pan) {
  const angle = ((pan + 1) * Math.PI) / 4;
  return [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
}

const CURVES = {
  linear: (x) => x,
  equal_power: (x) => Math.sin((x * Math.PI) / 2),
  smooth: (x) => x * x * (3 - 2 * x),
  exponential: (x) => (EXPONENTIAL_RANGE ** x - 1) / (EXPONENTIAL_RANGE - 1),
};

// How loud it is at `x` of a fade in, 0 to 1.
export function curveAt(curve, x) {
  return CURVES[curve](Math.min(Math.max(x, 0), 1));
}

// A fade from `x` on, as points for setValueCurveAtTime.
export function fadePoints({ frames, curve }, { from = 0, isOut = false } = {}) {
  const count = Math.max(2, Math.min(Math.ceil(frames * (1 - from)) + 1, MOST_POINTS));
  return Float32Array.from({ length: count }, (_, point) => {
    const x = from + ((1 - from) * point) / (count - 1);
    return curveAt(curve, isOut ? 1 - x : x);
  });
}
