import assert from "node:assert/strict";
import { test } from "node:test";

import { addRegion, addTrack, complete, setMaster, setRegion, setTrack } from "../../static/js/composition/document.js";
import { curveAt, decibels, fadePoints, panGains, volumeOf } from "../../static/js/composition/gains.js";
import { Laps } from "../../static/js/composition/laps.js";
import { levelOf } from "../../static/js/composition/meter.js";
import { endOfScore, piecesOf, scoreOf } from "../../static/js/composition/score.js";
import { samplesOf } from "../../static/js/composition/windows.js";

const sources = { rateHz: 100, clips: { song: 1000, voice: 300 } };

function region(fields = {}) {
  return { source: { kind: "upload", id: "song" }, clip_id: "song", name: "", ...fields };
}

function documentOf(...tracks) {
  return tracks.reduce((whole, regions, at) => {
    const id = `t${at + 1}`;
    return regions.reduce((next, one) => addRegion(next, id, one, sources), addTrack(whole, { id, name: id }));
  }, complete(null));
}

const partsOf = (document, frozen) => scoreOf(document, sources, frozen);
const pieces = (part, from, to, windowFrames = 250) =>
  [...piecesOf(part, { from, to, windowFrames })].map(({ index, skip, at, frames }) => [index, skip, at, frames]);

test("a region is played in pieces of the windows it lies in, without a gap or a frame twice", () => {
  const [part] = partsOf(documentOf([region({ offset_frames: 40, trim_start_frames: 200, trim_end_frames: 620 })]));
  assert.deepEqual(pieces(part, 0, 1000), [
    [0, 200, 40, 50],
    [1, 0, 90, 250],
    [2, 0, 340, 120],
  ]);
});

test("whoever begins in the middle hears the same frames at the same places", () => {
  const [part] = partsOf(documentOf([region({ offset_frames: 40, trim_start_frames: 200, trim_end_frames: 620 })]));
  assert.deepEqual(pieces(part, 100, 350), [
    [1, 10, 100, 240],
    [2, 0, 340, 10],
  ]);
  assert.deepEqual(pieces(part, 460, 900), []);
});

test("a loop begins again where its stretch ends, and stops where it is filled", () => {
  const [part] = partsOf(documentOf([region({ clip_id: "voice", trim_start_frames: 200, loop_frames: 250 })]));
  assert.deepEqual(pieces(part, 0, 1000), [
    [0, 200, 0, 50],
    [1, 0, 50, 50],
    [0, 200, 100, 50],
    [1, 0, 150, 50],
    [0, 200, 200, 50],
  ]);
  assert.deepEqual(pieces(part, 130, 160), [
    [0, 230, 130, 20],
    [1, 0, 150, 10],
  ]);
});

test("what is muted, not soloed or without its clip is not played", () => {
  const heard = (document) => partsOf(document).map((part) => part.trackId);
  const both = documentOf([region()], [region()]);
  assert.deepEqual(heard(both), ["t1", "t2"]);
  assert.deepEqual(heard(setTrack(both, "t1", { muted: true })), ["t2"]);
  assert.deepEqual(heard(setTrack(both, "t1", { solo: true })), ["t1"]);
  assert.deepEqual(heard(setTrack(both, "t1", { solo: true, muted: true })), []);
  assert.deepEqual(heard(setRegion(both, both.tracks[0].regions[0].id, { muted: true })), ["t2"]);
  assert.deepEqual(heard(documentOf([region({ clip_id: "gone" })])), []);
});

test("volume and pan change a part that goes on; another place is another part", () => {
  const before = documentOf([region()]);
  const { id } = before.tracks[0].regions[0];
  const [one] = partsOf(before);
  const [louder] = partsOf(setRegion(before, id, { volume: 2, pan: -1 }));
  assert.equal(louder.key, one.key);
  assert.deepEqual([louder.volume, louder.pan], [2, -1]);
  assert.notEqual(partsOf(documentOf([region({ offset_frames: 1 })]))[0].key, one.key);
});

test("a stem takes its track's place, and a mix that of all, with what they sound on", () => {
  const document = documentOf([region()], [region({ offset_frames: 500 })]);
  const stem = { source: "stem=ab", frames: 1200, gain: 2 };
  const [frozen, plain] = partsOf(document, { tracks: { t1: stem }, master: null });
  assert.deepEqual([frozen.source, frozen.frames, frozen.volume, plain.source], ["stem=ab", 1200, 2, "clip=song"]);
  const whole = partsOf(document, { tracks: {}, master: { ...stem, frames: 1700 } });
  assert.deepEqual(whole.map(({ trackId, source }) => [trackId, source]), [[null, "stem=ab"]]);
  assert.equal(endOfScore(whole, document, sources), 1700);
  assert.equal(endOfScore(partsOf(document), document, sources), 1500);
});

