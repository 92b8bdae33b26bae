import assert from "node:assert/strict";
import { test } from "node:test";

import { sentenceFor, toastsFrom } from "../../static/js/lib/toasts.js";

test("one toast or several arrive by the same header", () => {
  assert.equal(toastsFrom({ text: "Saved." }).length, 1);
  assert.deepEqual(toastsFrom({ value: [{ text: "One" }, { message: "Two" }] }).map(({ text }) => text), ["One", "Two"]);
});

test("a bare string is a toast", () => {
  assert.equal(toastsFrom({ value: "Saved." })[0].text, "Saved.");
});

test("nothing to say is not shown", () => {
  assert.deepEqual(toastsFrom({ level: "info" }), []);
  assert.deepEqual(toastsFrom(undefined), []);
});

test("errors stay, news goes", () => {
  assert.equal(toastsFrom({ text: "Broken", level: "error" })[0].seconds, Infinity);
  assert.ok(toastsFrom({ text: "Saved", level: "success" })[0].seconds < 10);
});

test("what can be undone stays for ten seconds", () => {
  const [toast] = toastsFrom({ text: "Deleted", undo_url: "/clips/1/restore" });
  assert.deepEqual([toast.seconds, toast.undoUrl], [10, "/clips/1/restore"]);
});

test("a level nobody knows is taken for bad news", () => {
  assert.equal(toastsFrom({ text: "?", level: "fatal" })[0].level, "error");
});

test("the server's own sentence is preferred", () => {
  const body = JSON.stringify({ error: { code: "conflict", message: "That name is taken.", param: "name" } });
  assert.equal(sentenceFor(409, body), "That name is taken.");
});

test("every refusal has a sentence to act on, and none shows a status", () => {
  for (const status of [400, 401, 403, 404, 413, 429, 500, 503, 507]) {
    const sentence = sentenceFor(status, "<html>");
    assert.ok(sentence.length > 20);
    assert.doesNotMatch(sentence, /\d{3}|undefined/);
  }
  assert.notEqual(sentenceFor(401), sentenceFor(500));
});
