import assert from "node:assert/strict";
import { test } from "node:test";
import { about, choicesOf, matching } from "../../static/js/lib/voices.js";

const voices = [
  { value: "kokoro/af_heart", name: "Heart", model: "Kokoro", language: "English (United States)", gender: "female" },
  { value: "kokoro/am_adam", name: "Adam", model: "Kokoro", language: "English (United States)", gender: "male" },
  { value: "espeak/pt-BR", name: "Portuguese (Brazil)", model: "eSpeak NG", language: "Portuguese (Brazil)", gender: "male" },
  { value: "kokoro/im_nicolò", name: "Nicolò", model: "Kokoro", language: "Italian", gender: "male" },
];
const names = (found) => found.map((voice) => voice.name);

test("without a wish there are all", () => {
  assert.equal(matching(voices).length, voices.length);
});

test("every word that was typed is looked for, whatever its case and accents", () => {
  assert.deepEqual(names(matching(voices, { search: "KOKORO nicolo" })), ["Nicolò"]);
  assert.deepEqual(names(matching(voices, { search: "af_heart" })), ["Heart"]);
  assert.deepEqual(names(matching(voices, { search: "kokoro portuguese" })), []);
});

test("male does not find female", () => {
  assert.deepEqual(names(matching(voices, { search: "english male" })), ["Adam"]);
  assert.deepEqual(names(matching(voices, { search: "english fem" })), ["Heart"]);
});

test("filters go together", () => {
  const found = matching(voices, { model: "Kokoro", gender: "male", language: "Italian" });
  assert.deepEqual(names(found), ["Nicolò"]);
});

test("a filter offers each choice once", () => {
  assert.deepEqual(choicesOf(voices, "model"), ["eSpeak NG", "Kokoro"]);
});

test("a voice called by its language says it once", () => {
  assert.equal(about(voices[2]), "male · eSpeak NG");
  assert.equal(about(voices[0]), "English (United States) · female · Kokoro");
});
