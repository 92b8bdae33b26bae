import assert from "node:assert/strict";
import { test } from "node:test";

import { placeWith, placeWithout, readStretch } from "../../static/js/lib/comparing.js";

test("effects that move nothing leave a place where it is", () => {
  const stretch = readStretch("0.000 10.000", 10);
  assert.equal(placeWith(4, stretch), 4);
  assert.equal(placeWithout(4, stretch), 4);
});

test("twice as fast is half as far, and back again", () => {
  const stretch = readStretch("0.000 5.000", 10);
  assert.equal(placeWith(4, stretch), 2);
  assert.equal(placeWithout(2, stretch), 4);
});

test("trimmed silence begins before what is heard", () => {
  const stretch = readStretch("-1.000 9.000", 10);
  assert.equal(placeWith(0.5, stretch), 0);
  assert.equal(placeWith(4, stretch), 3);
  assert.equal(placeWithout(3, stretch), 4);
});

test("in the tail of a reverb the sound without is at its end", () => {
  assert.equal(placeWithout(12, readStretch("0.000 10.000", 10)), 10);
});

test("where nothing sensible is told, the places are the same", () => {
  for (const told of [null, "", "soon", "NaN 3"]) assert.equal(placeWith(4, readStretch(told, 10)), 4);
  assert.equal(placeWithout(4, { begins: 0, ends: 0, without: 10 }), 0);
  assert.equal(placeWith(4, { begins: 0, ends: 3, without: 0 }), 0);
});
