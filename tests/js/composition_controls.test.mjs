import assert from "node:assert/strict";
import { test } from "node:test";

import { heirOf, regionAcross, regionBeside } from "../../static/js/composition/choosing.js";
import { complete } from "../../static/js/composition/document.js";
import { panText, positionOf, volumeAt, volumeText } from "../../static/js/composition/head.js";
import { commandOf } from "../../static/js/composition/keys.js";
import { FINE_PAIRS_PER_SECOND, Peaks, extremes, outlineOf } from "../../static/js/composition/peaks.js";
import { sentenceOf } from "../../static/js/composition/reading-out.js";
import { zoneAt } from "../../static/js/composition/zones.js";

const press = (key, held = {}) => commandOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
const region = (id, offset, fields = {}) => ({ id, name: id, clip_id: "c", offset_frames: offset, ...fields });
const SOURCES = { rateHz: 1000, clips: { c: 4_200 } };

test("keys are commands, with steps as fine as what is held", () => {
  assert.deepEqual(press("s"), { name: "split", given: {} });
  assert.deepEqual(press("S", { shiftKey: true }), { name: "split", given: {} });
  assert.deepEqual(press("ArrowLeft").given, { bySeconds: -0.1 });
  assert.deepEqual(press("ArrowRight", { shiftKey: true }).given, { bySeconds: 1 });
  assert.deepEqual(press("ArrowRight", { altKey: true }).given, { bySeconds: 0.01 });
  assert.equal(press("z", { ctrlKey: true }).name, "undo");
  assert.equal(press("Z", { metaKey: true, shiftKey: true }).name, "redo");
  assert.deepEqual(press("ArrowUp", { ctrlKey: true, shiftKey: true }).given, { byLanes: -1, isAdding: true });
});

test("what the browser does with a key stays the browser's", () => {
  assert.equal(press("r", { ctrlKey: true }), null);
  assert.equal(press("f", { altKey: true }), null);
  assert.equal(press("constructor"), null);
  assert.equal(press("Tab"), null);
});

test("a bracket that needs AltGr is a bracket", () => {
  assert.equal(press("[", { ctrlKey: true, altKey: true, isAltGraph: true }).name, "trim-start");
});

test("a region's edges, its fades and its lower right corner are handles", () => {
  const size = { width: 200, height: 80, fadeIn: 50, fadeOut: 0 };
  const zone = (x, y, how) => zoneAt({ x, y }, size, how);
  assert.equal(zone(50, 10), "fade-in");
  assert.equal(zone(197, 10), "fade-out");
  assert.equal(zone(3, 10), "trim-start");
  assert.equal(zone(3, 60), "trim-start");
  assert.equal(zone(197, 40), "trim-end");
  assert.equal(zone(197, 75), "loop");
  assert.equal(zone(100, 40), "move");
});

test("a finger reaches further; a narrow region can still be moved", () => {
  const size = { width: 200, height: 80, fadeIn: 0, fadeOut: 0 };
  assert.equal(zoneAt({ x: 15, y: 50 }, size), "move");
  assert.equal(zoneAt({ x: 15, y: 50 }, size, { isFinger: true }), "trim-start");
  assert.equal(zoneAt({ x: 6, y: 50 }, { ...size, width: 12 }, { isFinger: true }), "move");
});

test("an outline has the extremes of a stretch, and what lies between two of its pairs", () => {
  const outline = outlineOf({ bits: 8, data: [-127, 0, 0, 127, -64, 64, 0, 0] });
  const found = {};
  assert.deepEqual({ ...extremes(outline, 0, 1, found) }, { low: -1, high: 1 });
  extremes(outline, 0.5, 0.76, found);
  assert.ok(Math.abs(found.high - 64 / 127) < 1e-6);
  extremes(outline, 0.249, 0.251, found); // amid the first and the second
  assert.ok(Math.abs(found.high - 0.5) < 1e-6);
  assert.ok(Math.abs(found.low + 0.5) < 1e-6);
});

test("who looks closely is shown finer outlines, as they come", async (context) => {
  const asked = [];
  const fine = new Int8Array(2 * FINE_PAIRS_PER_SECOND * 30).fill(64);
  context.mock.method(globalThis, "fetch", async (url) => {
    asked.push(url);
    return { ok: true, json: async () => ({ bits: 8, data: [-127, 127, -127, 127] }), arrayBuffer: async () => fine.buffer };
  });
  let arrivals = 0;
  const peaks = new Peaks(() => (arrivals += 1), { fineUrl: "/fine" });
  const settled = async (count) => {
    while (arrivals < count) await new Promise((resolve) => setImmediate(resolve));
  };
  assert.equal(peaks.reader("c", 100, 0.01), null);
  await settled(1);
  assert.equal(peaks.reader("c", 100, 0.01)(40, 50, {}).high, 1);
  assert.equal(peaks.reader("c", 100, 50)(40, 40.02, {}).high, 1); // not here yet: the coarse one
  await settled(2);
  assert.ok(Math.abs(peaks.reader("c", 100, 50)(40, 40.02, {}).high - 64 / 127) < 1e-6);
  assert.deepEqual(asked, ["/api/clips/c/peaks", "/fine?clip=c&stretch=1"]);
});

test("a fader's middle is the sound as it is", () => {
  assert.equal(volumeAt(0.5), 1);
  assert.equal(positionOf(4), 1);
  assert.deepEqual([0, 0.5, 1, 2, 4].map(volumeText), ["silent", "-6.0 dB", "0.0 dB", "+6.0 dB", "+12.0 dB"]);
  assert.deepEqual([-0.25, 0, 1].map(panText), ["25 % left", "middle", "100 % right"]);
});

test("a region is read out with its place, its length and what is special about it", () => {
  const document = complete({ tracks: [{ id: "t", name: "Anna", regions: [region("Take 3", 12_500)] }] });
  const [track] = document.tracks;
  const sentence = (fields, problem) => sentenceOf({ ...track.regions[0], ...fields }, track, SOURCES, problem);
  assert.equal(sentence({}), "Take 3, track Anna, from 0:12.5, 4.2 seconds");
  assert.equal(
    sentence({ muted: true, fade_in: { frames: 500, curve: "linear" } }, "Its sound is gone."),
    "Take 3, track Anna, from 0:12.5, 4.2 seconds, muted, fades in for 0.5 seconds, Its sound is gone.",
  );
});

test("keys go from region to region in time, and to the nearest of the next lane that has any", () => {
  const lanes = [[region("a", 0), region("c", 9_000), region("b", 5_000)], [], [region("d", 8_000), region("e", 100)]];
  const document = complete({ tracks: lanes.map((regions, at) => ({ id: `t${at}`, regions })) });
  assert.equal(regionBeside(document, "a", 1).id, "b");
  assert.equal(regionBeside(document, "c", 1).id, "c");
  assert.equal(regionBeside(document, "gone", 1).id, "a");
  assert.equal(regionAcross(document, "c", 1).id, "d");
  assert.equal(regionAcross(document, "d", -1).id, "c");
  assert.equal(regionAcross(document, "a", -1).id, "a");
  assert.equal(heirOf(document, "b", ["b", "c"]).id, "a");
  assert.equal(heirOf(document, "d", ["d", "e"]), null);
});
