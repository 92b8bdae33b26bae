import assert from "node:assert/strict";
import { test } from "node:test";

import { rowAfterKey } from "../../static/js/lib/rows.js";

const rows = ["first", "second", "last"];

test("j and k walk through the rows and stop at their ends", () => {
  assert.equal(rowAfterKey("j", rows, "first"), "second");
  assert.equal(rowAfterKey("k", rows, "second"), "first");
  assert.equal(rowAfterKey("j", rows, "last"), null);
  assert.equal(rowAfterKey("k", rows, "first"), null);
});

test("without a current row j begins at the first and k at the last", () => {
  assert.equal(rowAfterKey("j", rows, null), "first");
  assert.equal(rowAfterKey("k", rows, null), "last");
});

test("Home and End are the page's own until a row is current", () => {
  assert.equal(rowAfterKey("Home", rows, null), null);
  assert.equal(rowAfterKey("Home", rows, "last"), "first");
  assert.equal(rowAfterKey("End", rows, "first"), "last");
});

test("other keys and an empty list lead nowhere", () => {
  assert.equal(rowAfterKey("q", rows, "first"), null);
  assert.equal(rowAfterKey("j", [], null), null);
  assert.equal(rowAfterKey("k", [], null), null);
});
