import assert from "node:assert/strict";
import { test } from "node:test";

import { newId } from "../../static/js/lib/ids.js";
import * as edit from "../../static/js/composition/document.js";

const SOURCES = { rateHz: 1000, clips: { long: 10_000, short: 2_000 } };

function region(id, fields = {}) {
  const none = { frames: 0, curve: "equal_power" };
  const places = { offset_frames: 0, trim_start_frames: 0, trim_end_frames: null, loop_frames: null };
  return {
    id,
    name: id,
    source: { kind: "upload", id: "u" },
    clip_id: "long",
    ...places,
    volume: 1,
    pan: 0,
    muted: false,
    fade_in: none,
    fade_out: none,
    ...fields,
  };
}

function lanes(...tracks) {
  return edit.complete({ tracks: tracks.map((regions, at) => ({ id: `t${at + 1}`, name: `T${at + 1}`, regions })) });
}

const counted = () => {
  let count = 0;
  return () => `n${(count += 1)}`;
};
const placesOf = (one) => [one.offset_frames, one.trim_start_frames, one.trim_end_frames];
const first = (document) => document.tracks[0].regions[0];

test("what was left out of a document is filled in", () => {
  const whole = edit.complete({ tracks: [{ id: "t", regions: [{ id: "r" }] }], master: {} });
  assert.equal(whole.master.ceiling_db, -1);
  assert.equal(whole.tracks[0].volume, 1);
  assert.deepEqual(whole.tracks[0].regions[0].fade_in, { frames: 0, curve: "equal_power" });
});

test("regions move together and stop together at the beginning and at the first and last track", () => {
  const document = lanes([region("a", { offset_frames: 300 })], [region("b", { offset_frames: 900 })], []);
  const moved = edit.moveRegions(document, ["a", "b"], { byFrames: -500.4, byTracks: 5 }, SOURCES);
  assert.deepEqual(
    moved.tracks.map((track) => track.regions.map((one) => [one.id, one.offset_frames])),
    [[], [["a", 0]], [["b", 600]]],
  );
});

test("a move leaves the given document and the other tracks as they were", () => {
  const document = lanes([region("a")], [region("b")]);
  const moved = edit.moveRegions(document, ["a"], { byFrames: 10 }, SOURCES);
  assert.equal(first(document).offset_frames, 0);
  assert.equal(moved.tracks[1], document.tracks[1]);
  assert.equal(edit.moveRegions(document, ["a"], { byFrames: -10 }, SOURCES), document);
});

test("nothing moves past 24 hours", () => {
  const moved = edit.moveRegions(lanes([region("a")]), ["a"], { byFrames: 1e12 }, SOURCES);
  assert.equal(edit.regionEnd(first(moved), SOURCES), 24 * 3600 * 1000);
});

test("the start is trimmed up to where the clip begins and down to what can still be heard", () => {
  const document = lanes([region("a", { offset_frames: 500, trim_start_frames: 200 })]);
  assert.deepEqual(placesOf(first(edit.trimStart(document, "a", 0, SOURCES))), [300, 0, null]);
  assert.deepEqual(placesOf(first(edit.trimStart(document, "a", 700, SOURCES))), [700, 400, null]);
  assert.deepEqual(placesOf(first(edit.trimStart(document, "a", 99_999, SOURCES))), [10_290, 9_990, null]);
});

test("the start of a clip that was never trimmed does not go before it", () => {
  const document = lanes([region("a", { offset_frames: 500 })]);
  assert.deepEqual(placesOf(first(edit.trimStart(document, "a", 100, SOURCES))), [500, 0, null]);
});

test("the end is trimmed; the clip's own end is no number", () => {
  const document = lanes([region("a", { offset_frames: 100 })]);
  const shorter = edit.trimEnd(document, "a", 1_100, SOURCES);
  assert.equal(first(shorter).trim_end_frames, 1_000);
  assert.equal(first(edit.trimEnd(shorter, "a", 99_999, SOURCES)).trim_end_frames, null);
  assert.equal(first(edit.trimEnd(document, "a", 0, SOURCES)).trim_end_frames, 10);
});

