// The site's live door: a WebSocket that takes sound and sends what is said.

import { base64, LiveText, sessionUpdate, webSocketAddress } from "../lib/live.js";

const OPENS_WITHIN_MS = 15_000;
const LAST_WORDS_MS = 45_000;
const BEHIND_BYTES = 4 * 1024 * 1024; // some 40 s of sound that the network did not take
const LAST = "last";
const UPGRADE_REQUIRED = 426;

export class LiveConnection {
  // `onSentence(sentence)`, `onProblem(text)`, and `onClosed()` where it was not us who closed.
  constructor({ path, onSentence, onProblem, onClosed }) {
    Object.assign(this, { path, onSentence, onProblem, onClosed });
    this.text = new LiveText();
  }

  async open(settings) {
    this.socket = new WebSocket(webSocketAddress(this.path, location.href));
    await new Promise((opened, failed) => {
      this.socket.onopen = opened;
      this.socket.onclose = failed;
      setTimeout(failed, OPENS_WITHIN_MS);
    }).catch(() => this.refused());
    this.socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    this.socket.onclose = () => this.lost();
    this.send(sessionUpdate(settings));
  }

  // A browser does not tell why a WebSocket was refused: the same address, asked as a page, does.
  async refused() {
    this.close();
    const answer = await fetch(this.path, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer && answer.status !== UPGRADE_REQUIRED ? await answer.json().catch(() => null) : null;
    throw new Error(told?.error?.message ?? "The site takes no live connection now. Try again in a moment.");
  }

  take(event) {
    if (event.type === "error" && event.error.event_id !== LAST) this.onProblem(event.error.message);
    if (event.type === "error" || event.type === "input_audio_buffer.committed") this.isAnswered = true;
    const sentence = this.text.take(event);
    if (sentence) this.onSentence(sentence);
    if (this.isFinishing && this.isAnswered && this.text.isSettled) this.finished();
  }

  sound(piece) {
    if (this.socket.bufferedAmount > BEHIND_BYTES) {
      this.onProblem("The network is too slow for live sound. What you said last was left out.");
      return;
    }
    this.send({ type: "input_audio_buffer.append", audio: base64(new Uint8Array(piece.buffer)) });
  }

  send(event) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(event));
  }

  // What was said to the end is heard to the end.
  async finish() {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.isAnswered = false;
    this.isFinishing = true;
    await new Promise((finished) => {
      this.finished = finished;
      this.send({ type: "input_audio_buffer.commit", event_id: LAST });
      setTimeout(finished, LAST_WORDS_MS);
    });
    this.close();
  }

  lost() {
    this.finished?.();
    if (!this.isClosed) this.onClosed();
  }

  close() {
    this.isClosed = true;
    this.socket?.close();
  }
}
