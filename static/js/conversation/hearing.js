import { isTyping } from "../lib/dom.js";
import { turnAt } from "../lib/turns.js";
import { PlayerFollower } from "../player/follower.js";

// The turn that is heard of the whole is marked and in sight; a turn somebody waits for is played when it is there.
export class Hearing {
  constructor(editor) {
    this.editor = editor;
    this.heard = null;
    this.wanted = "";
    this.follower = new PlayerFollower(`conversation-${editor.dataset.id}`, {
      at: (seconds) => this.mark(turnAt(this.marks, seconds)),
      left: () => this.mark(null),
    });
  }

  get marks() {
    return JSON.parse(this.editor.querySelector("[data-marks]")?.dataset.marks || "[]");
  }

  follow(on) {
    this.follower.follow(on);
    this.follower.begin();
  }

  mark(id) {
    if (this.heard === id) return;
    this.heard = id;
    for (const turn of this.editor.querySelectorAll("[data-turn]")) {
      turn.classList.toggle("turn--heard", turn.dataset.turn === id);
    }
    const turn = id && this.editor.querySelector(`[data-turn="${CSS.escape(id)}"]`);
    if (turn && !isTyping(document.activeElement)) turn.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  // Played at once, or spoken first.
  play(turn) {
    const button = turn.querySelector("[data-play]");
    if (button) return button.click();
    return turn.querySelector("[data-speak]")?.requestSubmit();
  }

  want(turn) {
    this.wanted = turn.dataset.turn;
  }

  look() {
    const turn = this.wanted && this.editor.querySelector(`[data-turn="${CSS.escape(this.wanted)}"]`);
    if (!turn) return;
    if (turn.querySelector("[data-failed]")) this.wanted = "";
    const button = turn.querySelector("[data-play]");
    if (!button) return;
    this.wanted = "";
    button.click();
  }
}
