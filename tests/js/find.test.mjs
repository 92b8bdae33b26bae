import assert from "node:assert/strict";
import { test } from "node:test";
import { nextPlace, placesOf, saidOf } from "../../static/js/lib/find.js";

test("every place is found, whatever the case", () => {
  assert.deepEqual(placesOf("The ferry. THE end, the.", "the"), [[0, 3], [11, 14], [20, 23]]);
});

test("places don't lie over each other", () => {
  assert.deepEqual(placesOf("aaaa", "aa"), [[0, 2], [2, 4]]);
});

test("places are right behind letters that grow in lower case", () => {
  assert.deepEqual(placesOf("İstanbul is it", "is"), [[9, 11]]);
  assert.deepEqual(placesOf("😀 wow", "WOW"), [[3, 6]]);
});

test("nothing is found of nothing", () => {
  assert.deepEqual(placesOf("text", "  "), []);
  assert.deepEqual(placesOf("", "text"), []);
});

test("the next place is one further, in a circle", () => {
  assert.equal(nextPlace(0, 1, 3), 1);
  assert.equal(nextPlace(2, 1, 3), 0);
  assert.equal(nextPlace(0, -1, 3), 2);
  assert.equal(nextPlace(-1, 1, 3), 0);
  assert.equal(nextPlace(-1, -1, 3), 2);
  assert.equal(nextPlace(0, 1, 0), -1);
});

test("what is said of it counts from one", () => {
  assert.equal(saidOf(0, 5, "x"), "1 of 5");
  assert.equal(saidOf(-1, 0, "x"), "Not found");
  assert.equal(saidOf(-1, 0, " "), "");
});
