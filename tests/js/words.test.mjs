import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces, wordAt } from "../../static/js/lib/words.js";

const times = [[0, 5, 0.5, 1], [6, 11, 1.2, 2]];

test("a text is cut at its words and loses nothing", () => {
  const cut = pieces("Hello world!", times);
  assert.deepEqual(cut, [{ text: "Hello", index: 0 }, { text: " " }, { text: "world", index: 1 }, { text: "!" }]);
});

test("places are counted in characters, also beyond the first plane", () => {
  const cut = pieces("😀 wow", [[2, 5, 0, 1]]);
  assert.deepEqual(cut, [{ text: "😀 " }, { text: "wow", index: 0 }]);
});

test("times that don't fit the text are left out", () => {
  const joined = pieces("Hello", [[3, 2, 0, 1], [0, 3, 0, 1], [1, 4, 1, 2], [4, 99, 2, 3]]);
  assert.equal(joined.map((piece) => piece.text).join(""), "Hello");
  assert.deepEqual(joined.filter((piece) => piece.index !== undefined).map((piece) => piece.index), [1]);
});

test("no times leave the text whole", () => {
  assert.deepEqual(pieces("Hello", []), [{ text: "Hello" }]);
});

test("the word is found that has begun last", () => {
  assert.deepEqual([0, 0.5, 0.9, 1.1, 1.2, 1.9].map((at) => wordAt(times, at)), [-1, 0, 0, 0, 1, 1]);
});

test("after the last word there is none", () => {
  assert.equal(wordAt(times, 2.5), -1);
  assert.equal(wordAt([], 1), -1);
});
