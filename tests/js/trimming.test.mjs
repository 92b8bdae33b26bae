import assert from "node:assert/strict";
import { test } from "node:test";

import { secondsOf, shares, trimmed } from "../../static/js/lib/trimming.js";

test("a handle stops a second before the other", () => {
  assert.deepEqual(trimmed({ start: 9.8, end: 6, duration: 10 }, "start"), { start: 5, end: 6 });
  assert.deepEqual(trimmed({ start: 4, end: 1, duration: 10 }, "end"), { start: 4, end: 5 });
});

test("neither leaves the recording", () => {
  assert.deepEqual(trimmed({ start: -3, end: 6, duration: 10 }, "start"), { start: 0, end: 6 });
  assert.deepEqual(trimmed({ start: 9.5, end: 99, duration: 10 }, "end"), { start: 9.5, end: 10 });
});

test("places are told to a hundredth", () => {
  assert.deepEqual(trimmed({ start: 1.23456, end: 6, duration: 10 }, "start"), { start: 1.23, end: 6 });
});

test("what is left out is a share of the whole", () => {
  assert.deepEqual(shares({ start: 1, end: 8, duration: 10 }), { before: 0.1, after: 0.19999999999999996 });
  assert.deepEqual(shares({ start: 1, end: 8, duration: 0 }), { before: 0, after: 0 });
});

test("an empty or broken field is the recording's edge", () => {
  assert.equal(secondsOf("", 10), 10);
  assert.equal(secondsOf("x", 10), 10);
  assert.equal(secondsOf(" 1.5", 10), 1.5);
});
