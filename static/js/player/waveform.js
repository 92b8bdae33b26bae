import { barsFromPeaks } from "../lib/peaks.js";

const BAR_PX = 3;
const GAP_PX = 2;
const LEAST_HEIGHT = 0.07;
const AHEAD_ALPHA = 0.34;

// Draws into a canvas in its CSS colour; draws again when its size or the theme changes.
export class Waveform {
  constructor(canvas) {
    this.canvas = canvas;
    this.fraction = 0;
    this.resizing = new ResizeObserver(() => this.layOut());
    this.theming = new MutationObserver(() => this.draw());
    this.systemTheme = matchMedia("(prefers-color-scheme: dark)");
    this.redraw = () => this.draw();
  }

  start() {
    this.resizing.observe(this.canvas);
    this.theming.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.systemTheme.addEventListener("change", this.redraw);
  }

  stop() {
    this.resizing.disconnect();
    this.theming.disconnect();
    this.systemTheme.removeEventListener("change", this.redraw);
  }

  setPeaks(peaks) {
    this.peaks = peaks;
    this.layOut();
  }

  setFraction(fraction) {
    this.fraction = fraction;
    this.draw();
  }

  layOut() {
    const { width, height } = this.canvas.getBoundingClientRect();
    this.canvas.width = Math.round(width * devicePixelRatio);
    this.canvas.height = Math.round(height * devicePixelRatio);
    this.bars = barsFromPeaks(this.peaks, Math.floor((width + GAP_PX) / (BAR_PX + GAP_PX)));
    this.draw();
  }

  draw() {
    const context = this.canvas.getContext("2d");
    const { width, height } = this.canvas;
    context.clearRect(0, 0, width, height);
    context.fillStyle = getComputedStyle(this.canvas).color;
    this.bars?.forEach((level, at) => {
      context.globalAlpha = (at + 0.5) / this.bars.length <= this.fraction ? 1 : AHEAD_ALPHA;
      this.drawBar(context, at, Math.max(level, LEAST_HEIGHT) * height * 0.92);
    });
  }

  drawBar(context, at, barHeight) {
    const left = at * (BAR_PX + GAP_PX) * devicePixelRatio;
    const barWidth = BAR_PX * devicePixelRatio;
    context.beginPath();
    context.roundRect(left, (this.canvas.height - barHeight) / 2, barWidth, barHeight, barWidth / 2);
    context.fill();
  }
}
