import { COMMANDS } from "./composition/commands.js";
import { firstRegion, heirOf, regionAcross, regionBeside } from "./composition/choosing.js";
import * as edit from "./composition/document.js";
import { Gestures } from "./composition/gestures.js";
import { historyOf, redoLabel, redone, settledHistory, stepped, undoLabel, undone } from "./composition/history.js";
import { commandOf } from "./composition/keys.js";
import { PlaceForm } from "./composition/place.js";
import { sentenceOf } from "./composition/reading-out.js";
import { Store } from "./composition/store.js";
import { TimelineView } from "./composition/view.js";
import { isTyping, listeners, tell } from "./lib/dom.js";
import { recall, remember } from "./lib/memory.js";

// Of keys that scroll a page where nothing is chosen.
const NEED_A_CHOICE = new Set(["nudge", "lane", "delete"]);

/*
The timeline of a composition. For what stands around it:

document, shown (while something is dragged: as it would be), sources, selection, playhead (a frame), problems
apply(change, {label, merge})   change: (document, sources) => document. Steps with the same `merge` that follow each
                                other are one to undo; settle() ends that. What it can't do is said.
learn({[clip_id]: seconds})     before a region of a clip that is new here is added
select({trackId, regionIds}), seek(frames), run(command, given), save() (a promise: all is sent)
Events on it: composition:ready and composition:change (detail: document), composition:select
({trackId, regionIds}), composition:seek ({frames}), composition:saved ({revision}). It hears
composition:playhead ({frames}) on itself, from what plays.
*/
class CompositionTimeline extends TimelineView {
  connectedCallback() {
    this.sources = { rateHz: Number(this.dataset.rate), clips: {} };
    this.seconds = {};
    this.history = historyOf(edit.complete(null));
    this.draft = null;
    this.problems = {};
    this.selection = { trackId: null, regionIds: [], focusedId: null };
    this.beginView();
    this.place = new PlaceForm(this, this.part("place-form"));
    this.gestures = new Gestures(this, { list: this.part("lanes"), marquee: this.part("marquee") });
    const { id, api, clips } = this.dataset;
    this.store = new Store(this, { id, api, clips, dialog: this.part("conflict"), sign: this.part("saved") });
    this.listen();
    this.setSnapping(recall("snapping", "on") === "on");
    this.store.load();
  }

  disconnectedCallback() {
    for (const part of [this.store, this.gestures, this.place]) part.end();
    this.endView();
    this.listening.end();
  }

  listen() {
    this.listening = listeners();
    const { on } = this.listening;
    on(document, "keydown", (event) => this.hearKey(event));
    on(this, "click", (event) => this.press(event.target.closest("[data-command]")));
    on(this, "focusin", (event) => this.hearFocus(event.target.closest("[data-region]")));
    on(this, "composition:playhead", ({ detail }) => this.follow(detail.frames));
    on(window, "online", () => this.store.retry());
    on(window, "pagehide", () => this.store.leave());
    on(document, "visibilitychange", () => document.hidden && this.store.leave());
  }

  // From the store ------------------------------------------------------------------------------------------
  begin({ history, rateHz, seconds, problems }) {
    this.sources = { ...this.sources, rateHz };
    this.history = history;
    this.learn(seconds);
    this.readProblems(problems);
    this.part("loading").hidden = true;
    this.part("desk").hidden = false;
    this.view = this.fittedView();
    this.draw({ document: true });
    this.markPlayhead();
    this.dataset.state = "ready";
    this.emit("ready", this.document);
  }

  fail(sentence) {
    this.part("loading").textContent = `${sentence} Then load this page again.`;
  }

  readProblems(problems = []) {
    this.problems = Object.fromEntries(problems.map((one) => [one.region_id, one.message]));
    this.draw({ document: true });
  }

  // Another history: what it shows is on the server already.
  take(history) {
    this.history = history;
    this.forgetGone();
    this.draw({ document: true });
    this.emit("change", this.document);
  }

  replacePresent(document) {
    this.take({ ...this.history, present: document });
  }

  // Reading -------------------------------------------------------------------------------------------------
  get document() {
    return this.history.present;
  }

  get shown() {
    return this.draft ?? this.document;
  }

  learn(seconds) {
    Object.assign(this.seconds, seconds);
    const known = Object.entries(this.seconds).filter(([, long]) => Number.isFinite(long));
    const clips = Object.fromEntries(known.map(([id, long]) => [id, Math.round(long * this.sources.rateHz)]));
    this.sources = { ...this.sources, clips };
    this.draw({ document: true });
  }

