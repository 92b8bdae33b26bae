import { sentenceFor } from "../lib/toasts.js";

// The sound of clips in windows of a few seconds, brought as they are needed: an hour of sound costs a page no
// more memory than a minute. A source is what the server calls it in an address: `clip=<id>` or `stem=<digest>`.
export const WINDOW_SECONDS = 5;
const AT_ONCE = 4;
const BUDGET_BYTES = 160 * 1024 * 1024; // eighty windows of 5 seconds at 48 kHz
const TRIES = 4;
const PATIENCE_MS = 700;
const LONGEST_PATIENCE_MS = 8000;
const SAMPLE_BYTES = 2;
const FULL_SCALE = 32768;

// `onArrival()` with each window; `onProblem(source, sentence)` once for each source that is silent now.
export class Windows {
  constructor({ url, rateHz, onArrival = () => {}, onProblem = () => {}, budgetBytes = BUDGET_BYTES }) {
    this.url = url;
    this.rateHz = rateHz;
    this.frames = WINDOW_SECONDS * rateHz;
    this.onArrival = onArrival;
    this.onProblem = onProblem;
    this.budgetBytes = budgetBytes;
    this.buffers = new Map(); // the one that was used last comes last
    this.bytes = 0;
    this.queue = [];
    this.underWay = new Map();
    this.silent = new Set();
  }

  // undefined: not here yet. null: there is nothing to be heard.
  get(source, index) {
    const key = keyOf(source, index);
    if (this.silent.has(source)) return null;
    const buffer = this.buffers.get(key);
    if (buffer !== undefined) {
      this.buffers.delete(key);
      this.buffers.set(key, buffer);
    }
    return buffer;
  }

  // All that is needed, the most urgent first; what was asked for before and is not in it waits no longer.
  want(needed) {
    this.queue = needed.filter(({ source, index }) => this.get(source, index) === undefined);
    this.begin();
  }

  // What it could not bring may be there by now.
  forgive() {
    this.silent.clear();
  }

  close() {
    this.queue = [];
    for (const { ending } of this.underWay.values()) ending.abort();
    this.buffers.clear();
    this.bytes = 0;
  }

  begin() {
    while (this.underWay.size < AT_ONCE && this.queue.length) {
      const { source, index } = this.queue.shift();
      if (!this.underWay.has(keyOf(source, index))) this.bring(source, index);
    }
  }

  async bring(source, index) {
    const key = keyOf(source, index);
    const ending = new AbortController();
    this.underWay.set(key, { ending });
    try {
      this.keep(key, await this.fetched(source, index, ending.signal));
    } catch (error) {
      if (error.name === "AbortError") return;
      this.silent.add(source);
      this.onProblem(source, error.message);
    } finally {
      this.underWay.delete(key);
    }
    this.onArrival();
    this.begin();
  }

  async fetched(source, index, signal) {
    const address = `${this.url}?${source}&from=${index * this.frames}&frames=${this.frames}`;
    for (let tries = 1; ; tries += 1) {
      const response = await answer(address, signal);
      if (response?.ok) return bufferOf(await response.arrayBuffer(), this.rateHz);
      const isPassing = !response || response.status === 503 || response.status === 429;
      if (!isPassing || tries === TRIES) throw new Error(await whyNot(response));
      await pause(patience(response, tries), signal);
    }
  }

  keep(key, buffer) {
    this.buffers.set(key, buffer);
    this.bytes += bytesOf(buffer);
    for (const [oldest, other] of this.buffers) {
      if (this.bytes <= this.budgetBytes || oldest === key) break;
      this.buffers.delete(oldest);
      this.bytes -= bytesOf(other);
    }
  }
}

const keyOf = (source, index) => `${source} ${index}`;
const bytesOf = (buffer) => (buffer ? buffer.length * buffer.numberOfChannels * 4 : 0);

async function answer(address, signal) {
  try {
    return await fetch(address, { signal, headers: { Accept: "audio/wav" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return null; // no way to the server
  }
}

async function whyNot(response) {
  if (!response) return "The server can't be reached. Look at the connection, then play again.";
  return sentenceFor(response.status, await response.text());
}

function patience(response, tries) {
  const told = Number(response?.headers.get("Retry-After"));
  return Math.min(told > 0 ? told * 1000 : PATIENCE_MS * 2 ** tries, LONGEST_PATIENCE_MS);
}

function pause(ms, signal) {
  return new Promise((done, refuse) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      refuse(new DOMException("Not wanted any more", "AbortError"));
    });
  });
}

// A WAV of 16 bits in stereo. Decoded here: a browser's own decoder would resample to its own rate.
export function samplesOf(bytes) {
  const view = new DataView(bytes);
  const at = dataAt(view);
  const frames = Math.floor((view.byteLength - at) / (2 * SAMPLE_BYTES));
  const channels = [new Float32Array(frames), new Float32Array(frames)];
  for (let frame = 0; frame < frames; frame += 1) {
    channels[0][frame] = view.getInt16(at + 4 * frame, true) / FULL_SCALE;
    channels[1][frame] = view.getInt16(at + 4 * frame + SAMPLE_BYTES, true) / FULL_SCALE;
  }
  return channels;
}

function dataAt(view) {
  let at = 12;
  while (at + 8 <= view.byteLength) {
    if (view.getUint32(at) === 0x64617461) return at + 8; // "data"
    const size = view.getUint32(at + 4, true);
    at += 8 + size + (size % 2);
  }
  return view.byteLength;
}

function bufferOf(bytes, sampleRate) {
  const channels = samplesOf(bytes);
  if (!channels[0].length) return null;
  const buffer = new AudioBuffer({ length: channels[0].length, numberOfChannels: 2, sampleRate });
  channels.forEach((samples, channel) => buffer.copyToChannel(samples, channel));
  return buffer;
}
