import { spokenClock } from "../lib/time.js";
import { clockOf } from "./geometry.js";
import { regionFrames } from "./regions.js";

// What readers say of a region: "Take 3, track Anna, from 0:12.5, 4.2 seconds".
export function sentenceOf(region, track, sources, problem = "") {
  const { rateHz } = sources;
  const seconds = regionFrames(region, sources) / rateHz;
  const parts = [
    region.name || "Without a name",
    `track ${track.name}`,
    `from ${clockOf(region.offset_frames / rateHz, 0.1)}`,
    lengthOf(seconds),
  ];
  if (region.muted) parts.push("muted");
  if (region.loop_frames !== null) parts.push("repeated");
  if (region.fade_in.frames) parts.push(`fades in for ${lengthOf(region.fade_in.frames / rateHz)}`);
  if (region.fade_out.frames) parts.push(`fades out for ${lengthOf(region.fade_out.frames / rateHz)}`);
  if (problem) parts.push(problem);
  return parts.join(", ");
}

export function lengthOf(seconds) {
  if (seconds >= 60) return spokenClock(seconds);
  const rounded = Math.round(seconds * 10) / 10;
  return `${rounded} ${rounded === 1 ? "second" : "seconds"}`;
}
