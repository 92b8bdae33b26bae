// What live transcription needs and no page: the sound's bytes, the level, and the text as its events tell it.

const LEAST_DECIBELS = -60;
const BYTES_AT_ONCE = 8192; // fromCharCode takes its arguments from the stack

export function webSocketAddress(path, base) {
  const address = new URL(path, base);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

export function base64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += BYTES_AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(start, start + BYTES_AT_ONCE));
  }
  return btoa(text);
}

// 0 to 1, as the ear judges it.
export function meterOf(loudness) {
  if (!(loudness > 0)) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(loudness)) / LEAST_DECIBELS));
}

export function sessionUpdate({ rateHz, language = "", model = "" }) {
  const transcription = { language };
  if (model) transcription.model = model;
  const input = { format: { type: "audio/pcm", rate: rateHz }, transcription };
  return { type: "session.update", session: { type: "transcription", audio: { input } } };
}

const TRANSCRIPTION = "conversation.item.input_audio_transcription.";

// Sentences in the order in which they began. An event goes in, the sentence that it changed comes out.
export class LiveText {
  constructor() {
    this.sentences = new Map();
  }

  take(event) {
    if (event.type === "input_audio_buffer.speech_started" || event.type === "input_audio_buffer.committed") {
      return this.sentence(event.item_id);
    }
    if (!event.type.startsWith(TRANSCRIPTION)) return null;
    const sentence = this.sentence(event.item_id);
    const kind = event.type.slice(TRANSCRIPTION.length);
    if (kind === "delta") sentence.text += event.delta;
    if (kind === "completed") Object.assign(sentence, { text: event.transcript, isDone: true });
    if (kind === "failed") Object.assign(sentence, { problem: event.error.message, isDone: true });
    return sentence;
  }

  sentence(id) {
    if (!this.sentences.has(id)) this.sentences.set(id, { id, text: "", problem: "", isDone: false });
    return this.sentences.get(id);
  }

  get isSettled() {
    return [...this.sentences.values()].every((sentence) => sentence.isDone);
  }

  get text() {
    const texts = [...this.sentences.values()].map((sentence) => sentence.text.trim());
    return texts.filter(Boolean).join("\n");
  }
}
