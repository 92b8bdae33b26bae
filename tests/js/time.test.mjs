import assert from "node:assert/strict";
import { test } from "node:test";

import { formatClock, spokenClock, timeAgo } from "../../static/js/lib/time.js";

test("a clock shows minutes, and hours only where there are any", () => {
  assert.equal(formatClock(0), "0:00");
  assert.equal(formatClock(9.99), "0:09");
  assert.equal(formatClock(75.4), "1:15");
  assert.equal(formatClock(3599.9), "59:59");
  assert.equal(formatClock(3675), "1:01:15");
});

test("a length that is not known reads as nothing", () => {
  for (const unknown of [Number.NaN, Infinity, undefined, -3]) assert.equal(formatClock(unknown), "0:00");
});

test("a clock is spoken in words", () => {
  assert.equal(spokenClock(0), "0 seconds");
  assert.equal(spokenClock(61), "1 minute 1 second");
  assert.equal(spokenClock(120), "2 minutes");
});

const NOW = Date.parse("2026-03-01T12:00:00Z");

test("what was lately is told relative to now", () => {
  assert.equal(timeAgo(NOW - 3000, NOW), "just now");
  assert.equal(timeAgo(NOW - 59_000, NOW), "59 seconds ago");
  assert.equal(timeAgo(NOW - 119_000, NOW), "1 minute ago");
  assert.equal(timeAgo(NOW - 3 * 3_600_000, NOW), "3 hours ago");
  assert.equal(timeAgo(NOW - 86_400_000, NOW), "yesterday");
  assert.equal(timeAgo(NOW + 2 * 3_600_000, NOW), "in 2 hours");
});

test("past a week the written date serves", () => {
  assert.equal(timeAgo(NOW - 8 * 86_400_000, NOW), null);
});
