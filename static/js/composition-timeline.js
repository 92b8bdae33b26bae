import { Conflict } from "./composition/conflict.js";
import { COMMANDS } from "./composition/commands.js";
import * as edit from "./composition/document.js";
import { fitted, pxOf, showing, zoomed } from "./composition/geometry.js";
import { Gestures } from "./composition/gestures.js";
import { historyOf, redoLabel, redone, settledHistory, stepped, undoLabel, undone } from "./composition/history.js";
import { forget, keep, recallKept, resumed, same } from "./composition/keeping.js";
import { commandOf } from "./composition/keys.js";
import { Lanes } from "./composition/lanes.js";
import { Overview } from "./composition/overview.js";
import { Peaks } from "./composition/peaks.js";
import { PlaceForm } from "./composition/place.js";
import { sentenceOf } from "./composition/reading-out.js";
import { Ruler } from "./composition/ruler.js";
import { Saver, sendTo } from "./composition/saving.js";
import { isTyping, listeners, tell } from "./lib/dom.js";
import { recall, remember } from "./lib/memory.js";

const KEEP_AFTER_MS = 150;
const STATES = {
  saved: "Saved",
  waiting: "Saving …",
  saving: "Saving …",
  offline: "Not saved yet: kept in this browser",
  refused: "Not saved",
  conflict: "Changed in two places",
};

/*
The timeline of a composition. For what stands around it:

document, shown (while something is dragged: as it would be), sources, selection, playhead (a frame), problems
apply(change, {label, merge})   change: (document, sources) => document. Steps with the same `merge` that follow each
                                other are one to undo; settle() ends that. What it can't do is said.
learn({[clip_id]: seconds})     before a region of a clip that is new here is added
select({trackId, regionIds}), seek(frames), run(command)
Events on it: composition:ready and composition:change (detail: document), composition:select
({trackId, regionIds}), composition:seek ({frames}), composition:saved ({revision}). It hears
composition:playhead ({frames}) on itself, from what plays.
*/
class CompositionTimeline extends HTMLElement {
  connectedCallback() {
    this.part = (name) => this.querySelector(`[data-${name}]`);
    this.sources = { rateHz: Number(this.dataset.rate), clips: {} };
    this.history = historyOf(edit.complete(null));
    this.draft = null;
    this.problems = {};
    this.selection = { trackId: null, regionIds: [], focusedId: null };
    this.playhead = 0;
    this.hoveredId = null;
    this.view = { pxPerSecond: 20, left: 0 };
    this.inks = new Map();
    this.peaks = new Peaks(() => this.draw());
    this.lanes = new Lanes(this, this.part("lanes"), this.part("lane-template"));
    this.ruler = new Ruler(this, this.part("ruler"));
    this.overview = new Overview(this, this.part("overview"));
    this.place = new PlaceForm(this, this.part("place-form"));
    this.gestures = new Gestures(this, { list: this.part("lanes"), marquee: this.part("marquee") });
    this.conflict = new Conflict(this, this.part("conflict"));
    this.setSnapping(recall("snapping", "on") === "on", { isSaid: false });
    this.listen();
    this.load();
  }

  disconnectedCallback() {
    this.keepNow();
    this.saver?.save({ isLeaving: true });
    this.saver?.stop();
    this.channel?.close();
    this.resizing.disconnect();
    this.theming.disconnect();
    cancelAnimationFrame(this.waiting);
    clearTimeout(this.keeping);
    for (const one of [this.ruler, this.overview, this.place, this.gestures, this.lanes, this.peaks, this.conflict]) one.end();
    this.listening.end();
  }

  listen() {
    this.listening = listeners();
    const { on } = this.listening;
    on(document, "keydown", (event) => this.hearKey(event));
    on(this, "click", (event) => this.press(event.target.closest("[data-command]")));
    on(this, "focusin", (event) => this.hearFocus(event.target));
    on(this, "composition:playhead", ({ detail }) => this.movePlayhead(detail.frames, { isPlaying: true }));
    on(window, "online", () => this.saver?.save());
    on(window, "pagehide", () => this.leave());
    on(document, "visibilitychange", () => document.hidden && this.leave());
    this.resizing = new ResizeObserver(() => this.measure());
    this.resizing.observe(this.part("width"));
    this.theming = new MutationObserver(() => this.forgetInks());
    this.theming.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    on(matchMedia("(prefers-color-scheme: dark)"), "change", () => this.forgetInks());
  }

