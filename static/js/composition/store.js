import { tell } from "../lib/dom.js";
import { Conflict } from "./conflict.js";
import { complete } from "./document.js";
import { stepped } from "./history.js";
import { forget, keep, mineOf, recallKept, resumed, same } from "./keeping.js";
import { Saver, sendTo } from "./saving.js";

const KEEP_AFTER_MS = 150;
const STATES = {
  saved: "Saved",
  waiting: "Saving …",
  saving: "Saving …",
  offline: "Kept in this browser, not saved yet",
  refused: "Not saved",
  conflict: "Changed in two places",
};

// Between the timeline and what is kept of it: on the server, in this browser, in other tabs.
export class Store {
  constructor(timeline, { id, api, clips, dialog, sign }) {
    Object.assign(this, { timeline, id, url: api, clipsUrl: clips, sign });
    this.conflict = new Conflict(this, dialog);
  }

  get document() {
    return this.timeline.document;
  }

  get sources() {
    return this.timeline.sources;
  }

  async load() {
    const [answer, clips, kept, mine] = await Promise.all([
      sendTo(this.url, { method: "GET" }),
      sendTo(this.clipsUrl, { method: "GET" }),
      recallKept(this.id),
      recallKept(mineOf(this.id)),
    ]);
    if (this.isOver) return;
    const failed = [answer, clips].find((one) => !one.ok);
    if (failed) return this.timeline.fail(failed.sentence);
    this.begin(answer.json, clips.json.clips, kept, mine);
  }

  begin(json, seconds, kept, left) {
    const server = { document: complete(json.timeline), revision: json.revision, rateHz: json.sample_rate_hz };
    const { history, isDirty, mine } = resumed(kept, server);
    this.saver = new Saver(this, { url: this.url, revision: server.revision, document: server.document });
    this.channel = new BroadcastChannel(`composition-${this.id}`);
    this.channel.onmessage = ({ data }) => this.hearOtherTab(data);
    this.timeline.begin({ history, rateHz: server.rateHz, seconds, problems: json.problems });
    this.stateChanged("saved");
    const own = left?.isDirty ? { mine: left.history.present, rateHz: left.rateHz } : { mine, rateHz: kept?.rateHz };
    if (own.mine && !same(own.mine, server.document)) this.meet({ ...own, theirs: json });
    else if (isDirty) this.saver.changed();
  }

  end() {
    this.leave();
    this.isOver = true;
    clearTimeout(this.keeping);
    this.saver?.stop();
    this.channel?.close();
    this.conflict.end();
  }

  changed() {
    this.saver?.changed();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keepNow(), KEEP_AFTER_MS);
  }

  keepNow() {
    if (!this.saver) return;
    const { revision, isDirty } = this.saver;
    const { history, sources } = this.timeline;
    return keep({ id: this.id, revision, isDirty, rateHz: sources.rateHz, history });
  }

  leave() {
    this.keepNow();
    this.saver?.save({ isLeaving: true });
  }

  retry() {
    this.saver?.save();
  }

  // For the saver -------------------------------------------------------------------------------------------
  completed(document) {
    return complete(document);
  }

  stateChanged(state, sentence = "") {
    this.sign.textContent = STATES[state];
    this.sign.dataset.state = state;
    this.sign.title = sentence;
    if (state === "refused") tell({ level: "error", text: sentence });
  }

  // The server fills in what it knows better, such as the clip of an entry; what it has is answered.
  saved(json, sent) {
    const answered = complete(json.timeline);
    const document = same(answered, sent) ? sent : answered;
    if (this.isOver) return document;
    const { timeline } = this;
    if (timeline.document === sent && document !== sent) timeline.replacePresent(document);
    timeline.readProblems(json.problems);
    this.channel.postMessage({ revision: json.revision, document, rateHz: json.sample_rate_hz });
    timeline.emit("saved", { revision: json.revision });
    this.keepNow();
    this.learnMissing();
    return document;
  }

  // The page was left meanwhile: what is kept here is asked about when it is opened again.
  changedElsewhere(theirs) {
    if (this.isOver) return;
    this.meet({ mine: this.document, rateHz: this.sources.rateHz, theirs });
  }

  // Other places --------------------------------------------------------------------------------------------
  hearOtherTab({ revision, document, rateHz }) {
    const { saver, timeline } = this;
    if (revision <= saver.revision || saver.isDirty || saver.underWay || saver.state === "conflict") return;
    if (rateHz !== this.sources.rateHz) return location.reload();
    saver.revision = revision;
    saver.base = document;
    timeline.take(stepped(timeline.history, document, { label: "Changes in another tab" }));
    this.learnMissing();
  }

  async learnMissing() {
    const isKnown = (region) => !region.clip_id || region.clip_id in this.sources.clips;
    if (this.document.tracks.every((track) => track.regions.every(isKnown))) return;
    const answer = await sendTo(this.clipsUrl, { method: "GET" });
    if (answer.ok && !this.isOver) this.timeline.learn(answer.json.clips);
  }

  meet(asked) {
    this.saver.be("conflict");
    this.conflict.open(asked);
  }

  // What is saved is `json` from now on. Where that is not one's own, one's own is a step back.
  async resolve(json, { rateHz }) {
    await forget(mineOf(this.id));
    if (json.sample_rate_hz !== this.sources.rateHz || rateHz !== json.sample_rate_hz) {
      await forget(this.id);
      this.saver.stop();
      return location.reload();
    }
    const document = complete(json.timeline);
    const { timeline } = this;
    this.saver.revision = json.revision;
    this.saver.base = document;
    this.saver.state = "saved";
    if (!same(document, timeline.document)) {
      timeline.take(stepped(timeline.history, document, { label: "Changes made elsewhere" }));
    }
    this.changed();
    this.learnMissing();
  }
}
