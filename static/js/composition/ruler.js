import { listeners } from "../lib/dom.js";
import { fitCanvas, paintRuler } from "./drawing.js";
import { clockOf, frameAt } from "./geometry.js";

const KEY_SECONDS = { ArrowLeft: -0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowUp: 0.1, PageDown: -5, PageUp: 5 };

// The ruler: a slider whose thumb is the playhead.
export class Ruler {
  constructor(timeline, element) {
    this.timeline = timeline;
    this.element = element;
    this.canvas = element.querySelector("canvas");
    this.listening = listeners();
    const { on } = this.listening;
    on(element, "pointerdown", (event) => this.grasp(event));
    on(element, "pointermove", (event) => this.isHeld && this.follow(event));
    for (const type of ["pointerup", "pointercancel"]) on(element, type, () => (this.isHeld = false));
    on(element, "keydown", (event) => this.hearKey(event));
  }

  end() {
    this.listening.end();
  }

  grasp(event) {
    if (event.button) return;
    this.isHeld = true;
    this.element.setPointerCapture(event.pointerId);
    this.follow(event);
  }

  follow(event) {
    const { timeline } = this;
    const px = Math.max(0, Math.min(timeline.width, event.clientX - timeline.lanesLeft));
    timeline.seek(frameAt(px, timeline.view, timeline.sources.rateHz));
  }

  hearKey(event) {
    const { timeline } = this;
    const seconds = KEY_SECONDS[event.key];
    if (seconds === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    timeline.seek(timeline.playhead + seconds * (event.shiftKey ? 10 : 1) * timeline.sources.rateHz);
  }

  paint({ width, rulerHeight: height }) {
    const { timeline } = this;
    const context = fitCanvas(this.canvas, width, height);
    const { rateHz } = timeline.sources;
    paintRuler(context, timeline.view, {
      ...{ width, height, rateHz },
      ink: timeline.inkOf(this.element),
      font: `500 11px ${timeline.fontFamily}`,
    });
  }

  mark(playhead, end) {
    const { rateHz } = this.timeline.sources;
    const seconds = Math.round((playhead / rateHz) * 100) / 100;
    this.element.setAttribute("aria-valuenow", String(seconds));
    this.element.setAttribute("aria-valuemax", String(Math.max(seconds, Math.ceil(end / rateHz))));
    this.element.setAttribute("aria-valuetext", clockOf(seconds, 0.1));
  }
}
