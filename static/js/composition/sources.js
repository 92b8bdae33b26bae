import { listeners } from "../lib/dom.js";
import { newId } from "../lib/ids.js";
import { addRegion, addTrack, regionOf, trackOf } from "./document.js";

const NEW = "new";

// The dialog that offers sounds: what is chosen, uploaded or recorded comes to lie at the playhead, on the chosen
// track or on a new one.
class CompositionSources extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    const { on } = this.listening;
    this.timeline = document.querySelector(this.dataset.timeline);
    this.dialog = this.querySelector("dialog");
    on(this.querySelector("[data-open]"), "click", () => this.open());
    on(this.querySelector("[data-close]"), "click", () => this.dialog.close());
    on(this.dialog, "click", (event) => event.target === this.dialog && !this.recorder.isRecording && this.dialog.close());
    on(this.dialog, "close", () => this.recorder.discard());
    on(this, "click", ({ target }) => this.choose(target.closest("button[data-sound]")));
    // Capturing: before HTMX hears of the submit.
    on(this.sending, "submit", (event) => this.takeRecordingAlong(event), { capture: true });
    on(this.sending, "htmx:afterSwap", () => this.addArrived());
    on(this.sending, "htmx:afterRequest", () => this.rest());
    // What comes from this device is in no list.
    on(this.asking, "htmx:configRequest", (event) => this.room === NEW && event.preventDefault());
    on(document, "click", ({ target }) => target.closest("[data-add-sound]") && this.open());
  }

  disconnectedCallback() {
    this.listening.end();
  }

  get asking() {
    return this.querySelector("[data-asking]");
  }

  get room() {
    return this.asking.elements.room.value;
  }

  get sending() {
    return this.querySelector("[data-sending]");
  }

  get recorder() {
    return this.querySelector("mic-recorder");
  }

  get isSending() {
    return this.sending.classList.contains("htmx-request");
  }

  open() {
    this.sayWhere();
    this.dialog.showModal();
    if (this.room !== NEW) window.htmx.trigger(this.asking, "submit");
  }

  sayWhere() {
    const track = this.track;
    this.querySelector("[data-where]").textContent = track
      ? `It comes to lie at the playhead, on “${track.name || "the chosen track"}”.`
      : "It comes to lie at the playhead, on a track of its own.";
  }

  get track() {
    return trackOf(this.timeline.document, this.timeline.selection.trackId);
  }

  choose(button) {
    if (!button) return;
    this.add(JSON.parse(button.dataset.sound), { track: this.track });
  }

  // Several that come together lie on tracks of their own.
  addArrived() {
    const arrived = [...this.querySelectorAll("[data-now]")].map((one) => JSON.parse(one.dataset.sound));
    for (const one of this.querySelectorAll("[data-now]")) one.remove();
    for (const sound of arrived) this.add(sound, { track: arrived.length > 1 ? null : this.track });
  }

  add({ seconds, ...region }, { track }) {
    const { timeline } = this;
    const [id, trackId] = [newId(), track?.id ?? newId()];
    timeline.learn({ [region.clip_id]: seconds });
    timeline.apply(
      (shown, sources) => {
        const ready = track ? shown : addTrack(shown, { id: trackId, name: region.name });
        return addRegion(ready, trackId, { ...region, id, offset_frames: timeline.playhead }, sources);
      },
      { label: "Add a sound" },
    );
    if (!regionOf(timeline.document, id)) return;
    timeline.select({ regionIds: [id], trackId, focusedId: id, isShown: true });
    this.querySelector("[data-said]").textContent = `“${region.name}” is on the timeline.`;
    this.sayWhere();
  }

  takeRecordingAlong(event) {
    if (!this.recorder.isRecording) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.recorder.finish();
  }

  recorded(file) {
    this.sending.elements.is_recording.disabled = false;
    const zone = this.querySelector("drop-zone");
    zone.choose([file]);
    zone.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  rest() {
    this.sending.elements.is_recording.disabled = true;
    const zone = this.querySelector("drop-zone");
    zone.choose([]);
    zone.part("files").textContent = "";
  }
}

customElements.define("composition-sources", CompositionSources);
