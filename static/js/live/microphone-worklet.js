// Runs beside the page: samples become 16-bit whole numbers and leave ten times a second, with their loudness.

const PIECES_PER_SECOND = 10;

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Int16Array(Math.round(sampleRate / PIECES_PER_SECOND));
    this.filled = 0;
    this.energy = 0;
    this.port.onmessage = () => this.send(); // the page is about to stop: what there is goes out
  }

  process([channels]) {
    const [samples] = channels;
    for (const sample of samples ?? []) {
      const clipped = Math.max(-1, Math.min(1, sample));
      this.energy += clipped * clipped;
      this.piece[this.filled++] = clipped * 32767;
      if (this.filled === this.piece.length) this.send();
    }
    return true;
  }

  send() {
    const piece = this.piece.slice(0, this.filled);
    const loudness = this.filled ? Math.sqrt(this.energy / this.filled) : 0;
    this.port.postMessage({ piece, loudness }, [piece.buffer]);
    this.filled = this.energy = 0;
  }
}

registerProcessor("microphone", Microphone);
