import assert from "node:assert/strict";
import { test } from "node:test";

import { complete } from "../../static/js/composition/document.js";
import { fitting } from "../../static/js/composition/drawing.js";
import * as geometry from "../../static/js/composition/geometry.js";
import { gridFrames, snapPlaces, snapped } from "../../static/js/composition/snapping.js";

const RATE = 1000;
const VIEW = { pxPerSecond: 100, left: 2_000 };
const SOURCES = { rateHz: RATE, clips: { c: 1_000 } };

test("a pixel and its frame lead to each other", () => {
  assert.equal(geometry.pxOf(3_500, VIEW, RATE), 150);
  assert.equal(geometry.frameAt(150, VIEW, RATE), 3_500);
});

test("zooming leaves what is under the pointer where it is", () => {
  const nearer = geometry.zoomed(VIEW, 2, 150, RATE);
  assert.equal(nearer.pxPerSecond, 200);
  assert.equal(geometry.pxOf(3_500, nearer, RATE), 150);
});

test("zooming has ends and never shows what is before the beginning", () => {
  assert.equal(geometry.zoomed(VIEW, 1e9, 0, RATE).pxPerSecond, geometry.MOST_PX_PER_SECOND);
  assert.deepEqual(geometry.zoomed(VIEW, 1e-9, 900, RATE), { pxPerSecond: geometry.LEAST_PX_PER_SECOND, left: 0 });
});

test("all of an hour fits, and nothing at all does", () => {
  const view = geometry.fitted(3_600 * RATE, 900, RATE);
  assert.ok(geometry.pxOf(3_600 * RATE, view, RATE) < 900);
  assert.ok(geometry.fitted(0, 900, RATE).pxPerSecond > 100);
});

test("a view moves only where the frame is out of it", () => {
  assert.equal(geometry.showing(VIEW, 5_000, 900, RATE), VIEW);
  assert.equal(geometry.showing(VIEW, 0, 900, RATE).left, 0);
  const later = geometry.showing(VIEW, 60_000, 900, RATE);
  assert.ok(geometry.pxOf(60_000, later, RATE) < 900);
});

test("the ruler's labels have room, and its parts are round", () => {
  for (const pxPerSecond of [0.02, 0.3, 5, 77, 400, 2_000]) {
    const { seconds, parts } = geometry.rulerStep(pxPerSecond);
    assert.ok(seconds * pxPerSecond >= 84, String(pxPerSecond));
    assert.ok(parts >= 3 && parts <= 5);
  }
});

test("ticks cover what is seen, labels stand at whole steps", () => {
  const found = geometry.ticks(VIEW, 300, RATE);
  assert.deepEqual(
    found.filter((tick) => tick.isLabelled).map((tick) => [tick.seconds, tick.px]),
    [[2, 0], [3, 100], [4, 200], [5, 300]],
  );
  assert.equal(found[1].px, 20);
});

test("times are told as finely as they can be seen", () => {
  assert.equal(geometry.clockOf(75.256), "1:15.26");
  assert.equal(geometry.clockOf(75.256, 0.1), "1:15.3");
  assert.equal(geometry.clockOf(59.96, 0.1), "1:00.0");
  assert.equal(geometry.clockOf(3_675, 1), "1:01:15");
  assert.equal(geometry.clockOf(9, 1), "0:09");
  assert.equal(geometry.clockOf(0.125, 0.002), "0:00.125");
});

test("typed times are read", () => {
  assert.equal(geometry.secondsOfClock("1:15.5"), 75.5);
  assert.equal(geometry.secondsOfClock(" 12,25 "), 12.25);
  assert.equal(geometry.secondsOfClock("1:01:15"), 3_675);
  for (const text of ["", "x", "-1", "1:2:3:4", "1e9"]) assert.equal(geometry.secondsOfClock(text), null);
});

test("the beginning, the playhead and others' edges attract, one's own do not", () => {
  const regions = [{ id: "a", clip_id: "c", offset_frames: 500 }, { id: "b", clip_id: "c", offset_frames: 4_000 }];
  const document = complete({ tracks: [{ id: "t", regions }] });
  assert.deepEqual(snapPlaces(document, { except: ["a"], playhead: 777 }, SOURCES), [0, 777, 4_000, 5_000]);
});

test("the nearest place within reach wins, whichever edge comes to it", () => {
  const at = { places: [0, 4_000, 5_000], grid: null, reach: 80 };
  assert.deepEqual(snapped([500, 1_500], 2_470, at), { byFrames: 2_500, place: 4_000 });
  assert.deepEqual(snapped([500, 1_500], 3_560, at), { byFrames: 3_500, place: 4_000 });
  assert.deepEqual(snapped([500, 1_500], 300, at), { byFrames: 300, place: null });
});

test("an edge is nearer than a line of the grid; the grid takes the first edge alone", () => {
  const at = { places: [4_000], grid: 1_000, reach: 80 };
  assert.deepEqual(snapped([0], 3_040, at), { byFrames: 3_000, place: 3_000 });
  assert.deepEqual(snapped([0], 3_960, { ...at, places: [3_950] }), { byFrames: 3_950, place: 3_950 });
  assert.deepEqual(snapped([500, 1_000], 40, at), { byFrames: 40, place: null });
});

test("the grid is as fine as the ruler's parts", () => {
  assert.equal(gridFrames(100, RATE), 200);
});

test("a name that is too long for its region ends in a sign that there is more", () => {
  const context = { measureText: (text) => ({ width: [...text].length * 10 }) };
  assert.equal(fitting("Ferry", 50, context), "Ferry");
  assert.equal(fitting("The late ferry", 50, context), "The…");
  assert.equal(fitting("The late ferry", 60, context), "The l…");
  assert.equal(fitting("👩‍🚀 speaks", 15, context), "");
});
