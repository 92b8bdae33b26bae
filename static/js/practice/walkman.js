import { afterHearing, besideOf } from "./order.js";

// Listening alone: one sound after the other, each some times, with a pause between.
export class Walkman {
  constructor(desk) {
    this.desk = desk;
    this.heard = 0;
  }

  get times() {
    return Number(this.desk.part("times").value);
  }

  get pauseMs() {
    return Number(this.desk.part("pause").value) * 1000;
  }

  begin() {
    clearTimeout(this.timer);
    this.heard = 0;
  }

  ended() {
    const { desk } = this;
    this.heard += 1;
    const isLast = besideOf(desk.rows.states, desk.row.dataset.item, 1) === null;
    const then = afterHearing({ heard: this.heard, times: this.times, isLooping: desk.sound.isLooping, isLast });
    if (then === "stop") return desk.say("That was the last one.");
    this.timer = setTimeout(() => (then === "again" ? desk.sound.playAgain() : this.step(1)), this.pauseMs);
    return undefined;
  }

  step(by) {
    const { rows, row } = this.desk;
    const id = besideOf(rows.states, row.dataset.item, by);
    if (id) this.desk.choose(rows.withId(id), { plays: true });
  }

  // The keys of headsets and lock screens.
  listenToKeys(isOn) {
    const session = navigator.mediaSession;
    const set = (action, act) => {
      try {
        session?.setActionHandler(action, act);
      } catch {
        // This browser does not know that key.
      }
    };
    set("previoustrack", isOn ? () => this.step(-1) : null);
    set("nexttrack", isOn ? () => this.step(1) : null);
  }

  end() {
    clearTimeout(this.timer);
    this.listenToKeys(false);
  }
}
