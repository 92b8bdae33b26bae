import assert from "node:assert/strict";
import { test } from "node:test";
import { loudnessOf, recordingName, recordingType } from "../../static/js/lib/recording.js";

test("the best container that the browser has is taken", () => {
  assert.equal(recordingType(() => true), "audio/webm;codecs=opus");
  assert.equal(recordingType((type) => type === "audio/mp4"), "audio/mp4");
  assert.equal(recordingType((type) => type.startsWith("audio/ogg")), "audio/ogg;codecs=opus");
  assert.equal(recordingType(() => false), "");
});

test("a recording is called by when it was made, and ends as its container does", () => {
  const when = new Date(2026, 0, 2, 3, 4, 5);
  assert.equal(recordingName("audio/webm;codecs=opus", when), "Recording 2026-01-02 03.04.05.webm");
  assert.equal(recordingName("audio/mp4", when), "Recording 2026-01-02 03.04.05.m4a");
  assert.equal(recordingName("audio/ogg; codecs=opus", when), "Recording 2026-01-02 03.04.05.ogg");
  assert.equal(recordingName("", when), "Recording 2026-01-02 03.04.05.webm");
});

test("loudness is the root of the mean square", () => {
  assert.equal(loudnessOf([]), 0);
  assert.equal(loudnessOf(new Float32Array([0.5, -0.5, 0.5, -0.5])), 0.5);
});