test("fades stay within the region and do not overlap", () => {
  const document = lanes([region("a", { clip_id: "short" })]);
  const faded = edit.setFade(document, "a", "in", { frames: 1_500, curve: "smooth" }, SOURCES);
  const both = edit.setFade(faded, "a", "out", { frames: 1_500 }, SOURCES);
  assert.deepEqual(first(both).fade_in, { frames: 1_500, curve: "smooth" });
  assert.deepEqual(first(both).fade_out, { frames: 500, curve: "equal_power" });
  const trimmed = first(edit.trimEnd(both, "a", 1_600, SOURCES));
  assert.deepEqual([trimmed.fade_in.frames, trimmed.fade_out.frames], [1_500, 100]);
});

test("an unknown curve and a length that is no number leave the fade", () => {
  const document = lanes([region("a")]);
  const faded = edit.setFade(document, "a", "in", { frames: NaN, curve: "wild" }, SOURCES);
  assert.deepEqual(first(faded).fade_in, { frames: 0, curve: "equal_power" });
});

test("a split leaves two parts that are heard as one was", () => {
  const fades = { fade_in: { frames: 400, curve: "linear" }, fade_out: { frames: 700, curve: "smooth" } };
  const document = lanes([region("a", { offset_frames: 100, trim_start_frames: 50, ...fades }), region("b")]);
  const [left, right, other] = edit.split(document, ["a"], 1_100, SOURCES, counted()).tracks[0].regions;
  assert.deepEqual(placesOf(left), [100, 50, 1_050]);
  assert.deepEqual(placesOf(right), [1_100, 1_050, null]);
  assert.deepEqual([left.fade_in.frames, left.fade_out.frames], [400, 0]);
  assert.deepEqual([right.fade_in.frames, right.fade_out.frames], [0, 700]);
  assert.deepEqual([left.id, right.id, other.id], ["a", "n1", "b"]);
});

test("a split beside the region changes nothing", () => {
  const document = lanes([region("a", { offset_frames: 100 })]);
  assert.equal(edit.split(document, ["a"], 100, SOURCES), document);
  assert.equal(edit.split(document, ["a"], 50_000, SOURCES), document);
});

test("a loop that is split amid a repetition goes on where it was", () => {
  const looped = region("a", { clip_id: "short", trim_start_frames: 500, loop_frames: 4_000 });
  const parts = edit.split(lanes([looped]), ["a"], 2_000, SOURCES, counted()).tracks[0].regions;
  assert.deepEqual(
    parts.map((one) => [one.offset_frames, one.trim_start_frames, one.trim_end_frames, one.loop_frames]),
    [
      [0, 500, null, 2_000],
      [2_000, 1_000, 2_000, null],
      [3_000, 500, null, 1_000],
    ],
  );
});

test("a loop shorter than the stretch is no loop", () => {
  const document = lanes([region("a", { clip_id: "short" })]);
  assert.equal(first(edit.setLoop(document, "a", 5_000, SOURCES)).loop_frames, 5_000);
  assert.equal(first(edit.setLoop(document, "a", 1_500, SOURCES)).loop_frames, null);
  assert.equal(first(edit.setLoop(document, "a", null, SOURCES)).loop_frames, null);
});

test("a loop's edges change how long it goes on", () => {
  const document = lanes([region("a", { clip_id: "short", offset_frames: 1_000, loop_frames: 5_000 })]);
  assert.equal(first(edit.trimEnd(document, "a", 4_000, SOURCES)).loop_frames, 3_000);
  const later = first(edit.trimStart(document, "a", 2_000, SOURCES));
  assert.deepEqual([later.offset_frames, later.loop_frames, later.trim_start_frames], [2_000, 4_000, 0]);
});

test("copies follow what they are copies of, in the same lanes", () => {
  const short = { clip_id: "short" };
  const document = lanes([region("a", short)], [region("b", { ...short, offset_frames: 1_000 })]);
  const copied = edit.duplicate(document, ["a", "b"], SOURCES, counted());
  assert.deepEqual(
    copied.tracks.map((track) => track.regions.map((one) => [one.id, one.offset_frames])),
    [
      [["a", 0], ["n1", 3_000]],
      [["b", 1_000], ["n2", 4_000]],
    ],
  );
});

