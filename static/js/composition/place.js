import { listeners } from "../lib/dom.js";
import * as edit from "./document.js";
import { clockOf, secondsOfClock } from "./geometry.js";

// Where the chosen region lies, in figures: every handle by another door.
const ACTS = {
  start: (document, region, frames, sources) =>
    edit.moveRegions(document, [region.id], { byFrames: frames - region.offset_frames }, sources),
  from: (document, region, frames, sources) =>
    edit.trimStart(document, region.id, region.offset_frames + frames - region.trim_start_frames, sources),
  length: (document, region, frames, sources) =>
    region.loop_frames !== null && frames <= edit.stretchFrames(region, sources)
      ? edit.setLoop(document, region.id, null, sources)
      : edit.trimEnd(document, region.id, region.offset_frames + frames, sources),
  repeat: (document, region, frames, sources) => edit.setLoop(document, region.id, frames, sources),
  "fade-in": (document, region, frames, sources) => edit.setFade(document, region.id, "in", { frames }, sources),
  "fade-out": (document, region, frames, sources) => edit.setFade(document, region.id, "out", { frames }, sources),
};

const LABELS = {
  start: "Move a region",
  from: "Trim the start",
  length: "Trim the end",
  repeat: "Repeat",
  "fade-in": "Fade in",
  "fade-out": "Fade out",
};

export class PlaceForm {
  constructor(timeline, element) {
    Object.assign(this, { timeline, element });
    this.fields = [...element.querySelectorAll("[data-place]")];
    this.listening = listeners();
    this.listening.on(element, "change", (event) => this.hear(event.target));
    this.listening.on(element, "submit", (event) => event.preventDefault());
  }

  end() {
    this.listening.end();
  }

  get region() {
    const { regionIds } = this.timeline.selection;
    return regionIds.length === 1 ? edit.regionOf(this.timeline.document, regionIds[0]) : null;
  }

  hear(field) {
    const { region } = this;
    if (!region) return;
    if (field.dataset.curve) this.curve(region, field);
    else if (field.dataset.place === "name") this.rename(region, field.value.trim());
    else if (field.dataset.place) this.place(region, field);
  }

  curve(region, field) {
    const side = field.dataset.curve;
    this.timeline.apply(
      (document, sources) => edit.setFade(document, region.id, side, { curve: field.value }, sources),
      { label: "Curve of a fade" },
    );
  }

  rename(region, name) {
    this.timeline.apply((document) => edit.setRegion(document, region.id, { name }), { label: "Rename a region" });
  }

  place(region, field) {
    const seconds = secondsOfClock(field.value);
    const name = field.dataset.place;
    field.setAttribute("aria-invalid", String(seconds === null));
    if (seconds === null) return this.timeline.say("Write a time such as 12.5 or 1:05.2.");
    const frames = seconds * this.timeline.sources.rateHz;
    const isNone = name === "repeat" && !seconds;
    this.timeline.apply((document, sources) => ACTS[name](document, region, isNone ? null : frames, sources), {
      label: LABELS[name],
    });
    this.update();
  }

  update() {
    const { region } = this;
    this.element.hidden = !region;
    if (!region) return;
    const { sources } = this.timeline;
    const values = {
      start: region.offset_frames,
      from: region.trim_start_frames,
      length: edit.regionFrames(region, sources),
      repeat: region.loop_frames ?? 0,
      "fade-in": region.fade_in.frames,
      "fade-out": region.fade_out.frames,
    };
    for (const field of this.fields) {
      const name = field.dataset.place;
      if (document.activeElement === field && field.dataset.of === region.id && field.matches("[aria-invalid=true]")) continue;
      field.value = name === "name" ? region.name : clockOf(values[name] / sources.rateHz, 0.001);
      field.dataset.of = region.id;
      field.removeAttribute("aria-invalid");
    }
    this.element.querySelector("[data-curve=in]").value = region.fade_in.curve;
    this.element.querySelector("[data-curve=out]").value = region.fade_out.curve;
  }
}
