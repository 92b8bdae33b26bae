import { isTyping, listeners } from "./lib/dom.js";
import { Aloud } from "./practice/aloud.js";
import { Answers } from "./practice/answers.js";
import { COMMANDS } from "./practice/commands.js";
import { Draft } from "./practice/draft.js";
import { Hints } from "./practice/hints.js";
import { commandOf } from "./practice/keys.js";
import { nextOf, summaryOf } from "./practice/order.js";
import { PendingSounds } from "./practice/pending.js";
import { PracticeClock } from "./practice/clock.js";
import { Results } from "./practice/results.js";
import { Rows } from "./practice/rows.js";
import { Sound } from "./practice/sound.js";
import { SoundsAhead } from "./practice/ahead.js";
import { Walkman } from "./practice/walkman.js";

// Where one hears, writes and sees what came out, item after item, without leaving the page.
class PracticeDesk extends HTMLElement {
  connectedCallback() {
    customElements.upgrade(this.querySelector("mic-recorder")); // in a part that comes by HTMX it is upgraded later
    this.listening = listeners();
    this.mode = "write";
    this.rows = new Rows(this.part("queue"));
    this.clock = new PracticeClock();
    this.ahead = new SoundsAhead();
    this.draft = new Draft(this.dataset.person);
    this.results = new Results(this);
    this.hints = new Hints(this);
    this.walkman = new Walkman(this);
    this.aloud = new Aloud(this);
    this.answers = new Answers(this);
    this.sound = new Sound(this, {
      played: (fromStart) => this.clock.played({ fromStart }),
      moved: () => this.clock.touch(),
      ended: () => this.mode === "walkman" && this.walkman.ended(),
    });
    this.follow(this.listening.on);
    this.pending = new PendingSounds({
      url: this.dataset.soundsUrl,
      rows: this.rows,
      changed: (row) => this.soundCame(row),
    });
    this.begin();
  }

  disconnectedCallback() {
    this.listening.end();
    for (const part of [this.answers, this.pending, this.ahead, this.walkman, this.sound]) part.end();
    delete document.documentElement.dataset.desk;
  }

