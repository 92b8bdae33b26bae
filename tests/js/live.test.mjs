import assert from "node:assert/strict";
import { test } from "node:test";

import { base64, LiveText, meterOf, sessionUpdate, webSocketAddress } from "../../static/js/lib/live.js";

const TRANSCRIPTION = "conversation.item.input_audio_transcription";

test("the live door is reached as the page is", () => {
  assert.equal(webSocketAddress("/v1/realtime?a=b", "https://voice.example/transcribe/"), "wss://voice.example/v1/realtime?a=b");
  assert.equal(webSocketAddress("/v1/realtime", "http://localhost:8000/"), "ws://localhost:8000/v1/realtime");
});

test("bytes of any length become base64", () => {
  for (const length of [0, 1, 2, 3, 8191, 8192, 8193, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => index % 256);
    assert.equal(base64(bytes), Buffer.from(bytes).toString("base64"));
  }
});

test("the meter is empty in silence, full at full loudness, and moves for a whisper", () => {
  assert.equal(meterOf(0), 0);
  assert.equal(meterOf(Number.NaN), 0);
  assert.equal(meterOf(1), 1);
  assert.ok(meterOf(0.01) > 0.2 && meterOf(0.01) < 0.5);
});

test("what the page's form leaves open, the site finds out", () => {
  const { audio } = sessionUpdate({ rateHz: 48_000 }).session;
  assert.deepEqual(audio.input, { format: { type: "audio/pcm", rate: 48_000 }, transcription: { language: "" } });
  const chosen = sessionUpdate({ rateHz: 24_000, language: "Finnish", model: "whisper-base" }).session.audio.input.transcription;
  assert.deepEqual(chosen, { language: "Finnish", model: "whisper-base" });
});

test("a sentence grows by its deltas and ends with its transcript", () => {
  const text = new LiveText();
  text.take({ type: "input_audio_buffer.speech_started", item_id: "a" });
  assert.equal(text.isSettled, false);
  text.take({ type: `${TRANSCRIPTION}.delta`, item_id: "a", delta: "One" });
  assert.equal(text.take({ type: `${TRANSCRIPTION}.delta`, item_id: "a", delta: " two" }).text, "One two");
  text.take({ type: `${TRANSCRIPTION}.completed`, item_id: "a", transcript: "One, two." });
  assert.equal(text.text, "One, two.");
  assert.equal(text.isSettled, true);
});

test("sentences stand in the order in which they began", () => {
  const text = new LiveText();
  for (const id of ["a", "b"]) text.take({ type: "input_audio_buffer.speech_started", item_id: id });
  text.take({ type: `${TRANSCRIPTION}.completed`, item_id: "b", transcript: "Second." });
  text.take({ type: `${TRANSCRIPTION}.completed`, item_id: "a", transcript: "First." });
  assert.equal(text.text, "First.\nSecond.");
});

test("a sentence that failed keeps what was heard of it and says why", () => {
  const text = new LiveText();
  text.take({ type: `${TRANSCRIPTION}.delta`, item_id: "a", delta: "Half" });
  const sentence = text.take({ type: `${TRANSCRIPTION}.failed`, item_id: "a", error: { message: "Busy." } });
  assert.deepEqual(sentence, { id: "a", text: "Half", problem: "Busy.", isDone: true });
});

test("what is no sentence changes none", () => {
  const text = new LiveText();
  assert.equal(text.take({ type: "session.created" }), null);
  assert.equal(text.take({ type: "conversation.item.added", item: { id: "a" } }), null);
  assert.equal(text.isSettled, true);
});
