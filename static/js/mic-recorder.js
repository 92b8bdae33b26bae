import { listeners, tell } from "./lib/dom.js";
import { meterOf } from "./lib/live.js";
import { loudnessOf, recordingName, recordingType } from "./lib/recording.js";
import { formatClock } from "./lib/time.js";
import { askForMicrophone } from "./live/microphone.js";

const PIECE_MS = 1000;
const QUIET = 0.12;
const QUIET_AFTER_SECONDS = 4;
const SPARE_BYTES = 256 * 1024; // for the piece under way and the form around it
const NO_RECORDER = "This browser gives no microphone to this page. It needs https://, or this very machine.";
const LEAVING = {
  confirm: "Leave while you record?",
  confirmText: "What was recorded is not sent yet, and would be lost.",
  confirmLabel: "Leave without it",
  confirmTone: "danger",
};

// Records into the form's own file field, so that a recording goes the way of any other file.
class MicRecorder extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.listening = listeners();
    const { on } = this.listening;
    on(this.part("begin"), "click", () => this.begin());
    on(this.part("finish"), "click", () => this.finish());
    on(this.part("discard"), "click", () => this.discard());
    on(window, "beforeunload", (event) => this.recorder && event.preventDefault());
    // Capturing: before the frame hears of it and shows that another page is coming.
    on(document, "htmx:beforeRequest", (event) => this.hold(event), { capture: true });
    on(document, "htmx:beforeHistorySave", () => this.discard());
  }

  disconnectedCallback() {
    this.listening.end();
    this.discard();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  // Whose file field it records into.
  get host() {
    return this.closest("transcribe-form, sample-form, composition-sources, practice-desk");
  }

  get isRecording() {
    return Boolean(this.recorder);
  }

  // A link to another page would take the recorder away, and with it what was said.
  async hold(event) {
    const { boosted, elt } = event.detail;
    if (!boosted || !this.isRecording) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await document.querySelector("confirm-dialog").ask(LEAVING))) return;
    this.discard();
    if (elt.matches("form")) elt.requestSubmit();
    else elt.click();
  }

  async begin() {
    if (this.isAsking || this.isRecording) return;
    if (this.host.isSending) {
      tell({ level: "warning", text: "Your files are on their way. Record once they have arrived." });
      return;
    }
    this.isAsking = true;
    try {
      if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) throw new Error(NO_RECORDER);
      this.stream = await askForMicrophone();
      if (!this.isConnected) return this.release();
      this.record();
    } catch (error) {
      this.release();
      tell({ level: "error", text: error.message || NO_RECORDER });
    } finally {
      this.isAsking = false;
    }
    return undefined;
  }

  record() {
    const mimeType = recordingType((type) => MediaRecorder.isTypeSupported(type));
    this.pieces = [];
    this.recorder = new MediaRecorder(this.stream, mimeType ? { mimeType } : {});
    this.recorder.ondataavailable = ({ data }) => this.take(data);
    this.recorder.onerror = () => this.finish();
    // A microphone that is pulled out ends the recording; what was said until then is kept.
    this.recorder.onstop = () => this.send();
    this.recorder.start(PIECE_MS);
    this.begunAt = performance.now();
    this.loudest = 0;
    this.show(true);
    this.measure();
    this.part("finish").focus();
  }

  take(data) {
    if (data.size) this.pieces.push(data);
    const bytes = this.pieces.reduce((sum, piece) => sum + piece.size, 0);
    if (bytes > Number(this.dataset.maxBytes) - SPARE_BYTES) this.finish();
  }

  measure() {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    this.context.createMediaStreamSource(this.stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const step = () => {
      if (!this.recorder) return;
      analyser.getFloatTimeDomainData(samples);
      this.showLevel(meterOf(loudnessOf(samples)), (performance.now() - this.begunAt) / 1000);
      this.frame = requestAnimationFrame(step);
    };
    step();
  }

  showLevel(level, seconds) {
    this.loudest = Math.max(this.loudest, level);
    this.part("level").value = level;
    const clock = formatClock(seconds);
    if (this.part("time").textContent !== clock) this.part("time").textContent = clock;
    this.part("quiet").hidden = seconds < QUIET_AFTER_SECONDS || this.loudest > QUIET;
  }

  finish() {
    if (this.recorder?.state === "recording") this.recorder.stop();
  }

  send() {
    const type = this.recorder.mimeType;
    const file = new File(this.pieces, recordingName(type, new Date()), { type: type.split(";")[0] });
    this.release();
    this.part("begin").focus();
    if (file.size) this.host.recorded(file);
    else tell({ level: "warning", text: "Nothing was recorded. Try again." });
  }

  discard() {
    if (this.recorder) this.recorder.onstop = null;
    this.finish();
    this.release();
  }

  release() {
    cancelAnimationFrame(this.frame);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.context?.close();
    this.recorder = this.stream = this.context = null;
    this.pieces = [];
    this.show(false);
  }

  show(isRecording) {
    this.part("idle").hidden = isRecording;
    this.part("active").hidden = !isRecording;
    this.part("quiet").hidden = true;
  }
}

customElements.define("mic-recorder", MicRecorder);
