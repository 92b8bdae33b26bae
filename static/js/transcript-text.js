import { listeners } from "./lib/dom.js";
import { wordSpans } from "./lib/word-spans.js";
import { wordAt } from "./lib/words.js";
import { PlayerFollower } from "./player/follower.js";
import { Finder } from "./transcript/finder.js";

const LEFT_ALONE_MS = 4000;

// A transcript's lines: lit word by word while they are heard, played from where they are pressed, searched.
class TranscriptText extends HTMLElement {
  connectedCallback() {
    this.follower = new PlayerFollower(this.dataset.track, {
      at: (seconds) => this.mark(seconds),
      left: () => this.unmark(),
    });
    this.finder = new Finder(this);
    this.listening = listeners();
    const { on } = this.listening;
    this.follower.follow(on);
    this.finder.follow(on);
    on(this, "pointerover", (event) => this.split(event.target.closest("[data-words]")));
    on(this, "click", (event) => this.press(event));
    for (const type of ["wheel", "touchmove"]) on(window, type, () => (this.scrolledAt = Date.now()), { passive: true });
    this.changing = new MutationObserver(() => this.changed());
    const list = this.querySelector("#segments");
    if (list) this.changing.observe(list, { childList: true });
    this.follower.begin();
  }

  disconnectedCallback() {
    this.listening.end();
    this.changing.disconnect();
    this.follower.end();
    this.finder.end();
  }

  changed() {
    this.lines = null;
    this.finder.refresh();
  }

  lineAt(seconds) {
    this.lines ??= [...this.querySelectorAll("[data-words]")].map((line) => [0, 0, Number(line.dataset.start), Number(line.dataset.end), line]);
    return this.lines[wordAt(this.lines, seconds)]?.[4];
  }

  // Hours of speech are tens of thousands of words: a line's words are cut when they are needed.
  split(line) {
    if (!line || line.words) return line;
    const text = line.querySelector("[data-text]");
    const times = JSON.parse(line.dataset.words);
    const { nodes, spans } = wordSpans(text.textContent, times);
    line.words = { times, spans };
    text.replaceChildren(...nodes);
    this.finder.refresh();
    return line;
  }

  mark(seconds) {
    const line = this.split(this.lineAt(seconds));
    if (line !== this.line) this.markLine(line);
    const span = line?.words.spans[wordAt(line.words.times, seconds)];
    if (span === this.span) return;
    this.span?.classList.remove("take__word--heard");
    span?.classList.add("take__word--heard");
    this.span = span;
  }

  markLine(line) {
    this.line?.classList.remove("segment--heard");
    line?.classList.add("segment--heard");
    this.line = line;
    if (line) this.keepInSight(line);
  }

  unmark() {
    this.markLine(undefined);
    this.span?.classList.remove("take__word--heard");
    this.span = undefined;
  }

  // Whoever reads elsewhere is left there.
  keepInSight(line) {
    const { top, bottom } = line.getBoundingClientRect();
    const isRead = Date.now() - (this.scrolledAt ?? 0) < LEFT_ALONE_MS || this.contains(document.activeElement?.closest("textarea, input"));
    if (isRead || (top > 80 && bottom < innerHeight - 140)) return;
    line.scrollIntoView({ block: "center" });
  }

  press(event) {
    const line = event.target.closest("[data-words]");
    if (!line || event.target.closest("a")) return;
    if (event.target.closest("[data-from]")) return this.follower.goTo(Number(line.dataset.start));
    const word = event.target.closest("[data-word]");
    if (word && !String(getSelection())) this.follower.goTo(line.words.times[word.dataset.word][2]);
    return undefined;
  }
}

customElements.define("transcript-text", TranscriptText);