  // Loading --------------------------------------------------------------------------------------------------
  async load() {
    const [answer, clips, kept] = await Promise.all([
      sendTo(this.dataset.api, { method: "GET" }),
      sendTo(this.dataset.clips, { method: "GET" }),
      recallKept(this.dataset.id),
    ]);
    if (!this.isConnected) return;
    const failed = [answer, clips].find((one) => !one.ok);
    if (failed) return this.showFailure(failed.sentence);
    this.learn(clips.json.clips);
    this.begin(answer.json, kept);
  }

  begin(json, kept) {
    const server = { document: this.completed(json.timeline), revision: json.revision, rateHz: json.sample_rate_hz };
    this.sources = { ...this.sources, rateHz: json.sample_rate_hz };
    this.learn(this.seconds);
    const { history, isDirty, mine } = resumed(kept, server);
    this.history = history;
    this.readProblems(json);
    this.saver = new Saver(this, { url: this.dataset.api, revision: server.revision, document: server.document });
    this.channel = new BroadcastChannel(`composition-${this.dataset.id}`);
    this.channel.onmessage = ({ data }) => this.hearOtherTab(data);
    this.measure();
    this.setView(this.fittedView());
    this.part("loading").hidden = true;
    this.toggleAttribute("data-ready", true);
    this.changed({ isNew: true });
    this.emit("ready", this.document);
    if (mine) this.conflict.open({ mine, theirs: json });
    else if (isDirty) this.saver.changed();
  }

  showFailure(sentence) {
    this.part("loading").textContent = `${sentence} Load the page again.`;
  }

  fittedView() {
    return fitted(edit.endOf(this.document, this.sources), this.width, this.sources.rateHz);
  }

  // Reading --------------------------------------------------------------------------------------------------
  get document() {
    return this.history.present;
  }

  get shown() {
    return this.draft ?? this.document;
  }

  pxOf(frame) {
    return pxOf(frame, this.view, this.sources.rateHz);
  }

  completed(document) {
    return edit.complete(document);
  }

  learn(seconds) {
    this.seconds = { ...this.seconds, ...seconds };
    const known = Object.entries(this.seconds).filter(([, long]) => Number.isFinite(long));
    const clips = Object.fromEntries(known.map(([id, long]) => [id, Math.round(long * this.sources.rateHz)]));
    this.sources = { ...this.sources, clips };
  }

  readProblems({ problems = [] }) {
    this.problems = Object.fromEntries(problems.map((one) => [one.region_id, one.message]));
  }

  // Changing -------------------------------------------------------------------------------------------------
  apply(change, { label = "Change", merge = null } = {}) {
    try {
      const next = change(this.document, this.sources);
      if (next === this.document) return;
      this.history = stepped(this.history, next, { label, merge });
      this.changed();
    } catch (error) {
      if (!(error instanceof edit.Refused)) throw error;
      this.complain(error.message);
    }
  }

  settle() {
    this.history = settledHistory(this.history);
  }

  undo() {
    const label = undoLabel(this.history);
    if (label === null) return this.say("There is nothing to undo.");
    this.history = undone(this.history);
    this.changed();
    this.say(`Undone: ${label}.`);
  }

  redo() {
    const label = redoLabel(this.history);
    if (label === null) return this.say("There is nothing to redo.");
    this.history = redone(this.history);
    this.changed();
    this.say(`Done again: ${label}.`);
  }

  // While something is dragged; null: as it was.
  show(document, place = null) {
    this.draft = document;
    this.snappedTo = document ? place : null;
    this.draw({ isWhole: true });
  }

  commit(label) {
    const { draft } = this;
    this.show(null);
    if (draft) this.apply(() => draft, { label });
  }

  changed({ isNew = false } = {}) {
    const there = new Set(edit.regionsOf(this.document).map((region) => region.id));
    const regionIds = this.selection.regionIds.filter((id) => there.has(id));
    if (regionIds.length !== this.selection.regionIds.length) this.select({ regionIds });
    this.draw({ isWhole: true });
    if (isNew) return;
    this.emit("change", this.document);
    this.saver?.changed();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keepNow(), KEEP_AFTER_MS);
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`composition:${name}`, { bubbles: true, detail }));
  }
}
