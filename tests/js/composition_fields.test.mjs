import assert from "node:assert/strict";
import { test } from "node:test";

import { addRegion, addTrack, complete, moveRegions, regionOf, setMaster, setTrack, trackOf } from "../../static/js/composition/document.js";
import { FIELDS, mayDuckUnder } from "../../static/js/composition/fields.js";
import { Frozen, wetOf } from "../../static/js/composition/frozen.js";

const sources = { rateHz: 1000, clips: { song: 10_000 } };
const REVERB = { type: "reverb", mix: 0.3 };
const SONG = { source: { kind: "upload", id: "song" }, clip_id: "song", name: "Song" };

function threeTracks() {
  return ["a", "b", "c"].reduce(
    (next, id) => addRegion(addTrack(next, { id, name: id.toUpperCase() }), id, { ...SONG, id: `r${id}`, offset_frames: 500 }, sources),
    complete(null),
  );
}

function typed(name, text, document = threeTracks(), chosen = { regionIds: ["ra"], trackId: "a" }) {
  const { value, problem } = FIELDS[name].read(text);
  return problem ?? FIELDS[name].act(document, chosen, value, sources);
}

test("what is typed is what is shown then", () => {
  const shownAfter = (name, text) => {
    const next = typed(name, text);
    const part = { region: regionOf(next, "ra"), track: trackOf(next, "a"), master: next.master }[FIELDS[name].of];
    return FIELDS[name].show(part, sources);
  };
  assert.equal(shownAfter("region.volume", "-6"), "-6");
  assert.equal(shownAfter("region.volume", ""), "");
  assert.equal(shownAfter("region.pan", "−50"), "-50");
  assert.equal(shownAfter("track.name", " Intro "), "Intro");
  assert.equal(shownAfter("track.volume", "12"), "12");
  assert.equal(shownAfter("master.ceiling", "-3"), "-3");
  assert.equal(shownAfter("master.levels", true), true);
});

test("what makes no sense is told and changes nothing", () => {
  const bad = { "region.volume": "loud", "region.pan": "101", "track.depth": "NaN", "track.name": "  " };
  for (const [name, text] of Object.entries(bad)) assert.match(typed(name, text), /^Type /, name);
  assert.match(typed("master.target", "3"), /-40 to -5 LUFS/);
});

test("several regions are changed together", () => {
  const next = typed("region.volume", "-60", threeTracks(), { regionIds: ["ra", "rc"], trackId: "a" });
  assert.deepEqual(["ra", "rb", "rc"].map((id) => regionOf(next, id).volume), [0, 1, 0]);
});

test("a track goes down under none that goes down under it", () => {
  const under = (document, id) => mayDuckUnder(document, id).map((track) => track.id);
  const ducked = typed("track.duck", "b");
  assert.equal(trackOf(ducked, "a").duck.depth_db, 12);
  assert.deepEqual(under(ducked, "b"), ["c"]);
  assert.deepEqual(under(ducked, "a"), ["b", "c"]);
  assert.equal(trackOf(typed("track.duck", "", ducked), "a").duck, null);
});

test("only what a browser can't make is made by the server", () => {
  const wet = (document) => wetOf(document, 1000).map(({ id }) => id);
  const plain = threeTracks();
  assert.deepEqual(wet(plain), []);
  assert.deepEqual(wet(setTrack(plain, "a", { effects: [REVERB] })), ["a"]);
  assert.deepEqual(wet(setTrack(plain, "a", { effects: [{ ...REVERB, enabled: false }] })), []);
  assert.deepEqual(wet(setTrack(plain, "a", { effects: [REVERB], muted: true })), []);
  assert.deepEqual(wet(typed("track.duck", "b")), ["a"]);
  assert.deepEqual(wet(setTrack(typed("track.duck", "b"), "b", { muted: true })), []);
  assert.deepEqual(wet(setMaster(plain, { target_lufs: -16 })), ["master"]);
});

test("a fader makes no stem anew; a moved region, and the volume of what a track goes down under, do", () => {
  const signature = (document) => wetOf(document, 1000)[0].signature;
  const before = setTrack(typed("track.duck", "b"), "a", { effects: [REVERB] });
  assert.equal(signature(setTrack(before, "a", { volume: 0.5, pan: 1, name: "Other" })), signature(before));
  assert.equal(signature(setTrack(before, "c", { volume: 0.5 })), signature(before));
  assert.notEqual(signature(setTrack(before, "b", { volume: 0.5 })), signature(before));
  assert.notEqual(signature(moveRegions(before, ["ra"], { byFrames: 3 }, sources)), signature(before));
});

test("a stem is heard when it is ready, while the document is as it was made of", async () => {
  const answers = [{ state: "making", progress: 0.4 }, { state: "ready", source: "stem=1", frames: 9, gain: 1 }];
  const send = async () => ({ ok: true, json: { tracks: { a: answers.shift() }, master: null } });
  const frozen = new Frozen({ url: "/frozen", rateHz: 1000, send });
  const wet = setTrack(threeTracks(), "a", { effects: [REVERB] });
  frozen.changed(wet);
  assert.match(frozen.news, /“A” are being made\. Until then/);
  await frozen.ask();
  assert.match(frozen.news, /40 %/);
  await frozen.ask();
  assert.deepEqual([frozen.news, frozen.there.tracks.a.source], ["", "stem=1"]);
  frozen.changed(setTrack(wet, "a", { effects: [{ ...REVERB, mix: 0.9 }] }));
  assert.deepEqual(frozen.there.tracks, {});
  frozen.changed(wet);
  assert.equal(frozen.there.tracks.a.source, "stem=1", "an undo has it again");
  frozen.stop();
});

test("what can't be made is told, and not asked for again and again", async () => {
  const send = async () => ({ ok: true, json: { tracks: { a: { state: "failed", message: "Too long." } }, master: null } });
  const frozen = new Frozen({ url: "/frozen", rateHz: 1000, send });
  frozen.changed(setTrack(threeTracks(), "a", { effects: [REVERB] }));
  await frozen.ask();
  assert.match(frozen.news, /“A” can't be heard here: Too long\./);
  assert.deepEqual(frozen.missing, []);
  frozen.stop();
});