  // Changing ------------------------------------------------------------------------------------------------
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
    this.goThrough(undoLabel(this.history), undone, "Undone");
  }

  redo() {
    this.goThrough(redoLabel(this.history), redone, "Done again");
  }

  goThrough(label, way, said) {
    if (label === null) return this.say(`There is nothing to be ${said.toLowerCase()}.`);
    this.history = way(this.history);
    this.changed();
    this.say(`${said}: ${label}.`);
  }

  changed() {
    this.forgetGone();
    this.draw({ document: true });
    this.emit("change", this.document);
    this.store.changed();
  }

  async save() {
    await this.store.saver?.save();
  }

  forgetGone() {
    const there = new Set(edit.regionsOf(this.document).map((region) => region.id));
    const regionIds = this.selection.regionIds.filter((id) => there.has(id));
    const isTrackGone = this.selection.trackId && !edit.trackOf(this.document, this.selection.trackId);
    if (regionIds.length !== this.selection.regionIds.length) this.select({ regionIds });
    if (isTrackGone) this.select({ trackId: this.document.tracks[0]?.id ?? null });
  }

  // While something is dragged; null: as it was.
  show(document, place = null) {
    this.draft = document;
    this.snappedTo = place;
    this.draw({ document: true });
  }

  commit(label) {
    const { draft } = this;
    this.show(null);
    if (draft) this.apply(() => draft, { label });
  }

  // Choosing ------------------------------------------------------------------------------------------------
  select({ isFocused = false, isShown = false, ...chosen }) {
    const before = this.selection;
    this.selection = { ...before, ...chosen };
    if (isShown) this.bringIntoSight(this.selection.focusedId);
    const isSame =
      before.trackId === this.selection.trackId && String(before.regionIds) === String(this.selection.regionIds);
    if (!isSame) {
      this.settle();
      const { trackId, regionIds } = this.selection;
      this.emit("select", { trackId, regionIds });
    }
    this.draw({ document: true });
    if (isFocused) this.focusRegion();
  }

  chooseRegion(id, { isAdding = false } = {}) {
    const { regionIds } = this.selection;
    const others = regionIds.filter((other) => other !== id);
    const next = !isAdding ? [id] : regionIds.includes(id) ? others : [...regionIds, id];
    const trackId = this.document.tracks[edit.laneOf(this.document, id)]?.id ?? null;
    this.select({ regionIds: next, focusedId: id, trackId });
  }

  step({ byRegions, byLanes, isAdding }) {
    const { focusedId, regionIds } = this.selection;
    const from = focusedId ?? regionIds[0];
    const find = byRegions ? regionBeside : regionAcross;
    const next = from ? find(this.document, from, byRegions || byLanes) : firstRegion(this.document);
    if (!next) return this.say("There are no regions yet.");
    const trackId = this.document.tracks[edit.laneOf(this.document, next.id)].id;
    const chosen = isAdding ? [...new Set([...regionIds, next.id])] : [next.id];
    this.select({ regionIds: chosen, focusedId: next.id, trackId, isShown: true, isFocused: true });
  }

  heirOf(id, goingIds) {
    return heirOf(this.document, id, goingIds)?.id ?? null;
  }

  hearFocus(element) {
    if (!element || this.gestures.isUnderWay) return;
    const id = element.dataset.region;
    if (this.selection.regionIds.includes(id)) this.select({ focusedId: id });
    else this.chooseRegion(id);
  }

  focusRegion() {
    this.paint();
    const { focusedId, regionIds } = this.selection;
    const id = focusedId ?? regionIds[0];
    if (id) this.lanes.elementOf(id)?.focus();
  }

  focusName(trackId) {
    this.paint();
    this.lanes.focusName(trackId);
  }

  setSnapping(isSnapping) {
    this.isSnapping = isSnapping;
    remember("snapping", isSnapping ? "on" : "off");
    this.querySelector("[data-command=snap]").setAttribute("aria-pressed", String(isSnapping));
  }

  update() {
    this.lanes.update(this.shown);
    this.place.update();
    this.part("empty").hidden = this.shown.tracks.length > 0;
    const labels = { undo: undoLabel(this.history), redo: redoLabel(this.history) };
    for (const [command, label] of Object.entries(labels)) {
      const button = this.querySelector(`[data-command=${command}]`);
      button.setAttribute("aria-disabled", String(label === null));
      button.title = `${button.getAttribute("aria-label")}${label === null ? "" : `: ${label}`}`;
    }
  }

  // Keys and buttons ----------------------------------------------------------------------------------------
  press(button) {
    if (button) this.run(button.dataset.command);
  }

  run(name, given = {}) {
    COMMANDS[name](this, given);
  }

  hearKey(event) {
    if (event.defaultPrevented || !this.isForMe(event)) return;
    if (event.key === "Escape" && this.gestures.isUnderWay) return this.gestures.cancel();
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const isAltGraph = event.getModifierState("AltGraph");
    const command = commandOf({ key, ctrlKey, metaKey, shiftKey, altKey, isAltGraph });
    if (!command || (NEED_A_CHOICE.has(command.name) && !this.selection.regionIds.length)) return;
    if (command.name === "copy" && String(getSelection())) return;
    event.preventDefault();
    this.run(command.name, command.given);
  }

  // Not while one writes or a dialog asks; a fader takes its own keys, and leaves those with Control.
  isForMe({ target, ctrlKey, metaKey }) {
    if (document.querySelector("dialog[open]") || this.dataset.state !== "ready") return false;
    const isHere = target === document.body || this.contains(target) || target.id === "page" || target.matches("h1");
    const isFader = target.type === "range" && (ctrlKey || metaKey);
    return isHere && (isFader || !isTyping(target));
  }

  // Saying --------------------------------------------------------------------------------------------------
  say(text) {
    this.part("said").textContent = text;
  }

  readOut() {
    const region = edit.regionOf(this.document, this.selection.regionIds[0]);
    const track = region && this.document.tracks[edit.laneOf(this.document, region.id)];
    if (track) this.say(sentenceOf(region, track, this.sources, this.problems[region.id]));
  }

  complain(text) {
    tell({ level: "error", text });
  }
}

customElements.define("composition-timeline", CompositionTimeline);