  follow(on) {
    this.sound.follow(on);
    this.answers.follow(on);
    on(document, "keydown", (event) => this.hearKey(event));
    on(this, "click", (event) => this.press(event));
    on(this, "submit", (event) => this.submitted(event), { capture: true });
    on(this.box, "input", () => this.written());
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  get box() {
    return this.part("text");
  }

  get token() {
    return this.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  get checkUrl() {
    return this.part("answer").action;
  }

  begin() {
    const { found } = this.draft;
    const row = found && this.rows.withId(found.item);
    this.choose(row ?? this.rows.all[0], { isFirst: true });
    if (row) this.box.value = found.text;
  }

  // An item's turn. What comes first waits to be played: browsers let nothing sound before somebody did something.
  choose(row, { plays = true, isFirst = false } = {}) {
    this.row = row;
    this.rows.choose(row);
    const { all } = this.rows;
    this.part("title").textContent = `${all.indexOf(row) + 1} of ${all.length}`;
    this.part("facts").textContent = row.dataset.facts;
    this.box.value = "";
    this.box.lang = row.dataset.locale;
    for (const part of [this.clock, this.answers, this.walkman, this.aloud]) part.begin();
    this.hints.begin(row);
    this.results.clear();
    this.hideText();
    this.become("open");
    this.loadSound({ plays: plays && !isFirst });
    if (!isFirst) this.focusWork();
  }

  loadSound({ plays = false }) {
    this.isAwaited = plays;
    this.sound.load(this.row.dataset, this.ahead.addressOf(this.row.dataset.src));
    if (plays) this.sound.play();
    const following = this.rows.withId(nextOf(this.rows.states, this.row.dataset.item));
    if (following?.dataset.state === "ready") this.ahead.fetch(following.dataset.src);
  }

  // Whoever waits for a sound and has done nothing yet begins with one that is there.
  soundCame(row) {
    if (row === this.row) this.loadSound({ plays: this.isAwaited });
    else if (this.row.dataset.state === "pending" && this.stage === "open" && !this.box.value && !("done" in row.dataset)) {
      this.choose(row, { isFirst: !this.isAwaited });
    }
  }

  // open, sending, kept (it waits for the connection), checked, finished
  become(stage) {
    this.stage = stage;
    this.dataset.stage = stage;
    const isOpen = stage === "open";
    this.box.readOnly = !isOpen;
    const button = this.part("check");
    button.setAttribute("aria-busy", String(stage === "sending"));
    button.querySelector("span").textContent = isOpen || stage === "sending" ? "Check" : "Next";
    this.part("finished").hidden = stage !== "finished";
    this.showMode();
  }

  setMode(mode) {
    this.mode = mode;
    this.sound.stop();
    this.walkman.begin();
    this.walkman.listenToKeys(mode === "walkman");
    if (this.stage === "checked" || this.stage === "kept") this.choose(this.row, { plays: false });
    this.showMode();
    this.focusWork();
  }

  showMode() {
    for (const button of this.querySelectorAll("[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === this.mode));
    }
    for (const part of this.querySelectorAll("[data-part]")) {
      part.hidden = part.dataset.part !== this.mode || this.stage === "finished";
    }
    this.part("sound").hidden = this.stage === "finished";
  }

  focusWork() {
    const target = { write: this.box, aloud: this.part("begin"), walkman: this.querySelector("[data-do=play]") }[this.mode];
    target.focus({ preventScroll: true });
  }

  // What goes with every attempt, typed or said.
  fieldsOf(key) {
    return {
      client_key: key,
      item: this.row.dataset.item,
      practised_at: new Date().toISOString(),
      practice_seconds: this.clock.read(),
      replays: this.clock.replays,
      hints: this.hints.used,
    };
  }

  written() {
    this.clock.touch();
    this.draft.keep(this.row.dataset.item, this.box.value);
  }

  scored(item, html, { isCurrent }) {
    const result = this.results.read(html);
    this.rows.score(item, result.percentage);
    this.results.showToday(result);
    if (!isCurrent) return;
    this.results.show(result);
    this.sound.stop();
    this.become("checked");
    this.say(result.said);
  }

  next() {
    const { item } = this.row.dataset;
    if (this.stage === "open") this.rows.pass(item);
    this.draft.drop();
    const id = nextOf(this.rows.states, item);
    if (id) this.choose(this.rows.withId(id));
    else this.finish();
  }

  finish() {
    const { done, average, missed } = summaryOf(this.rows.states);
    this.sound.stop();
    this.results.clear();
    this.become("finished");
    this.part("finished-title").textContent = "That was all of it";
    this.part("finished-words").textContent = done ? `${done} done, ${average} % on average.` : "Nothing was written.";
    const again = this.querySelector("[data-do=missed]");
    again.hidden = !missed.length;
    again.querySelector("span").textContent = `The ${missed.length} with mistakes again`;
    this.part("finished-title").focus();
  }

  hearKey(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const { target } = event;
    const isTypingHere = isTyping(target) && target !== this.part("seek");
    if (!this.contains(target) && isTyping(target)) return;
    const command = commandOf(event, { isTyping: isTypingHere || !this.contains(target) });
    if (!command) return;
    event.preventDefault();
    this.do(command);
  }

  press(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { do: command, mode, speed } = button.dataset;
    if (command) this.do(command);
    else if (mode) this.setMode(mode);
    else if (speed) this.sound.setSpeed(Number(speed));
    else if ("goTo" in button.dataset) this.choose(this.rows.holding(button));
    else if ("reveal" in button.dataset) this.results.reveal();
  }

  submitted(event) {
    if (event.target !== this.part("answer")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.do("go");
  }

  do(command) {
    this.clock.touch();
    COMMANDS[command](this);
  }

  // Asked by the recorder: whether it may begin, and what it recorded.
  get isSending() {
    return this.aloud.isSending;
  }

  recorded(file) {
    this.aloud.take(file);
  }

  hideText() {
    for (const shown of this.querySelectorAll("[data-shown]")) shown.hidden = true;
    for (const button of this.querySelectorAll("[data-do=show] span")) button.textContent = "Show the text";
  }

  async showText() {
    const { row } = this;
    const isShown = !this.part("shown").hidden;
    if (isShown) return this.hideText();
    row.text ??= await textOf(`${this.dataset.textUrl}?item=${row.dataset.item}`);
    if (row !== this.row) return undefined;
    for (const shown of this.querySelectorAll("[data-shown]")) {
      Object.assign(shown, { textContent: row.text ?? "The text can't be loaded now.", lang: row.dataset.locale, hidden: false });
    }
    for (const button of this.querySelectorAll("[data-do=show] span")) button.textContent = "Hide the text";
    return undefined;
  }

  tellHint(text) {
    Object.assign(this.part("hint"), { textContent: text, lang: "", hidden: false });
  }

  say(text) {
    document.querySelector("#announcer").textContent = text;
  }
}

async function textOf(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  return answer?.ok ? (await answer.json().catch(() => ({}))).text : undefined;
}

customElements.define("practice-desk", PracticeDesk);
