import { listeners } from "../lib/dom.js";
import { endOf } from "./document.js";
import { fitCanvas } from "./drawing.js";
import { framesWide } from "./geometry.js";
import { regionFrames } from "./regions.js";

const PAD_PX = 4;

// All of it in a strip, with the part that is seen: a scrollbar that shows what there is.
export class Overview {
  constructor(timeline, element) {
    this.timeline = timeline;
    this.element = element;
    this.canvas = element.querySelector("canvas");
    this.window = element.querySelector("[data-window]");
    this.listening = listeners();
    const { on } = this.listening;
    on(element, "pointerdown", (event) => this.grasp(event));
    on(element, "pointermove", (event) => this.held && this.follow(event));
    for (const type of ["pointerup", "pointercancel"]) on(element, type, () => (this.held = null));
    on(element, "keydown", (event) => this.hearKey(event));
  }

  end() {
    this.listening.end();
  }

  get seenFrames() {
    const { width, view, sources } = this.timeline;
    return framesWide(width, view, sources.rateHz);
  }

  // As far as there is anything, and as one has scrolled.
  get wholeFrames() {
    const { shown, sources, view } = this.timeline;
    return Math.max(endOf(shown, sources) * 1.02, view.left + this.seenFrames, sources.rateHz);
  }

  grasp(event) {
    if (event.button) return;
    const { left, width } = this.element.getBoundingClientRect();
    const perPx = this.wholeFrames / width;
    const frame = (event.clientX - left) * perPx;
    const { view } = this.timeline;
    const isInside = frame >= view.left && frame <= view.left + this.seenFrames;
    this.held = { left, perPx, grip: isInside ? frame - view.left : this.seenFrames / 2 };
    this.element.setPointerCapture(event.pointerId);
    this.follow(event);
  }

  follow(event) {
    const frame = (event.clientX - this.held.left) * this.held.perPx;
    this.timeline.setView({ ...this.timeline.view, left: frame - this.held.grip });
  }

  hearKey(event) {
    const { view } = this.timeline;
    const by = { ArrowLeft: -0.1, ArrowRight: 0.1, PageUp: -0.9, PageDown: 0.9 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.timeline.setView({ ...view, left: view.left + by * this.seenFrames });
  }

  paint({ overviewWidth: width, overviewHeight: height }) {
    const { timeline, element } = this;
    const whole = this.wholeFrames;
    const context = fitCanvas(this.canvas, width, height);
    const { tracks } = timeline.shown;
    const tall = Math.max(1, Math.min(5, (height - 2 * PAD_PX) / Math.max(1, tracks.length)));
    const top = (height - tall * tracks.length) / 2;
    context.fillStyle = timeline.inkOf(element).strong;
    tracks.forEach((track, lane) => {
      for (const region of track.regions) {
        const left = (region.offset_frames / whole) * width;
        const wide = (regionFrames(region, timeline.sources) / whole) * width;
        context.fillRect(left, top + lane * tall, Math.max(1, wide), Math.max(1, tall - 1));
      }
    });
    const share = Math.min(1, this.seenFrames / whole);
    this.window.style.transform = `translateX(${(timeline.view.left / whole) * width}px)`;
    this.window.style.width = `${Math.max(12, share * width)}px`;
    const most = Math.max(0, whole - this.seenFrames);
    element.setAttribute("aria-valuenow", String(most ? Math.round((timeline.view.left / most) * 100) : 0));
  }
}
