// The microphone as pieces of PCM, at 24 kHz where the browser can, else at the rate that it has.

const WANTED_HZ = 24000;

export class MicrophoneError extends Error {}

export class Microphone {
  // `onPiece({ piece, loudness })`, ten times a second.
  constructor({ worklet, onPiece, onEnded }) {
    Object.assign(this, { worklet, onPiece, onEnded });
  }

  get rateHz() {
    return this.context.sampleRate;
  }

  async open() {
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) {
      throw new MicrophoneError("This browser gives no microphone to this page. It needs https://, or this very machine.");
    }
    this.stream = await askForMicrophone();
    try {
      await this.listen();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async listen() {
    const [track] = this.stream.getAudioTracks();
    track.addEventListener("ended", () => this.onEnded());
    const source = this.sourceAtSomeRate();
    await this.context.audioWorklet.addModule(this.worklet);
    this.node = new AudioWorkletNode(this.context, "microphone", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    this.node.port.onmessage = ({ data }) => this.take(data);
    source.connect(this.node);
    await this.context.resume();
  }

  sourceAtSomeRate() {
    try {
      this.context = new AudioContext({ sampleRate: WANTED_HZ });
      return this.context.createMediaStreamSource(this.stream);
    } catch {
      // Firefox connects a microphone only at the microphone's own rate.
      this.context?.close();
      this.context = new AudioContext();
      return this.context.createMediaStreamSource(this.stream);
    }
  }

  take(data) {
    this.onPiece(data);
    this.drained?.();
  }

  // The last words are in a piece that is not full yet.
  async drain() {
    if (!this.node || this.context.state !== "running") return;
    await new Promise((done) => {
      this.drained = done;
      this.node.port.postMessage("now");
      setTimeout(done, 500);
    });
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    if (this.node) this.node.port.onmessage = null;
    if (this.context && this.context.state !== "closed") this.context.close();
  }
}

export async function askForMicrophone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    throw new MicrophoneError(REFUSALS[error.name] ?? "The microphone can't be used. Another program may have it.");
  }
}

const REFUSALS = {
  NotAllowedError: "The browser was not allowed to use the microphone. Allow it for this site, then start again.",
  NotFoundError: "There is no microphone. Connect one, then start again.",
};