test("what is pasted lies at the frame; lanes that are not there are the last one", () => {
  const document = lanes([region("a", { offset_frames: 700 })], [region("b", { offset_frames: 900 })]);
  const pasted = edit.paste(document, edit.copy(document, ["a", "b"]), { atFrame: 50, lane: 1 }, SOURCES, counted());
  assert.deepEqual(
    pasted.tracks[1].regions.map((one) => [one.id, one.offset_frames]),
    [["b", 900], ["n1", 50], ["n2", 250]],
  );
});

test("a track that goes takes its ducking with it", () => {
  const document = edit.setTrack(lanes([], []), "t1", { duck: { under: "t2", depth_db: 12 } });
  assert.equal(edit.removeTrack(document, "t2").tracks[0].duck, null);
});

test("tracks are added, named by their number, and moved", () => {
  const three = edit.addTrack(lanes([], []), { id: "x" });
  assert.equal(three.tracks[2].name, "Track 3");
  assert.deepEqual(
    edit.moveTrack(three, "x", 0).tracks.map((track) => track.id),
    ["x", "t1", "t2"],
  );
});

test("volume and pan stay in range; what is no number is neutral", () => {
  const track = (fields) => edit.setTrack(lanes([]), "t1", fields).tracks[0];
  assert.equal(track({ volume: 9 }).volume, 4);
  assert.equal(track({ volume: NaN }).volume, 1);
  assert.equal(track({ pan: -3 }).pan, -1);
  assert.equal(edit.setMaster(lanes(), { volume: -1 }).master.volume, 0);
});

test("a setting of a track leaves its regions", () => {
  const document = edit.setTrack(lanes([region("a")]), "t1", { name: "Anna", regions: [] });
  assert.equal(document.tracks[0].name, "Anna");
  assert.equal(document.tracks[0].regions.length, 1);
});

test("a region is added with what is missing, and taken away", () => {
  const clip = { source: { kind: "upload", id: "u" }, clip_id: "short", offset_frames: 12.6 };
  const document = edit.addRegion(lanes([]), "t1", { ...clip, id: "a" }, SOURCES);
  assert.equal(first(document).offset_frames, 13);
  assert.equal(first(document).volume, 1);
  assert.deepEqual(edit.remove(document, ["a"]).tracks[0].regions, []);
});

test("more than the most is refused with a sentence", () => {
  const full = lanes(Array.from({ length: 1_000 }, (_, at) => region(`r${at}`)));
  assert.throws(() => edit.duplicate(full, ["r1"], SOURCES), /1000 regions are the most/);
  assert.throws(() => edit.split(full, ["r1"], 5_000, SOURCES), edit.Refused);
  const tracks = lanes(...Array.from({ length: 64 }, () => []));
  assert.throws(() => edit.addTrack(tracks), /64 tracks are the most/);
});

test("who is heard: muted never, the soloed alone", () => {
  const document = lanes([], [], []);
  const heard = (change) => change.tracks.map((track) => edit.isHeard(change, track));
  assert.deepEqual(heard(document), [true, true, true]);
  const solo = edit.setTrack(document, "t2", { solo: true });
  assert.deepEqual(heard(solo), [false, true, false]);
  assert.deepEqual(heard(edit.setTrack(solo, "t2", { muted: true })), [false, false, false]);
});

test("a clip that is gone is as long as its region says", () => {
  const gone = region("a", { clip_id: "gone", trim_start_frames: 100 });
  assert.equal(edit.regionFrames(gone, SOURCES), 1_000);
  assert.equal(edit.regionFrames({ ...gone, trim_end_frames: 400 }, SOURCES), 300);
});

test("ids are new and of few characters", () => {
  const ids = new Set(Array.from({ length: 200 }, newId));
  assert.equal(ids.size, 200);
  assert.ok([...ids].every((id) => /^[a-z0-9]{12}$/.test(id)));
});
