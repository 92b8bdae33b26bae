import { clamp } from "../lib/numbers.js";
import { decibels } from "./gains.js";

// How loud it is on each side, and whether it was louder than a file can hold since somebody looked.
const SAMPLES = 2048;
const QUIETEST_DB = -60;
const FALL_DB_PER_SECOND = 24;

// 0 to 1 for a bar.
export const levelOf = (db) => clamp(1 - db / QUIETEST_DB, 0, 1);

export class Meter {
  constructor(context, output) {
    const sides = context.createChannelSplitter(2);
    output.connect(sides);
    this.sides = [0, 1].map((side) => {
      const analyser = new AnalyserNode(context, { fftSize: SAMPLES });
      sides.connect(analyser, side);
      return { analyser, db: -Infinity };
    });
    this.samples = new Float32Array(SAMPLES);
    this.hasClipped = false;
  }

  // Peaks in dB, left and right; they fall slowly, as eyes need it.
  read(secondsSinceLast) {
    return this.sides.map((side) => {
      side.analyser.getFloatTimeDomainData(this.samples);
      const peak = this.samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
      if (peak > 1) this.hasClipped = true;
      side.db = Math.max(decibels(peak), side.db - FALL_DB_PER_SECOND * secondsSinceLast);
      return side.db;
    });
  }
}