test("pan is of equal power, as it is in the middle, and nothing on the far side", () => {
  const power = ([left, right]) => left ** 2 + right ** 2;
  for (const pan of [-1, -0.4, 0, 0.7, 1]) assert.ok(Math.abs(power(panGains(pan)) - 2) < 1e-12);
  assert.ok(panGains(0).every((gain) => Math.abs(gain - 1) < 1e-12));
  assert.ok(Math.abs(panGains(1)[0]) < 1e-12);
});

test("fades begin at nothing and end at all, each on its own way", () => {
  for (const curve of ["linear", "equal_power", "smooth", "exponential"]) {
    assert.ok(Math.abs(curveAt(curve, 0)) < 1e-12 && Math.abs(curveAt(curve, 1) - 1) < 1e-12);
  }
  const middles = ["linear", "equal_power", "smooth", "exponential"].map((curve) => curveAt(curve, 0.5));
  assert.deepEqual(middles.map((value) => value.toFixed(3)), ["0.500", "0.707", "0.500", "0.031"]);
});

test("a fade that is entered in the middle goes on from there", () => {
  const whole = fadePoints({ frames: 100, curve: "linear" });
  assert.deepEqual([whole.length, whole[0], whole.at(-1)], [101, 0, 1]);
  const rest = fadePoints({ frames: 100, curve: "linear" }, { from: 0.75, isOut: true });
  assert.deepEqual([rest.length, rest[0], rest.at(-1)], [26, 0.25, 0]);
  assert.equal(fadePoints({ frames: 9_000_000, curve: "smooth" }).length, 1024);
});

test("volumes are told in dB and back", () => {
  assert.equal(decibels(0), -Infinity);
  assert.equal(volumeOf(-Infinity), 0);
  assert.ok(Math.abs(volumeOf(decibels(0.3)) - 0.3) < 1e-12);
  assert.deepEqual([levelOf(-Infinity), levelOf(-30), levelOf(6)], [0, 0.5, 1]);
});

test("without a loop there is one lap, to the end", () => {
  const laps = new Laps({ start: 2, from: 50, end: 250, rateHz: 100 });
  assert.deepEqual(laps.upTo(99, 2).length, 1);
  assert.deepEqual([1, 2, 3.5, 99].map((seconds) => laps.frameAt(seconds)), [50, 50, 200, 250]);
  assert.deepEqual([3.99, 4].map((seconds) => laps.isOverAt(seconds)), [false, true]);
});

test("a stretch is played over and over, each lap where the one before it ended", () => {
  const laps = new Laps({ start: 1, from: 100, end: 1000, rateHz: 100, loop: { from: 100, to: 250 } });
  const begins = laps.upTo(6, 1).map((lap) => [lap.start, lap.from, lap.to]);
  assert.deepEqual(begins, [
    [1, 100, 250],
    [2.5, 100, 250],
    [4, 100, 250],
    [5.5, 100, 250],
  ]);
  assert.deepEqual([2.4, 2.6, 4.1].map((seconds) => laps.frameAt(seconds)), [240, 110, 110]);
  assert.equal(laps.upTo(6, 4.5).length, 2, "laps that are over are forgotten");
  assert.equal(laps.isOverAt(1000), false);
});

test("from behind the stretch it plays to the end, once", () => {
  const laps = new Laps({ start: 0, from: 300, end: 1000, rateHz: 100, loop: { from: 100, to: 250 } });
  assert.deepEqual(laps.upTo(99, 0).map(({ from, to }) => [from, to]), [[300, 1000]]);
  laps.endAt(400);
  assert.equal(laps.isOverAt(1), true);
});

test("a window is read from its WAV, whatever stands before its samples", () => {
  const bytes = Buffer.alloc(44 + 12 + 8);
  bytes.write("RIFF", 0);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.write("LIST", 36);
  bytes.writeUInt32LE(3, 40);
  bytes.write("data", 48);
  bytes.writeUInt32LE(8, 52);
  [16384, -32768, 0, 32767].forEach((sample, at) => bytes.writeInt16LE(sample, 56 + 2 * at));
  const [left, right] = samplesOf(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  assert.deepEqual([[...left], [...right]], [[0.5, 0], [-1, 32767 / 32768]]);
  assert.deepEqual(samplesOf(new ArrayBuffer(8)).map((side) => side.length), [0, 0]);
});

test("the master's volume does not change what is played", () => {
  const document = documentOf([region()]);
  assert.deepEqual(partsOf(setMaster(document, { volume: 0.5 })), partsOf(document));
});
