import assert from "node:assert/strict";
import { test } from "node:test";

import { positionAfterKey, positionAt } from "../../static/js/lib/seek.js";

test("a click leads to its share of the length", () => {
  assert.equal(positionAt(150, 100, 200, 60), 15);
});

test("a pointer dragged past an end stays at the end", () => {
  assert.equal(positionAt(-50, 100, 200, 60), 0);
  assert.equal(positionAt(900, 100, 200, 60), 60);
});

test("nothing to seek in leads nowhere", () => {
  assert.equal(positionAt(150, 100, 0, 60), 0);
  assert.equal(positionAt(150, 100, 200, 0), 0);
  assert.equal(positionAt(150, 100, 200, Number.NaN), 0);
});

test("arrows step, pages leap, Home and End go to the ends", () => {
  assert.equal(positionAfterKey("ArrowRight", 10, 60), 15);
  assert.equal(positionAfterKey("ArrowDown", 10, 60), 5);
  assert.equal(positionAfterKey("PageUp", 10, 60), 40);
  assert.equal(positionAfterKey("Home", 10, 60), 0);
  assert.equal(positionAfterKey("End", 10, 60), 60);
});

test("steps stop at the ends", () => {
  assert.equal(positionAfterKey("ArrowLeft", 2, 60), 0);
  assert.equal(positionAfterKey("ArrowRight", 58, 60), 60);
});

test("other keys mean nothing", () => {
  for (const key of ["a", "Tab", "toString"]) assert.equal(positionAfterKey(key, 10, 60), null);
});
