import { sentenceFor } from "../lib/toasts.js";
import { same } from "./keeping.js";

const AFTER_MS = 700;
const LEAST_RETRY_MS = 2_000;
const MOST_RETRY_MS = 30_000;
// Browsers send no more than this once a page is being left.
const KEEPALIVE_BYTES = 60_000;

// Sends the document after each change, one request at a time. `host` has `document`, `sources` and
// `completed(document)`, and hears `stateChanged(state, sentence)`, `saved(answer, sent)`, which tells what the
// server has now, and `changedElsewhere(theirs)`.
// States: saved, waiting, saving, offline, refused, conflict.
export class Saver {
  constructor(host, { url, revision, document, send = sendTo }) {
    Object.assign(this, { host, url, revision, send });
    this.base = document; // what the server has
    this.state = "saved";
    this.retryMs = LEAST_RETRY_MS;
  }

  get isDirty() {
    return this.host.document !== this.base && !same(this.host.document, this.base);
  }

  changed() {
    if (this.state === "conflict") return;
    if (!this.isDirty && !this.underWay) return this.be("saved");
    this.be("waiting");
    this.wait(AFTER_MS);
  }

  wait(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), ms);
  }

  stop() {
    clearTimeout(this.timer);
  }

  // At once; a request that is under way is waited for.
  async save({ isLeaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.underWay || this.state === "conflict" || !this.isDirty) return;
    this.be("saving");
    const sent = this.host.document;
    this.underWay = true;
    const answer = await this.send(this.url, { body: { timeline: sent }, revision: this.revision, isLeaving });
    this.underWay = false;
    await this.heard(answer, sent);
  }

  async heard(answer, sent) {
    if (answer.ok) return this.keepOn(answer.json, sent);
    if (answer.status === 412) return this.meet();
    if (answer.status === 0 || answer.status >= 500 || answer.status === 429) return this.tryLater(answer);
    this.be("refused", answer.sentence);
  }

  keepOn(json, sent) {
    this.retryMs = LEAST_RETRY_MS;
    this.revision = json.revision;
    this.base = sent;
    this.base = this.host.saved(json, sent) ?? sent;
    if (this.isDirty) this.changed();
    else this.be("saved");
  }

  tryLater(answer) {
    this.be("offline", answer.sentence);
    this.wait(this.retryMs);
    this.retryMs = Math.min(MOST_RETRY_MS, this.retryMs * 2);
  }

  // Somebody changed it. Was it only its name, ours goes on from there.
  async meet() {
    const answer = await this.send(this.url, { method: "GET" });
    if (!answer.ok) return this.tryLater(answer);
    const theirs = answer.json;
    if (theirs.sample_rate_hz === this.host.sources.rateHz && same(this.host.completed(theirs.timeline), this.base)) {
      this.revision = theirs.revision;
      return this.save();
    }
    this.be("conflict");
    this.host.changedElsewhere(theirs);
  }

  be(state, sentence = "") {
    this.state = state;
    this.host.stateChanged(state, sentence);
  }
}

// `{ ok, status, json, sentence }`; status 0: the server can't be reached.
export async function sendTo(url, { method = "PATCH", body, revision, isLeaving = false } = {}) {
  const text = body && JSON.stringify(body);
  const headers = { Accept: "application/json", ...csrf() };
  if (text) headers["Content-Type"] = "application/json";
  if (revision) headers["If-Match"] = `"${revision}"`;
  try {
    const keepalive = isLeaving && text.length < KEEPALIVE_BYTES;
    const answer = await fetch(url, { method, headers, body: text, keepalive });
    const said = await answer.text();
    if (!answer.ok) return { ok: false, status: answer.status, sentence: sentenceFor(answer.status, said) };
    return { ok: true, status: answer.status, json: said ? JSON.parse(said) : null };
  } catch {
    return { ok: false, status: 0, sentence: "The server can't be reached. Changes are kept in this browser." };
  }
}

function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
}
