import assert from "node:assert/strict";
import { test } from "node:test";

import * as history from "../../static/js/composition/history.js";

const walk = (...documents) =>
  documents.slice(1).reduce((all, document) => history.stepped(all, document, { label: document.label }), history.historyOf(documents[0]));
const [a, b, c] = [{ label: "a" }, { label: "b" }, { label: "c" }];

test("steps are taken back and done again, and say what they were", () => {
  const all = walk(a, b, c);
  assert.equal(history.undoLabel(all), "c");
  const back = history.undone(history.undone(all));
  assert.equal(back.present, a);
  assert.equal(history.undoLabel(back), null);
  assert.equal(history.redoLabel(back), "b");
  const again = history.redone(back);
  assert.equal(again.present, b);
  assert.equal(history.redoLabel(again), "c");
});

test("a new step forgets what could have been done again", () => {
  const branched = history.stepped(history.undone(walk(a, b)), c);
  assert.deepEqual(branched.future, []);
  assert.equal(history.redone(branched), branched);
});

test("nothing changed is no step", () => {
  const all = walk(a, b);
  assert.equal(history.stepped(all, b), all);
  assert.equal(history.undone(history.historyOf(a)).present, a);
});

test("a slider on its way is one step, until it is let go", () => {
  const merge = "volume-t1";
  const once = history.stepped(history.historyOf(a), b, { merge });
  const twice = history.stepped(once, c, { merge });
  assert.equal(twice.past.length, 1);
  assert.equal(history.undone(twice).present, a);
  const later = history.stepped(history.settledHistory(once), c, { merge });
  assert.equal(later.past.length, 2);
});

test("the oldest steps are forgotten", () => {
  const steps = Array.from({ length: history.MOST_STEPS + 5 }, (_, at) => ({ label: String(at) }));
  const all = walk(...steps);
  assert.equal(all.past.length, history.MOST_STEPS);
});
