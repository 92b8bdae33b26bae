import * as edit from "./document.js";
import { clockOf, fitted, pxOf, showing, zoomed } from "./geometry.js";
import { Inks } from "./inks.js";
import { Lanes } from "./lanes.js";
import { Overview } from "./overview.js";
import { Peaks } from "./peaks.js";
import { Ruler } from "./ruler.js";

// Where the playhead comes to lie in the view when what plays has left it.
const FOLLOW_SHARE = 0.08;

// What is seen of a timeline: how far it is zoomed, where the playhead is, and drawing it once a frame at most.
// Who extends it has `document`, `shown`, `sources`, `gestures`, and `update()` for what is no picture.
export class TimelineView extends HTMLElement {
  beginView() {
    this.view = { pxPerSecond: 20, left: 0 };
    this.playhead = 0;
    this.hoveredId = null;
    this.snappedTo = null;
    this.dirty = {};
    this.sizes = { width: 0 };
    this.fontFamily = getComputedStyle(this).fontFamily;
    this.inks = new Inks(() => this.draw({ zoom: true }));
    this.peaks = new Peaks(() => this.draw(), { fineUrl: this.dataset.outlines });
    this.lanes = new Lanes(this, this.part("lanes"), this.part("lane-template"));
    this.ruler = new Ruler(this, this.part("ruler"));
    this.overview = new Overview(this, this.part("overview"));
    this.resizing = new ResizeObserver(() => this.draw({ zoom: true }));
    this.resizing.observe(this.part("ruler"));
  }

  endView() {
    this.resizing.disconnect();
    cancelAnimationFrame(this.waiting);
    for (const part of [this.ruler, this.overview, this.lanes, this.peaks, this.inks]) part.end();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`composition:${name}`, { bubbles: true, detail }));
  }

  get width() {
    return this.part("ruler").clientWidth;
  }

  get lanesLeft() {
    return this.part("ruler").getBoundingClientRect().left;
  }

  pxOf(frame) {
    return pxOf(frame, this.view, this.sources.rateHz);
  }

  inkOf(element) {
    return this.inks.of(element);
  }

  hover(id) {
    if (id === this.hoveredId) return;
    this.hoveredId = id;
    this.draw();
  }

  fittedView() {
    return fitted(edit.endOf(this.document, this.sources), this.width, this.sources.rateHz);
  }

  setView(view) {
    const isZoomed = view.pxPerSecond !== this.view.pxPerSecond;
    this.view = { ...view, left: Math.max(0, view.left) };
    this.draw({ zoom: isZoomed });
  }

  // Around a place, else around the playhead where that is seen, else around the middle.
  zoom(factor, px = null) {
    const playhead = this.pxOf(this.playhead);
    const anchor = playhead >= 0 && playhead <= this.width ? playhead : this.width / 2;
    this.setView(zoomed(this.view, factor, px ?? anchor, this.sources.rateHz));
  }

  bringIntoSight(regionId) {
    const region = edit.regionOf(this.document, regionId);
    if (region) this.setView(showing(this.view, region.offset_frames, this.width, this.sources.rateHz));
  }

  // The chosen regions fill the view.
  showChosen() {
    const chosen = this.selection.regionIds.map((id) => edit.regionOf(this.document, id)).filter(Boolean);
    if (!chosen.length) return;
    const from = Math.min(...chosen.map((region) => region.offset_frames));
    const to = Math.max(...chosen.map((region) => edit.regionEnd(region, this.sources)));
    const { pxPerSecond } = fitted((to - from) * 1.1, this.width, this.sources.rateHz);
    this.setView({ pxPerSecond, left: from - (to - from) * 0.05 });
  }

  seek(frames) {
    this.playhead = Math.round(Math.min(Math.max(0, frames), edit.lastFrame(this.sources)));
    this.setView(showing(this.view, this.playhead, this.width, this.sources.rateHz));
    this.markPlayhead();
    this.emit("seek", { frames: this.playhead });
  }

  follow(frames) {
    this.playhead = Math.max(0, Math.round(frames));
    const px = this.pxOf(this.playhead);
    const isOut = px < 0 || px > this.width;
    if (isOut && !this.gestures.isUnderWay) {
      const room = (this.width * FOLLOW_SHARE * this.sources.rateHz) / this.view.pxPerSecond;
      this.setView({ ...this.view, left: this.playhead - room });
    }
    this.markPlayhead();
  }

  markPlayhead() {
    const px = this.pxOf(this.playhead);
    const { width } = this.sizes;
    for (const mark of this.querySelectorAll("[data-playhead]")) {
      mark.style.transform = `translateX(${px}px)`;
      mark.hidden = px < -1 || px > width + 1;
    }
    this.part("clock").textContent = clockOf(this.playhead / this.sources.rateHz, 0.01);
    this.ruler.mark(this.playhead, edit.endOf(this.document, this.sources));
  }

  // Drawing: once a frame, and no more than changed. Before it has begun there is nothing to draw.
  draw({ document = false, zoom = false } = {}) {
    this.dirty.document ||= document;
    this.dirty.zoom ||= zoom;
    this.waiting ??= requestAnimationFrame(() => this.paint());
  }

  paint() {
    cancelAnimationFrame(this.waiting);
    this.waiting = null;
    const { dirty } = this;
    const isWhole = Boolean(dirty.document || dirty.zoom);
    this.dirty = {};
    if (this.part("desk").hidden) return;
    if (dirty.document) this.update();
    if (isWhole) this.measure();
    if (!this.sizes.width) return;
    this.lanes.paint(this.sizes, { isWhole });
    this.ruler.paint(this.sizes);
    this.overview.paint(this.sizes);
    this.markSnap();
    this.markPlayhead();
  }

  // Before anything is written: to read a size after that would make the browser lay out all of it each time.
  measure() {
    const { clientWidth: width, clientHeight: rulerHeight } = this.part("ruler");
    const { clientWidth: overviewWidth, clientHeight: overviewHeight } = this.part("overview");
    const laneHeight = this.lanes.at(0)?.view.clientHeight ?? 0;
    this.sizes = { width, rulerHeight, overviewWidth, overviewHeight, laneHeight };
  }

  markSnap() {
    const mark = this.part("snap-line");
    mark.hidden = (this.snappedTo ?? null) === null;
    if (!mark.hidden) mark.style.transform = `translateX(${this.pxOf(this.snappedTo)}px)`;
  }
}
