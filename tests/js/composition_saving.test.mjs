import assert from "node:assert/strict";
import { test } from "node:test";

import { historyOf, stepped, undone } from "../../static/js/composition/history.js";
import { resumed, same } from "../../static/js/composition/keeping.js";
import { Saver } from "../../static/js/composition/saving.js";

const doc = (name) => ({ tracks: [{ id: "t", name }] });

test("documents are the same whatever the order of their keys", () => {
  assert.ok(same({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }));
  assert.ok(!same({ a: 1 }, { a: 1, b: undefined }));
  assert.ok(!same({ a: [1, 2] }, { a: [1] }));
  assert.ok(!same(null, {}));
});

test("a first visit begins with what is saved", () => {
  const begun = resumed(null, { document: doc("a"), revision: 3, rateHz: 48_000 });
  assert.deepEqual(begun, { history: historyOf(doc("a")), isDirty: false, mine: null });
});

test("steps are there again after a reload, and what was not saved goes on", () => {
  const history = stepped(historyOf(doc("a")), doc("b"));
  const kept = { history, revision: 3, rateHz: 48_000, isDirty: true };
  const again = resumed(kept, { document: doc("a"), revision: 3, rateHz: 48_000 });
  assert.equal(again.isDirty, true);
  assert.equal(again.history.present.tracks[0].name, "b");
  assert.equal(undone(again.history).present.tracks[0].name, "a");
});

test("a request that arrived though its answer did not is no conflict", () => {
  const kept = { history: stepped(historyOf(doc("a")), doc("b")), revision: 3, rateHz: 48_000, isDirty: true };
  const again = resumed(kept, { document: doc("b"), revision: 4, rateHz: 48_000 });
  assert.deepEqual([again.isDirty, again.mine], [false, null]);
});

test("what changed elsewhere is a step that can be taken back", () => {
  const kept = { history: historyOf(doc("a")), revision: 3, rateHz: 48_000, isDirty: false };
  const { history, mine } = resumed(kept, { document: doc("z"), revision: 5, rateHz: 48_000 });
  assert.equal(history.present.tracks[0].name, "z");
  assert.equal(undone(history).present.tracks[0].name, "a");
  assert.equal(mine, null);
});

test("unsaved changes beside others' are asked about, and steps at another rate are forgotten", () => {
  const kept = { history: stepped(historyOf(doc("a")), doc("b")), revision: 3, rateHz: 48_000, isDirty: true };
  assert.equal(resumed(kept, { document: doc("z"), revision: 5, rateHz: 48_000 }).mine.tracks[0].name, "b");
  const other = resumed(kept, { document: doc("z"), revision: 5, rateHz: 44_100 });
  assert.deepEqual([other.history.past.length, other.mine.tracks[0].name], [0, "b"]);
});

// A page and a server that answers in turn.
function page(document, answers) {
  const host = {
    document,
    sources: { rateHz: 48_000 },
    states: [],
    met: [],
    completed: (given) => given,
    stateChanged: (state) => host.states.push(state),
    saved: () => undefined,
    changedElsewhere: (theirs) => host.met.push(theirs),
  };
  const requests = [];
  const send = async (url, asked) => {
    requests.push(asked);
    return typeof answers[0] === "function" ? answers.shift()() : answers.shift();
  };
  const saver = new Saver(host, { url: "/x", revision: 1, document, send });
  return { host, saver, requests };
}

const ok = (revision, timeline) => ({ ok: true, json: { revision, timeline, sample_rate_hz: 48_000 } });

test("a change is sent with the revision it was made to", async () => {
  const { host, saver, requests } = page(doc("a"), [ok(2)]);
  host.document = doc("b");
  await saver.save();
  assert.equal(requests[0].revision, 1);
  assert.equal(requests[0].body.timeline.tracks[0].name, "b");
  assert.deepEqual([saver.revision, saver.isDirty, host.states.at(-1)], [2, false, "saved"]);
});

test("what changed while it was sent is sent after it", async () => {
  const { host, saver, requests } = page(doc("a"), [
    () => {
      host.document = doc("c");
      return ok(2);
    },
    ok(3),
  ]);
  host.document = doc("b");
  await saver.save();
  assert.equal(host.states.at(-1), "waiting");
  await saver.save();
  assert.equal(requests[1].revision, 2);
  assert.deepEqual([saver.revision, saver.isDirty], [3, false]);
});

test("nothing is sent where nothing changed, or it was taken back", async () => {
  const { host, saver, requests } = page(doc("a"), []);
  host.document = doc("a");
  await saver.save();
  saver.changed();
  assert.deepEqual([requests.length, host.states.at(-1)], [0, "saved"]);
});

test("another name is no conflict: ours goes on from there", async () => {
  const refused = { ok: false, status: 412, sentence: "" };
  const { host, saver, requests } = page(doc("a"), [refused, ok(7, doc("a")), ok(8)]);
  host.document = doc("b");
  await saver.save();
  assert.deepEqual(requests.map((asked) => asked.revision), [1, undefined, 7]);
  assert.deepEqual([host.met.length, saver.revision], [0, 8]);
});

test("another timeline is one: nothing more is sent until somebody chose", async () => {
  const { host, saver, requests } = page(doc("a"), [{ ok: false, status: 412, sentence: "" }, ok(7, doc("z"))]);
  host.document = doc("b");
  await saver.save();
  saver.changed();
  await saver.save();
  assert.deepEqual([requests.length, host.met[0].revision, host.states.at(-1)], [2, 7, "conflict"]);
});

test("offline it is kept and tried again, a refusal is told", async () => {
  const { host, saver } = page(doc("a"), [
    { ok: false, status: 0, sentence: "gone" },
    { ok: false, status: 400, sentence: "no" },
  ]);
  host.document = doc("b");
  await saver.save();
  assert.deepEqual([host.states.at(-1), saver.isDirty], ["offline", true]);
  await saver.save();
  assert.equal(host.states.at(-1), "refused");
  saver.stop();
});
