import { curveAt } from "./gains.js";
import { clockOf, pxOf, rulerStep, ticks } from "./geometry.js";
import { regionFrames, stretchFrames } from "./regions.js";
import { STRIP_PX } from "./zones.js";

// What is painted on canvases. `ink` are colours as the browser computed them.
const NAME_PX = 12;
const PAD_PX = 3;
const KNOB_PX = 4;
const SILENT_ALPHA = 0.35;
const WAVE_ALPHA = 0.85;

export function fitCanvas(canvas, width, height) {
  const scale = devicePixelRatio;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

export function paintRuler(context, view, { width, height, rateHz, ink, font }) {
  const { seconds: step } = rulerStep(view.pxPerSecond);
  context.font = font;
  context.textBaseline = "middle";
  for (const { px, seconds, isLabelled } of ticks(view, width, rateHz)) {
    context.fillStyle = isLabelled ? ink.strong : ink.faint;
    const tall = isLabelled ? height * 0.45 : height * 0.22;
    context.fillRect(Math.round(px), height - tall, 1, tall);
    if (isLabelled) context.fillText(clockOf(seconds, step), px + 5, height * 0.42);
  }
}

export function paintGrid(context, view, { width, height, rateHz, ink }) {
  context.fillStyle = ink.grid;
  for (const { px, isLabelled } of ticks(view, width, rateHz)) if (isLabelled) context.fillRect(Math.round(px), 0, 1, height);
}

// One region of a lane: its name, its waveform as it is heard, its fades.
export function paintRegion(context, region, { view, width, height, sources, sound, ink, font, isActive, isSilent }) {
  const left = pxOf(region.offset_frames, view, sources.rateHz);
  const wide = (regionFrames(region, sources) / sources.rateHz) * view.pxPerSecond;
  const box = { left, wide, from: Math.max(0, left), to: Math.min(width, left + wide), height };
  context.clearRect(box.from, 0, box.to - box.from, height);
  context.save();
  context.beginPath();
  context.rect(box.from, 0, box.to - box.from, height);
  context.clip();
  context.globalAlpha = isSilent ? SILENT_ALPHA : 1;
  if (sound) paintWave(context, region, box, { view, sources, sound, ink });
  if (region.loop_frames !== null) paintRepeats(context, region, box, { view, sources, ink });
  paintFades(context, region, box, { view, sources, ink, isActive });
  paintName(context, region, box, { view, sources, ink, font });
  context.restore();
}

function paintWave(context, region, { left, from, to, height }, { view, sources, sound, ink }) {
  const { rateHz } = sources;
  const perPx = rateHz / view.pxPerSecond;
  const stretch = stretchFrames(region, sources);
  const gainAt = gainsOf(region, sources);
  const middle = STRIP_PX / 2 + height / 2;
  const half = (height - STRIP_PX) / 2 - PAD_PX;
  const columns = Math.max(0, Math.ceil(to) - Math.floor(from));
  const lower = new Float32Array(columns);
  const found = { low: 0, high: 0 };
  context.fillStyle = ink.wave;
  context.beginPath();
  for (let column = 0; column < columns; column += 1) {
    const px = Math.floor(from) + column;
    const played = Math.max(0, (px - left) * perPx);
    const at = region.trim_start_frames + (played % stretch);
    sound(at / rateHz, (at + perPx) / rateHz, found);
    const gain = gainAt(played);
    const high = Math.min(1, found.high * gain) * half;
    lower[column] = middle - Math.max(-1, found.low * gain) * half + 0.5;
    context.lineTo(px, middle - high - 0.5);
  }
  for (let column = columns - 1; column >= 0; column -= 1) context.lineTo(Math.floor(from) + column, lower[column]);
  context.closePath();
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * WAVE_ALPHA;
  context.fill();
  context.globalAlpha = alpha;
}

// What a region's volume and fades make of its sound, so many frames after its start.
function gainsOf(region, sources) {
  const frames = regionFrames(region, sources);
  const { fade_in: rise, fade_out: fall, volume } = region;
  return (played) => {
    let gain = volume;
    if (played < rise.frames) gain *= curveAt(rise.curve, played / rise.frames);
    if (played > frames - fall.frames) gain *= curveAt(fall.curve, (frames - played) / fall.frames);
    return gain;
  };
}

function paintRepeats(context, region, { left, from, to, height }, { view, sources, ink }) {
  const each = (stretchFrames(region, sources) / sources.rateHz) * view.pxPerSecond;
  if (each < 4) return;
  context.fillStyle = ink.name;
  for (let px = left + each * Math.max(1, Math.floor((from - left) / each)); px < to; px += each) {
    context.fillRect(Math.round(px), STRIP_PX, 1, 5);
    context.fillRect(Math.round(px), height - 5, 1, 5);
  }
}

function paintFades(context, region, { left, wide, height }, { view, sources, ink, isActive }) {
  const px = (frames) => (frames / sources.rateHz) * view.pxPerSecond;
  const rise = px(region.fade_in.frames);
  const fall = px(region.fade_out.frames);
  if (rise > 2) paintCurve(context, region.fade_in.curve, left, rise, height, ink);
  if (fall > 2) paintCurve(context, region.fade_out.curve, left + wide, -fall, height, ink);
  if (!isActive || wide < 40) return;
  for (const knob of [left + Math.max(rise, KNOB_PX + 1), left + wide - Math.max(fall, KNOB_PX + 1)]) {
    context.beginPath();
    context.arc(knob, STRIP_PX / 2, KNOB_PX, 0, 2 * Math.PI);
    context.fillStyle = ink.knob;
    context.fill();
    context.strokeStyle = ink.name;
    context.lineWidth = 1.5;
    context.stroke();
  }
}

// From silence at `start` to all of it `wide` px on; to the left where that is below zero.
function paintCurve(context, curve, start, wide, height, ink) {
  const steps = Math.min(64, Math.max(8, Math.ceil(Math.abs(wide) / 4)));
  context.beginPath();
  context.moveTo(start, height);
  for (let step = 0; step <= steps; step += 1) {
    const share = step / steps;
    context.lineTo(start + share * wide, height - curveAt(curve, share) * (height - STRIP_PX));
  }
  context.strokeStyle = ink.name;
  context.lineWidth = 1.5;
  context.stroke();
  context.lineTo(start, STRIP_PX);
  context.closePath();
  context.fillStyle = ink.shade;
  context.fill();
}

// Beside the knob of a short fade.
function paintName(context, region, { left, from, to }, { view, sources, ink, font }) {
  if (to - from < 24) return;
  const knob = left + (region.fade_in.frames / sources.rateHz) * view.pxPerSecond - from;
  const inset = to - from < 60 ? 6 : knob > -6 && knob < 48 ? Math.max(14, knob + 10) : 8;
  context.font = font;
  context.textBaseline = "middle";
  context.fillStyle = ink.name;
  const name = `${region.muted ? "◌ " : ""}${region.name}`;
  context.fillText(fitting(name, to - from - inset - 4, context), from + inset, STRIP_PX / 2 + 0.5);
}

// As much of a text as is `wide` px, and a sign that there is more of it.
export function fitting(text, wide, context) {
  const isFitting = (each) => context.measureText(each).width <= wide;
  if (isFitting(text)) return text;
  const letters = [...text];
  let most = 0;
  let over = letters.length;
  while (over - most > 1) {
    const middle = (most + over) >> 1;
    if (isFitting(`${letters.slice(0, middle).join("").trimEnd()}…`)) most = middle;
    else over = middle;
  }
  return most ? `${letters.slice(0, most).join("").trimEnd()}…` : "";
}

export const nameFont = (family) => `600 ${NAME_PX}px ${family}`;
