import assert from "node:assert/strict";
import { test } from "node:test";

import { IDLE_AFTER_SECONDS, PracticeClock } from "../../static/js/practice/clock.js";
import { commandOf } from "../../static/js/practice/keys.js";
import { afterHearing, besideOf, nextOf, slowerThan, summaryOf } from "../../static/js/practice/order.js";
import { AnswersKept, Outbox } from "../../static/js/practice/outbox.js";
import { sentenceAt, sentencesIn } from "../../static/js/practice/sentences.js";
import { problemOf } from "../../static/js/practice/sender.js";

const NOTHING_HELD = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const typed = (key, held = {}) => commandOf({ key, ...NOTHING_HELD, ...held }, { isTyping: true });
const beside = (key, held = {}) => commandOf({ key, ...NOTHING_HELD, ...held }, { isTyping: false });

test("no character that is typed is ever a command", () => {
  for (let code = 0x20; code < 0x3100; code += 1) {
    const key = String.fromCodePoint(code);
    for (const held of [{}, { shiftKey: true }, { altKey: true }, { ctrlKey: true, altKey: true, isAltGraph: true }]) {
      assert.equal(typed(key, held), null, `${key} ${JSON.stringify(held)}`);
    }
  }
});

test("keys that write and move in a text stay the text's", () => {
  for (const key of ["Enter", "Tab", "Backspace", "Delete", "ArrowLeft", "ArrowRight", "Home", "End", "Dead", "Process"]) {
    assert.equal(typed(key), null, key);
    assert.equal(typed(key, { shiftKey: true }), null, key);
  }
  assert.equal(typed("Enter", { isComposing: true, ctrlKey: true }), null);
  assert.equal(typed("Escape", { isComposing: true }), null);
});

test("what browsers take with Control stays theirs", () => {
  for (const key of "acdfhklnopqrstuvwxyz0123456789") {
    assert.equal(typed(key, { ctrlKey: true }), null, key);
    assert.equal(beside(key, { ctrlKey: true }), null, key);
    assert.equal(beside(key, { metaKey: true }), null, key);
  }
});

test("the keys of the box check, play and lead to the player", () => {
  assert.equal(typed("Enter", { ctrlKey: true }), "go");
  assert.equal(typed("Enter", { metaKey: true }), "go");
  assert.equal(typed("F2"), "play");
  assert.equal(typed("F4"), "back");
  assert.equal(typed("F4", { altKey: true }), null);
  assert.equal(typed("F8"), "slower");
  assert.equal(typed("Escape"), "change-place");
});

test("beside the box letters are commands, in capitals, too", () => {
  assert.equal(beside("h"), "hint");
  assert.equal(beside("H", { shiftKey: true }), "hint");
  assert.equal(beside("ArrowLeft"), "back");
  assert.equal(beside("?", { shiftKey: true }), "help");
  assert.equal(beside(" "), null);
  assert.equal(beside("Enter"), null);
  assert.equal(beside("constructor"), null);
});

function clock() {
  const site = { now: 100 };
  site.clock = new PracticeClock(() => site.now);
  site.after = (seconds) => (site.now += seconds);
  return site;
}

test("time runs from the first play on, and idle time is out of it", () => {
  const { clock: run, after } = clock();
  after(50);
  run.touch();
  assert.equal(run.read(), 0);
  run.played({ fromStart: true });
  after(4);
  run.touch();
  after(3600);
  run.touch();
  after(2.04);
  assert.equal(run.read(), 4 + IDLE_AFTER_SECONDS + 2);
});

test("hearing it again is a replay, going on after a pause is none", () => {
  const { clock: run } = clock();
  assert.equal(run.replays, 0);
  run.played({ fromStart: true });
  assert.equal(run.replays, 0);
  run.played({ fromStart: false });
  run.played({ fromStart: true });
  assert.equal(run.replays, 1);
  run.begin();
  assert.equal(run.replays, 0);
  assert.equal(run.read(), 0);
});

const rows = (...done) => done.map((percentage, place) => ({ id: "abcdef"[place], isDone: percentage !== null, percentage }));

test("the next one is the next that is not done, around the end, until there is none", () => {
  assert.equal(nextOf(rows(null, null, null), "a"), "b");
  assert.equal(nextOf(rows(null, null, 90), "b"), "a");
  assert.equal(nextOf(rows(80, null, 90), "b"), null);
  assert.equal(nextOf(rows(null), "a"), null);
});

test("neighbours end at the ends", () => {
  assert.equal(besideOf(rows(1, 2), "a", 1), "b");
  assert.equal(besideOf(rows(1, 2), "b", 1), null);
  assert.equal(besideOf(rows(1, 2), "a", -1), null);
});

test("what was passed over counts in no average", () => {
  const passed = [{ id: "x", isDone: true, percentage: null }];
  assert.deepEqual(summaryOf([...rows(100, 50), ...passed]), { done: 2, average: 75, missed: ["b"] });
  assert.deepEqual(summaryOf(passed), { done: 0, average: null, missed: [] });
});

test("a walkman repeats, goes on and stops", () => {
  const heard = { heard: 2, times: 2, isLooping: false, isLast: false };
  assert.equal(afterHearing({ ...heard, heard: 1 }), "again");
  assert.equal(afterHearing(heard), "next");
  assert.equal(afterHearing({ ...heard, isLast: true }), "stop");
  assert.equal(afterHearing({ ...heard, isLooping: true, isLast: true }), "again");
});

test("slower, slower still, as it was", () => {
  assert.deepEqual([1, 0.75, 0.5].map(slowerThan), [0.75, 0.5, 1]);
});

