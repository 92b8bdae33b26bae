import { listeners } from "../lib/dom.js";
import { regionOf } from "./document.js";
import { dragOf, fadePx, within } from "./drags.js";
import { frameAt, framesWide } from "./geometry.js";
import { zoneAt } from "./zones.js";

const BEGINS_AFTER_PX = 4;
const EDGE_PX = 32;
const EDGE_STEP_PX = 14;
const WHEEL_ZOOM = 0.0022;

// Mouse, pen and fingers over the lanes. A finger on what is not chosen scrolls; two fingers zoom.
export class Gestures {
  constructor(timeline, { list, marquee }) {
    Object.assign(this, { timeline, list, marquee });
    this.fingers = new Map();
    this.listening = listeners();
    const { on } = this.listening;
    on(list, "pointerdown", (event) => this.press(event));
    on(list, "pointermove", (event) => this.move(event));
    on(list, "pointerup", (event) => this.release(event));
    on(list, "pointercancel", () => this.cancel());
    on(list, "lostpointercapture", (event) => this.fingers.delete(event.pointerId));
    on(list, "pointerleave", () => timeline.hover(null));
    on(list, "wheel", (event) => this.wheel(event), { passive: false });
    on(list, "dblclick", (event) => this.doubleClick(event));
  }

  end() {
    this.cancel();
    this.listening.end();
  }

  get isUnderWay() {
    return Boolean(this.gesture);
  }

  press(event) {
    if (event.button || !event.target.closest("[data-lane-view]")) return;
    this.fingers.set(event.pointerId, event);
    if (this.fingers.size === 2) return this.pinch();
    const element = event.target.closest("[data-region]");
    const at = this.placeOf(event);
    const isFinger = event.pointerType === "touch";
    this.list.setPointerCapture(event.pointerId);
    this.began = { x: event.clientX, y: event.clientY, left: this.timeline.view.left };
    if (element) this.gesture = this.onRegion(element, event, at, isFinger);
    else this.gesture = isFinger ? this.pan(at) : this.frame(at, event);
  }

  onRegion(element, event, from, isFinger) {
    const { timeline } = this;
    const id = element.dataset.region;
    const wasChosen = timeline.selection.regionIds.includes(id);
    const isAdding = event.shiftKey || event.ctrlKey || event.metaKey;
    if (isFinger && !wasChosen) return this.pan(from, () => timeline.chooseRegion(id, { isAdding: false }));
    // At once, so that what is dragged is chosen; among several the choice of one waits for the release.
    if (!wasChosen || isAdding) timeline.chooseRegion(id, { isAdding });
    const drag = dragOf(this.zoneOf(element, event), timeline, regionOf(timeline.document, id), from);
    return {
      move: (at) => {
        const { document, place } = drag.show(at);
        timeline.show(document, place);
      },
      drop: () => timeline.commit(drag.label),
      cancel: () => timeline.show(null),
      click: () => !isAdding && timeline.chooseRegion(id, { isAdding: false }),
    };
  }

  // Over what is empty: a click goes there, a drag draws a frame around what it chooses.
  frame(from, event) {
    const { timeline } = this;
    const kept = event.shiftKey || event.ctrlKey || event.metaKey ? timeline.selection.regionIds : [];
    return {
      move: (at) => {
        this.drawFrame(from, at);
        const touched = within(timeline, { fromFrame: from.frame, toFrame: at.frame, fromLane: from.lane, toLane: at.lane });
        timeline.select({ regionIds: [...new Set([...kept, ...touched])] });
      },
      drop: () => (this.marquee.hidden = true),
      cancel: () => (this.marquee.hidden = true),
      click: () => this.goTo(from),
    };
  }

  goTo({ frame, lane }) {
    this.timeline.select({ regionIds: [], trackId: this.timeline.document.tracks[lane]?.id ?? null });
    this.timeline.seek(frame);
  }

  pan(from, tap = () => this.goTo(from)) {
    const { timeline } = this;
    const { sources } = timeline;
    return {
      isScrolling: true,
      move: (_, { clientX }) => {
        const left = this.began.left - framesWide(clientX - this.began.x, timeline.view, sources.rateHz);
        timeline.setView({ ...timeline.view, left });
      },
      drop: () => {},
      cancel: () => {},
      click: tap,
    };
  }

