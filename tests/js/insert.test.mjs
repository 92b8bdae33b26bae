import assert from "node:assert/strict";
import { test } from "node:test";

import { insertAt } from "../../static/js/lib/insert.js";

test("a sign goes where the cursor is", () => {
  assert.deepEqual(insertAt("nki", "aɪ", 1), { value: "naɪki", place: 3 });
});

test("it takes the place of what is selected", () => {
  assert.deepEqual(insertAt("neeki", "iː", 1, 3), { value: "niːki", place: 3 });
});

test("without a cursor it goes to the end", () => {
  assert.deepEqual(insertAt("n", "ə", null, null), { value: "nə", place: 2 });
});
