import { listeners } from "./lib/dom.js";
import { pieces, wordAt } from "./lib/words.js";

const ASK_AGAIN_MS = 900;
// A card is drawn anew when its take is done: what was known of it stays known.
const known = new Map();

// A take's text: folded where it is long; while it is played, the word that is heard is marked.
class TakeWords extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("[data-text]");
    this.more = this.querySelector("[data-expand]");
    this.written ??= this.text.textContent;
    this.player = document.querySelector("voice-player");
    this.audio = this.player.querySelector("audio");
    this.listening = listeners();
    const { on } = this.listening;
    for (const type of ["play", "playing", "seeked"]) on(this.audio, type, () => this.begin());
    for (const type of ["pause", "ended", "emptied"]) on(this.audio, type, () => this.rest());
    on(this.text, "click", (event) => this.press(event));
    on(this.more, "click", () => this.unfold(this.more.getAttribute("aria-expanded") !== "true"));
    this.fold();
    this.take(known.get(this.dataset.track));
    this.begin();
  }

  disconnectedCallback() {
    this.listening.end();
    this.end();
  }

  get isPlayed() {
    return this.player.track?.key === this.dataset.track;
  }

  fold() {
    this.text.classList.add("take__text--folded");
    this.more.hidden = this.text.scrollHeight <= this.text.clientHeight + 2;
    if (this.more.hidden) this.text.classList.remove("take__text--folded");
  }

  unfold(isOpen) {
    this.text.classList.toggle("take__text--folded", !isOpen);
    this.more.setAttribute("aria-expanded", String(isOpen));
    this.more.textContent = isOpen ? "Show less" : "Show all";
    if (!isOpen) this.text.scrollTop = 0;
  }

  begin() {
    if (!this.isPlayed || this.audio.paused) return;
    this.ask();
    cancelAnimationFrame(this.frame);
    const step = () => {
      if (!this.isPlayed) return this.end();
      this.mark(wordAt(this.times ?? [], this.audio.currentTime));
      if (!this.audio.paused) this.frame = requestAnimationFrame(step);
      return undefined;
    };
    step();
  }

  rest() {
    cancelAnimationFrame(this.frame);
    if (!this.isPlayed || this.audio.ended) this.end();
  }

  end() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.asking);
    this.asking = null;
    this.mark(-1);
  }

  async ask() {
    if (this.isComplete || this.asking) return;
    this.asking = setTimeout(() => {
      this.asking = null;
      if (this.isConnected && this.isPlayed && !this.audio.paused) this.ask();
    }, ASK_AGAIN_MS);
    const answer = await fetch(this.dataset.wordsUrl, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (told) this.take({ words: told.words, isComplete: told.state !== "making" && told.state !== "new" });
  }

  take(told) {
    if (!told) return;
    known.set(this.dataset.track, told);
    this.isComplete = told.isComplete;
    if (told.words.length === this.times?.length) return;
    this.times = told.words;
    this.spans = [];
    this.text.replaceChildren(...pieces(this.written, this.times).map((piece) => this.node(piece)));
    this.current = -1;
  }

  node({ text, index }) {
    if (index === undefined) return document.createTextNode(text);
    const span = document.createElement("span");
    span.className = "take__word";
    span.textContent = text;
    span.dataset.word = index;
    this.spans[index] = span;
    return span;
  }

  mark(index) {
    if (index === this.current) return;
    this.spans?.[this.current]?.classList.remove("take__word--heard");
    const span = this.spans?.[index];
    this.current = index;
    if (!span) return;
    span.classList.add("take__word--heard");
    this.keepInSight(span);
  }

  // Of a folded text, the lines that are being read.
  keepInSight(span) {
    const { text } = this;
    const top = span.offsetTop - text.offsetTop;
    if (top < text.scrollTop || top + span.offsetHeight > text.scrollTop + text.clientHeight) {
      text.scrollTop = Math.max(0, top - span.offsetHeight);
    }
  }

  press(event) {
    const word = event.target.closest("[data-word]");
    if (!word || !this.isPlayed || String(getSelection())) return;
    this.player.seek(this.times[word.dataset.word][2]);
    this.player.play();
  }
}

customElements.define("take-words", TakeWords);