  pinch() {
    this.gesture?.cancel();
    this.marquee.hidden = true;
    const apart = () => {
      const [one, other] = [...this.fingers.values()];
      return { px: Math.max(20, Math.abs(one.clientX - other.clientX)), middle: (one.clientX + other.clientX) / 2 };
    };
    let last = apart();
    this.isDragging = true;
    this.gesture = {
      isScrolling: true,
      move: () => {
        if (this.fingers.size < 2) return;
        const now = apart();
        this.timeline.zoom(now.px / last.px, now.middle - this.timeline.lanesLeft);
        last = now;
      },
      drop: () => {},
      cancel: () => {},
      click: () => {},
    };
  }

  move(event) {
    if (this.fingers.has(event.pointerId)) this.fingers.set(event.pointerId, event);
    if (!this.gesture) return this.hover(event);
    const { x, y } = this.began;
    this.isDragging ||= Math.hypot(event.clientX - x, event.clientY - y) >= BEGINS_AFTER_PX;
    if (!this.isDragging) return;
    this.latest = event;
    this.waiting ??= requestAnimationFrame(() => this.step());
  }

  // Once a frame, and on while the pointer is at an edge: what is dragged there brings more into sight.
  step() {
    this.waiting = null;
    if (!this.gesture) return;
    this.gesture.move(this.placeOf(this.latest), this.latest);
    if (this.gesture.isScrolling) return;
    const { timeline } = this;
    const by = this.beyondEdge(this.latest.clientX);
    if (!by || (by < 0 && timeline.view.left <= 0)) return;
    timeline.setView({ ...timeline.view, left: timeline.view.left + framesWide(by, timeline.view, timeline.sources.rateHz) });
    this.waiting = requestAnimationFrame(() => this.step());
  }

  // What was taken hold of at an edge and is drawn inwards does not scroll.
  beyondEdge(clientX) {
    const px = clientX - this.timeline.lanesLeft;
    if (px < EDGE_PX && clientX < this.began.x) return -EDGE_STEP_PX;
    return px > this.timeline.width - EDGE_PX && clientX > this.began.x ? EDGE_STEP_PX : 0;
  }

  release(event) {
    this.fingers.delete(event.pointerId);
    if (!this.gesture || this.fingers.size) return;
    cancelAnimationFrame(this.waiting);
    this.waiting = null;
    const { gesture, isDragging } = this;
    if (isDragging && this.latest) gesture.move(this.placeOf(this.latest), this.latest);
    this.forget();
    if (isDragging) gesture.drop();
    else gesture.click();
  }

  cancel() {
    const { gesture } = this;
    this.forget();
    this.fingers.clear();
    gesture?.cancel();
  }

  forget() {
    cancelAnimationFrame(this.waiting);
    Object.assign(this, { gesture: null, isDragging: false, latest: null, waiting: null });
  }

  hover(event) {
    const element = event.target.closest?.("[data-region]");
    if (element) element.dataset.zone = this.zoneOf(element, event);
    this.timeline.hover(element?.dataset.region ?? null);
  }

  zoneOf(element, { clientX, clientY, pointerType }) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const region = regionOf(this.timeline.document, element.dataset.region);
    const size = { width, height, ...fadePx(region, this.timeline) };
    return zoneAt({ x: clientX - left, y: clientY - top }, size, { isFinger: pointerType === "touch" });
  }

  placeOf({ clientX, clientY, altKey = false }) {
    const { timeline } = this;
    const frame = frameAt(clientX - timeline.lanesLeft, timeline.view, timeline.sources.rateHz);
    return { frame: Math.max(0, frame), lane: timeline.lanes.indexAtY(clientY), isFree: altKey };
  }

  drawFrame(from, at) {
    const { timeline, marquee } = this;
    const frames = [from.frame, at.frame].sort((one, other) => one - other);
    const lanes = [from.lane, at.lane].sort((one, other) => one - other);
    const [left, right] = frames.map((frame) => timeline.pxOf(frame));
    const [top, bottom] = [timeline.lanes.at(lanes[0]), timeline.lanes.at(lanes[1])].map((lane) => lane.element);
    marquee.hidden = false;
    marquee.style.transform = `translate(${left}px, ${top.offsetTop}px)`;
    marquee.style.width = `${right - left}px`;
    marquee.style.height = `${bottom.offsetTop + bottom.offsetHeight - top.offsetTop}px`;
  }

  wheel(event) {
    const { timeline } = this;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      return timeline.zoom(Math.exp(-event.deltaY * WHEEL_ZOOM), event.clientX - timeline.lanesLeft);
    }
    const by = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (!by || Math.abs(by) < Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    timeline.setView({ ...timeline.view, left: timeline.view.left + framesWide(by, timeline.view, timeline.sources.rateHz) });
  }

  doubleClick(event) {
    if (event.target.closest("[data-region]")) this.timeline.showChosen();
  }
}
