import assert from "node:assert/strict";
import { test } from "node:test";

import { barsFromPeaks } from "../../static/js/lib/peaks.js";

const peaks = (...data) => ({ bits: 8, data });

test("each bar is the loudest stretch it covers", () => {
  assert.deepEqual(barsFromPeaks(peaks(-127, 10, 0, 0, -5, 127, 0, 0), 2), [1, 1]);
  assert.deepEqual(barsFromPeaks(peaks(-127, 10, 0, 0), 2), [1, 0]);
});

test("a click between two loud stretches is not lost", () => {
  const data = new Array(2000).fill(0);
  data[1001] = 127;
  const bars = barsFromPeaks(peaks(...data), 10);
  assert.equal(bars.filter((bar) => bar === 1).length, 1);
});

test("a quiet recording is drawn as large as a loud one", () => {
  assert.equal(Math.max(...barsFromPeaks(peaks(-12, 12, -6, 6), 2)), 1);
});

test("silence stays flat", () => {
  assert.deepEqual(barsFromPeaks(peaks(0, 0, -1, 1, 0, 0), 3).map((bar) => bar < 0.02), [true, true, true]);
});

test("more bars than stretches repeat them", () => {
  assert.deepEqual(barsFromPeaks(peaks(-127, 127), 3), [1, 1, 1]);
});

test("no peaks give a flat line of the asked length", () => {
  assert.deepEqual(barsFromPeaks(null, 3), [0, 0, 0]);
  assert.deepEqual(barsFromPeaks(peaks(), 2), [0, 0]);
  assert.deepEqual(barsFromPeaks(peaks(1, 2), 0), []);
});
