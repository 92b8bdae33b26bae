import assert from "node:assert/strict";
import { test } from "node:test";

import { AGAIN_MS, SaveQueue, TYPING_MS } from "../../static/js/lib/save-queue.js";

// A clock that goes on when it is told to.
function site(answers = []) {
  const sent = [];
  const states = [];
  const due = [];
  const queue = new SaveQueue({
    send: async (change) => {
      sent.push(structuredClone(change));
      return answers.shift() ?? {};
    },
    told: ({ state }) => states.push(state),
    later: (act, ms) => due.push({ act, ms }) - 1,
    forget: (timer) => due[timer] && (due[timer].act = null),
  });
  const pass = async () => {
    const { act } = due.findLast((each) => each.act) ?? {};
    for (const each of due) each.act = null;
    await act?.();
  };
  return { queue, sent, states, due, pass };
}

const typed = (text, key = "a") => ({ kind: "change", key, fields: { text } });

test("what is typed in one turn is sent once, after a pause", async () => {
  const { queue, sent, states, due, pass } = site();
  queue.push(typed("H"));
  queue.push(typed("He"));
  queue.push({ kind: "change", key: "a", fields: { speaker: "Anna" } });
  assert.equal(due.at(-1).ms, TYPING_MS);
  await pass();
  assert.deepEqual(sent, [{ kind: "change", key: "a", fields: { text: "He", speaker: "Anna" } }]);
  assert.equal(states.at(-1), "saved");
});

test("words typed into a turn that is not there yet go with it", async () => {
  const { queue, sent, pass } = site();
  queue.push({ kind: "add", key: "new-1", fields: { speaker: "Ben" }, position: 1 });
  queue.push(typed("Hello", "new-1"));
  await pass();
  assert.deepEqual(sent, [{ kind: "add", key: "new-1", fields: { speaker: "Ben", text: "Hello" }, position: 1 }]);
});

test("a copy is made before what is typed after it", async () => {
  const { queue, sent, pass } = site();
  queue.push(typed("old"));
  queue.push({ kind: "duplicate", key: "a", copy: "new-1" });
  queue.push(typed("new"));
  await pass();
  assert.deepEqual(sent.map(({ kind, fields }) => [kind, fields?.text]), [["change", "old"], ["duplicate", undefined], ["change", "new"]]);
});

test("changes of different turns keep their order", async () => {
  const { queue, sent, pass } = site();
  queue.push(typed("one"));
  queue.push({ kind: "move", key: "b", position: 0 });
  queue.push(typed("two", "b"));
  await pass();
  assert.deepEqual(sent.map(({ kind, key }) => [kind, key]), [["change", "a"], ["move", "b"], ["change", "b"]]);
});

test("what is typed while it is sent is sent afterwards", async () => {
  const { queue, sent, pass } = site();
  queue.send = async (change) => {
    sent.push(structuredClone(change));
    if (sent.length === 1) queue.push(typed("later"));
    return {};
  };
  queue.push(typed("first"));
  await pass();
  assert.deepEqual(sent.map(({ fields }) => fields.text), ["first", "later"]);
});

test("without a connection it is kept and tried again", async () => {
  const { queue, sent, states, due, pass } = site([{ problem: "offline", message: "No connection." }]);
  queue.push(typed("kept"));
  await pass();
  assert.equal(states.at(-1), "offline");
  assert.equal(due.at(-1).ms, AGAIN_MS);
  queue.push(typed("kept and more"));
  await pass();
  assert.equal(sent.at(-1).fields.text, "kept and more");
  assert.equal(states.at(-1), "saved");
});

test("what somebody else changed stops everything, and nothing is forgotten", async () => {
  const { queue, sent, states, pass } = site([{ problem: "stale", message: "Changed." }]);
  queue.push(typed("mine"));
  await pass();
  queue.push(typed("and this", "b"));
  await pass();
  assert.equal(states.at(-1), "stale");
  assert.equal(sent.length, 1);
  assert.deepEqual(queue.pending.map(({ fields }) => fields.text), ["mine", "and this"]);
  assert.equal(await queue.flush(), false);
});

test("a refused change says why and does not hold up the next one", async () => {
  const { queue, sent, states, pass } = site([{ problem: "refused", message: "Too long." }]);
  queue.push(typed("too long"));
  queue.push({ kind: "remove", key: "b" });
  await pass();
  assert.equal(sent.length, 2);
  assert.equal(states.at(-1), "refused");
  assert.equal(queue.message, "Too long.");
});

test("who waits for all of it is told when it is saved", async () => {
  const { queue, pass } = site();
  assert.equal(await queue.flush(), true);
  queue.push(typed("soon"));
  const saved = queue.flush();
  await pass();
  assert.equal(await saved, true);
});
