import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOfKey, nextSpeaker, profileOf, turnAt } from "../../static/js/lib/turns.js";
import { writtenIn } from "../../static/js/lib/unsaved.js";

const anna = { speaker: "Anna", profile: "1" };
const ben = { speaker: "Ben", profile: "2" };

test("in a talk of two the other one speaks next", () => {
  assert.equal(nextSpeaker([anna, ben, anna], 2), ben);
  assert.equal(nextSpeaker([anna, anna], 1), anna);
  assert.deepEqual(nextSpeaker([], -1), { speaker: "", profile: "" });
});

test("a speaker has the voice of last time, in any case of letters", () => {
  assert.equal(profileOf("ANNA ", [anna, ben, { speaker: "", profile: "" }], 2), "1");
  assert.equal(profileOf("Ben", [{ speaker: "", profile: "" }, ben], 0), "2");
  assert.equal(profileOf("Zoe", [anna, ben], 2), null);
  assert.equal(profileOf("", [anna, { speaker: "", profile: "9" }], 0), null);
});

const key = (name, keys = {}) => ({ key: name, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...keys });
const caret = (start, length, isText = true) => ({ isText, start, end: start, length });

test("Enter adds at the end, splits in the middle, and with Shift it is a new line", () => {
  assert.equal(actionOfKey(key("Enter"), caret(5, 5)), "add");
  assert.equal(actionOfKey(key("Enter"), caret(0, 0)), "add");
  assert.equal(actionOfKey(key("Enter"), caret(2, 5)), "split");
  assert.equal(actionOfKey(key("Enter", { shiftKey: true }), caret(5, 5)), null);
  assert.equal(actionOfKey(key("Enter"), caret(5, 5, false)), null);
});

test("Backspace removes an empty turn and joins a full one from its start alone", () => {
  assert.equal(actionOfKey(key("Backspace"), caret(0, 0)), "remove");
  assert.equal(actionOfKey(key("Backspace"), caret(0, 4)), "join");
  assert.equal(actionOfKey(key("Backspace"), caret(2, 4)), null);
  assert.equal(actionOfKey(key("Backspace"), { isText: true, start: 0, end: 4, length: 4 }), null);
});

test("arrows leave the turn at its ends alone", () => {
  assert.equal(actionOfKey(key("ArrowUp"), caret(0, 4)), "before");
  assert.equal(actionOfKey(key("ArrowUp"), caret(3, 4)), null);
  assert.equal(actionOfKey(key("ArrowDown"), caret(4, 4)), "after");
  assert.equal(actionOfKey(key("ArrowRight"), caret(1, 4)), null);
});

test("commands work in every field of a turn", () => {
  const speaker = caret(1, 4, false);
  assert.equal(actionOfKey(key("ArrowUp", { altKey: true }), speaker), "move-up");
  assert.equal(actionOfKey(key("ArrowDown", { altKey: true }), speaker), "move-down");
  assert.equal(actionOfKey(key("d", { ctrlKey: true }), speaker), "duplicate");
  assert.equal(actionOfKey(key("Enter", { metaKey: true }), speaker), "play");
  assert.equal(actionOfKey(key("d", { ctrlKey: true, shiftKey: true }), speaker), null);
});

test("the turn that is heard is the last one begun, and nobody between two", () => {
  const marks = [
    { turn_id: "a", start_ms: 0, end_ms: 2000 },
    { turn_id: "b", start_ms: 1500, end_ms: 3000 },
    { turn_id: "c", start_ms: 3400, end_ms: 5000 },
  ];
  assert.equal(turnAt(marks, 1), "a");
  assert.equal(turnAt(marks, 1.7), "b");
  assert.equal(turnAt(marks, 3.2), null);
  assert.equal(turnAt(marks, 3.4), "c");
  assert.equal(turnAt(marks, 9), null);
});

test("of what was not saved the written lines are named", () => {
  const pending = [
    { kind: "change", key: "a", fields: { text: "Good evening.", speaker: "Anna" } },
    { kind: "move", key: "a", position: 1 },
    { kind: "change", key: "b", fields: { profile_id: "1" } },
    { kind: "add", key: "new-1", fields: { text: "  " } },
  ];
  assert.deepEqual(writtenIn(pending), [{ key: "a", speaker: "Anna", text: "Good evening." }]);
});
