import { isHeard } from "./document.js";
import { fitCanvas, nameFont, paintGrid, paintRegion } from "./drawing.js";
import { pxOf } from "./geometry.js";
import { Head } from "./head.js";
import { sentenceOf } from "./reading-out.js";
import { regionEnd, regionFrames } from "./regions.js";

const COLOURS = 8;
// Elements are there for what is seen and for a window more on both sides: scrolling moves one box.
const AROUND = 1;
const LEAST_WIDE_PX = 3;

// One track: its head, a canvas for sound, and an element for each region, for pointers, keys and readers.
export class Lane {
  constructor(timeline, element) {
    this.timeline = timeline;
    this.element = element;
    this.view = element.querySelector("[data-lane-view]");
    this.canvas = element.querySelector("canvas");
    this.box = element.querySelector("[data-regions]");
    this.head = new Head(timeline, element.querySelector("[data-head]"));
    this.elements = new Map();
    this.isSeen = true;
    this.watching = new IntersectionObserver(([entry]) => {
      this.isSeen = entry.isIntersecting;
      if (this.isSeen) timeline.draw();
    });
    this.watching.observe(element);
  }

  end() {
    this.watching.disconnect();
    this.element.remove();
  }

  update(track, index, document) {
    this.track = track;
    this.isHeard = isHeard(document, track);
    this.element.dataset.lane = track.id;
    this.element.dataset.colour = index % COLOURS;
    this.element.classList.toggle("lane--chosen", this.timeline.selection.trackId === track.id);
    this.element.classList.toggle("lane--silent", !this.isHeard);
    const count = track.regions.length;
    const several = count === 1 ? "1 region" : `${count || "no"} regions`;
    this.view.setAttribute("aria-label", `${track.name}, ${several}`);
    this.head.update(track, index, document);
  }

  // `isWhole`: something else than the view's left edge changed.
  paint({ width, laneHeight }, { isWhole }) {
    const { view, sources } = this.timeline;
    const away = Math.abs(pxOf(this.origin ?? -1e15, view, sources.rateHz));
    if (isWhole || away > width * AROUND) this.layOut(width);
    this.box.style.transform = `translateX(${pxOf(this.origin, view, sources.rateHz)}px)`;
    if (this.isSeen) this.paintCanvas(width, laneHeight);
  }

  layOut(width) {
    const { view, sources } = this.timeline;
    this.origin = view.left;
    const around = ((2 * AROUND + 1) * width * sources.rateHz) / view.pxPerSecond;
    const isNear = (region) =>
      region.offset_frames < this.origin + around && regionEnd(region, sources) > this.origin - around;
    const { activeElement } = document;
    const near = this.track.regions.filter(
      (region) => isNear(region) || this.elements.get(region.id) === activeElement,
    );
    const there = new Set(near.map((region) => region.id));
    for (const [id, element] of this.elements) if (!there.has(id)) this.elements.delete(id) && element.remove();
    for (const region of near) this.place(region);
    // For readers and Tab: in the order of time.
    const tabbable = this.tabbable(near);
    for (const [id, element] of this.elements) element.tabIndex = id === tabbable ? 0 : -1;
    this.view.tabIndex = tabbable === null ? 0 : -1;
  }

  place(region) {
    const { view, sources, selection, problems } = this.timeline;
    const element = this.elements.get(region.id) ?? this.makeElement(region.id);
    const left = ((region.offset_frames - this.origin) / sources.rateHz) * view.pxPerSecond;
    const wide = (regionFrames(region, sources) / sources.rateHz) * view.pxPerSecond;
    element.style.left = `${left}px`;
    element.style.width = `${Math.max(LEAST_WIDE_PX, wide)}px`;
    const isChosen = selection.regionIds.includes(region.id);
    element.setAttribute("aria-selected", String(isChosen));
    element.setAttribute("aria-label", sentenceOf(region, this.track, sources, problems[region.id]));
    element.classList.toggle("region--silent", region.muted);
    element.classList.toggle("region--broken", region.id in problems);
  }

  makeElement(id) {
    const element = document.createElement("div");
    element.className = "region";
    element.dataset.region = id;
    element.setAttribute("role", "option");
    this.elements.set(id, element);
    this.box.append(element);
    return element;
  }

  tabbable(near) {
    const { regionIds, focusedId } = this.timeline.selection;
    const isHere = (id) => near.some((region) => region.id === id);
    if (focusedId && isHere(focusedId)) return focusedId;
    const first = near.reduce((best, one) => (best && best.offset_frames <= one.offset_frames ? best : one), null);
    return regionIds.find(isHere) ?? first?.id ?? null;
  }

  soundOf({ clip_id: clipId }) {
    const { view, sources, peaks } = this.timeline;
    const frames = clipId && sources.clips[clipId];
    return frames ? peaks.reader(clipId, frames / sources.rateHz, view.pxPerSecond) : null;
  }

  paintCanvas(width, height) {
    const { view, sources, selection, hoveredId } = this.timeline;
    const context = fitCanvas(this.canvas, width, height);
    const ink = this.timeline.inkOf(this.element);
    paintGrid(context, view, { width, height, rateHz: sources.rateHz, ink });
    for (const region of this.track.regions) {
      if (pxOf(region.offset_frames, view, sources.rateHz) > width) continue;
      if (pxOf(regionEnd(region, sources), view, sources.rateHz) < 0) continue;
      paintRegion(context, region, {
        ...{ view, width, height, sources, ink },
        sound: this.soundOf(region),
        font: nameFont(this.timeline.fontFamily),
        isActive: region.id === hoveredId || selection.regionIds.includes(region.id),
        isSilent: region.muted || !this.isHeard,
      });
    }
  }
}
