import { isSameChain } from "../lib/chains.js";
import { listeners } from "../lib/dom.js";
import { regionOf, setMaster, setTrack, trackOf } from "./document.js";
import { FIELDS, mayDuckUnder } from "./fields.js";
import { same } from "./keeping.js";

// The chosen regions, their track and the master, to be changed in numbers. Each change is an operation of the
// timeline, so that undo has it.
class CompositionInspector extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    this.timeline = document.querySelector(this.dataset.timeline);
    for (const type of ["ready", "change", "select"]) on(this.timeline, `composition:${type}`, () => this.show());
    on(this, "input", ({ target }) => target.matches("[type=range]") && this.change(target, `slide ${target.dataset.field}`));
    on(this, "change", ({ target }) => this.hear(target));
    on(this, "keydown", (event) => this.hearKey(event));
    on(this, "effects-changed", ({ target, detail }) => this.takeChain(target, detail.chain));
    on(this, "click", ({ target }) => this.choosePanel(target.closest("[data-panel-of]")));
    if (this.timeline.dataset.state === "ready") this.show(); // it was there before
  }

  disconnectedCallback() {
    this.listening.end();
  }

  get fields() {
    return this.querySelectorAll("[data-field]");
  }

  get chosen() {
    const { document: shown, selection } = this.timeline;
    const regionIds = selection.regionIds.filter((id) => regionOf(shown, id));
    const ofRegion = shown.tracks.find((track) => track.regions.some((region) => region.id === regionIds[0]));
    const trackId = ofRegion?.id ?? trackOf(shown, selection.trackId)?.id ?? null;
    return { regionIds, trackId };
  }

  partOf(kind) {
    const { document: shown } = this.timeline;
    const { regionIds, trackId } = this.chosen;
    if (kind === "region") return regionOf(shown, regionIds[0]);
    return kind === "track" ? trackOf(shown, trackId) : shown.master;
  }

  show() {
    const { regionIds, trackId } = this.chosen;
    this.showPanels(regionIds, trackId);
    this.showDuck(trackId);
    for (const field of this.fields) this.showField(field);
    for (const rack of this.querySelectorAll("effects-rack")) this.showChain(rack);
  }

  // What is chosen on the timeline comes forward; what somebody opened here stays until then.
  showPanels(regionIds, trackId) {
    const key = `${regionIds.join()} ${trackId}`;
    if (key !== this.shownFor) this.open(regionIds.length ? "region" : trackId ? "track" : "master");
    this.shownFor = key;
    for (const panel of this.querySelectorAll("[data-panel]")) {
      const kind = panel.dataset.panel;
      const part = this.partOf(kind);
      panel.hidden = kind !== this.panel;
      panel.querySelector("[data-nothing]")?.toggleAttribute("hidden", Boolean(part));
      panel.querySelector("[data-something]").hidden = !part;
      const count = panel.querySelector("[data-count]");
      if (count) count.textContent = regionIds.length > 1 ? `${regionIds.length} regions are changed together.` : "";
    }
  }

  open(kind) {
    this.panel = kind;
    for (const button of this.querySelectorAll("[data-panel-of]")) {
      button.setAttribute("aria-pressed", String(button.dataset.panelOf === kind));
    }
  }

  choosePanel(button) {
    if (!button) return;
    this.open(button.dataset.panelOf);
    this.show();
  }

  showDuck(trackId) {
    const choice = this.querySelector("[data-field='track.duck']");
    const others = mayDuckUnder(this.timeline.document, trackId);
    const options = [new Option("No other track", ""), ...others.map((track) => new Option(track.name || "Track", track.id))];
    choice.replaceChildren(...options);
    this.querySelector("[data-ducking]").hidden = !this.partOf("track")?.duck;
    this.querySelector("[data-levelling]").hidden = this.partOf("master").target_lufs === null;
  }

  showField(field) {
    const spec = FIELDS[field.dataset.field];
    const part = this.partOf(spec.of);
    if (!part || (field === document.activeElement && field.getAttribute("aria-invalid") === "true")) return;
    const shown = spec.show(part);
    if (field.type === "checkbox") field.checked = shown;
    else if (field.type === "range") field.value = shown === "" ? field.min : shown;
    else if (field !== document.activeElement || field.value !== shown) field.value = shown;
    this.complain(field, "");
  }

  hear(field) {
    if (!field.dataset.field) return;
    this.change(field, field.type === "range" ? `slide ${field.dataset.field}` : null);
    if (field.type === "range") this.timeline.settle();
  }

  change(field, merge) {
    const spec = FIELDS[field.dataset.field];
    const { value, problem = "" } = spec.read(field.type === "checkbox" ? field.checked : field.value);
    this.complain(field, problem);
    if (problem) return;
    const { chosen } = this;
    this.timeline.apply((shown) => changedOr(shown, spec.act(shown, chosen, value)), { label: spec.label, merge });
    this.show();
  }

  hearKey(event) {
    const { target } = event;
    if (!target.dataset?.field || target.type === "range") return;
    if (event.key === "Escape") this.takeBack(target);
  }

  takeBack(field) {
    this.complain(field, "");
    this.show();
  }

  complain(field, problem) {
    if (field.type === "range") return;
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    const told = field.closest(".field")?.querySelector("[data-problem]");
    if (told) [told.textContent, told.hidden] = [problem, !problem];
  }

  // Racks ------------------------------------------------------------------------------------------------
  showChain(rack) {
    const part = this.partOf(rack.closest("[data-panel]").dataset.panel);
    if (!part || rack.contains(document.activeElement)) return;
    customElements.upgrade(rack);
    if (!isSameChain(rack.chain, part.effects)) rack.load(part.effects);
  }

  takeChain(rack, chain) {
    const kind = rack.closest("[data-panel]").dataset.panel;
    const part = this.partOf(kind);
    if (!part || isSameChain(chain, part.effects)) return;
    const { trackId } = this.chosen;
    const act = kind === "track" ? (shown) => setTrack(shown, trackId, { effects: chain }) : (shown) => setMaster(shown, { effects: chain });
    this.timeline.apply(act, { label: "Effects", merge: `effects ${kind} ${trackId}` });
  }
}

// What changes nothing is no step to undo: a field tells of its value at Enter, and once more as it is left.
function changedOr(before, after) {
  return same(before, after) ? before : after;
}

customElements.define("composition-inspector", CompositionInspector);
