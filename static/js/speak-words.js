import { listeners } from "./lib/dom.js";
import { wordAt } from "./lib/words.js";
import { wordSpans } from "./lib/word-spans.js";
import { PlayerFollower } from "./player/follower.js";

const ASK_AGAIN_MS = 900;
// A card is drawn anew when its take is done: what was known of it stays known.
const known = new Map();

// A take's text: folded where it is long; while it is played, the word that is heard is marked.
class TakeWords extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("[data-text]");
    this.more = this.querySelector("[data-expand]");
    this.written ??= this.text.textContent;
    this.follower = new PlayerFollower(this.dataset.track, {
      begun: () => this.ask(),
      at: (seconds) => this.mark(wordAt(this.times ?? [], seconds)),
      left: () => this.end(),
    });
    this.listening = listeners();
    const { on } = this.listening;
    this.follower.follow(on);
    on(this.text, "click", (event) => this.press(event));
    on(this.more, "click", () => this.unfold(this.more.getAttribute("aria-expanded") !== "true"));
    this.fold();
    this.take(known.get(this.dataset.wordsUrl));
    this.follower.begin();
  }

  disconnectedCallback() {
    this.listening.end();
    this.follower.end();
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

  end() {
    clearTimeout(this.asking);
    this.asking = null;
    this.mark(-1);
  }

  async ask() {
    if (this.isComplete || this.asking) return;
    this.asking = setTimeout(() => {
      this.asking = null;
      if (this.isConnected && this.follower.isPlaying) this.ask();
    }, ASK_AGAIN_MS);
    const answer = await fetch(this.dataset.wordsUrl, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (told) this.take({ words: told.words, isComplete: told.state !== "making" && told.state !== "new" });
  }

  take(told) {
    if (!told) return;
    known.set(this.dataset.wordsUrl, told);
    this.isComplete = told.isComplete;
    if (told.words.length === this.times?.length) return;
    this.times = told.words;
    const { nodes, spans } = wordSpans(this.written, this.times);
    this.spans = spans;
    this.text.replaceChildren(...nodes);
    this.current = -1;
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
    if (!word || !this.follower.isPlayed || String(getSelection())) return;
    this.follower.goTo(this.times[word.dataset.word][2]);
  }
}

customElements.define("take-words", TakeWords);