// A browser's storage, shared by two tabs.
function storage() {
  const values = new Map();
  return {
    values,
    all: (start) => Object.fromEntries([...values].filter(([name]) => name.startsWith(start))),
    put: (name, value) => values.set(name, value),
    drop: (name) => values.delete(name),
  };
}

function outbox({ outcomes = [], stored = storage(), person = "p1" } = {}) {
  const [sent, told, due] = [[], [], []];
  const box = new Outbox({
    kept: new AnswersKept(person, stored),
    send: async (answer) => {
      sent.push(answer.client_key);
      return outcomes.shift() ?? { html: "scored" };
    },
    told: (answer, outcome) => told.push([answer.client_key, outcome.html ?? outcome.problem]),
    later: (act) => due.push(act),
    stop: () => due.splice(0),
  });
  return { box, sent, told, due, stored };
}

const answer = (key, minute = 0) => ({ client_key: key, item: "i", text: "a", practised_at: `2026-01-01T10:0${minute}` });
const LATER = { problem: "later", message: "No connection." };

test("an answer is kept before it is sent and gone when the server has it", async () => {
  const { box, told, stored } = outbox();
  const sending = box.add(answer("k1"));
  assert.equal(stored.values.size, 1);
  await sending;
  assert.deepEqual(told, [["k1", "scored"]]);
  assert.equal(stored.values.size, 0);
});

test("a page that had nothing to send sends what comes later", async () => {
  const { box, sent } = outbox();
  await box.flush();
  await box.add(answer("k1"));
  assert.deepEqual(sent, ["k1"]);
});

test("without a connection all are kept, and sent in their order when it is back", async () => {
  const { box, sent, told, due } = outbox({ outcomes: [LATER, LATER] });
  await box.add(answer("k1", 1));
  await box.add(answer("k2", 2));
  assert.equal(box.count, 2);
  assert.deepEqual(sent, ["k1", "k1"]);
  await due.pop()();
  assert.deepEqual(told.slice(-2), [["k1", "scored"], ["k2", "scored"]]);
  assert.equal(box.count, 0);
});

test("a closed page loses nothing: the next one sends it", async () => {
  const first = outbox({ outcomes: [LATER] });
  await first.box.add(answer("k1"));
  const next = outbox({ stored: first.stored });
  await next.box.flush();
  assert.deepEqual(next.sent, ["k1"]);
});

test("somebody else's answers in the same browser are left alone", async () => {
  const alice = outbox({ outcomes: [LATER] });
  await alice.box.add(answer("k1"));
  const bob = outbox({ stored: alice.stored, person: "p2" });
  await bob.box.flush();
  assert.deepEqual(bob.sent, []);
});

test("what is refused for good is told and holds up nothing", async () => {
  const { box, told } = outbox({ outcomes: [LATER, { problem: "refused", message: "Gone." }] });
  await box.add(answer("k1", 1));
  await box.add(answer("k2", 2));
  assert.deepEqual(told.slice(1), [["k1", "refused"], ["k2", "scored"]]);
  assert.equal(box.count, 0);
});

test("an answer that is added while another is sent goes after it, once", async () => {
  const { box, sent } = outbox();
  const both = [box.add(answer("k1", 1)), box.add(answer("k2", 2))];
  await Promise.all(both);
  await box.flush();
  assert.deepEqual(sent, ["k1", "k2"]);
});

test("where storage is switched off, answers last as long as the page", async () => {
  const none = { all: () => ({}), put: () => {}, drop: () => {} };
  const { box, sent, due } = outbox({ outcomes: [LATER], stored: none });
  await box.add(answer("k1"));
  assert.equal(box.count, 1);
  await due.pop()();
  assert.deepEqual(sent, ["k1", "k1"]);
});

test("what is broken in the storage stops nothing", () => {
  const stored = storage();
  stored.values.set("answer.p1.x", "{not JSON");
  stored.values.set("answer.p1.y", "null");
  assert.deepEqual(new AnswersKept("p1", stored).list(), []);
});

test("what may pass keeps the answer, what will not is told in the server's words", () => {
  const told = (status, message) => ({
    status,
    headers: { get: () => (message ? JSON.stringify({ toast: { message } }) : null) },
  });
  assert.equal(problemOf(null).problem, "later");
  assert.equal(problemOf({ type: "opaqueredirect" }).problem, "later");
  assert.equal(problemOf(told(403)).problem, "later");
  assert.equal(problemOf(told(503)).problem, "later");
  assert.deepEqual(problemOf(told(404, "It is gone.")), { problem: "refused", message: "It is gone." });
});

test("sentences are parted by pauses, words are not", () => {
  const rate = 1000;
  const samples = new Float32Array(5 * rate);
  const spoken = [[0.2, 1], [1.1, 2], [3, 4]];
  for (const [start, end] of spoken) samples.fill(0.5, start * rate, end * rate);
  samples.fill(0.001, 4 * rate); // hiss
  assert.deepEqual(sentencesIn(samples, rate), [
    { start: 0.2, end: 2 },
    { start: 3, end: 4 },
  ]);
  assert.deepEqual(sentencesIn(new Float32Array(100), rate), []);
});

test("the sentence at a time is the one that sounds then, or comes next", () => {
  const sentences = [{ start: 0.2, end: 2 }, { start: 3, end: 4 }];
  for (const [seconds, place] of [[0, 0], [2, 0], [2.5, 1], [9, 1]]) assert.equal(sentenceAt(sentences, seconds), sentences[place]);
  assert.equal(sentenceAt([], 1), null);
});
