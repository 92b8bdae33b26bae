import { besideOf } from "./order.js";
import { STEP_SECONDS } from "./sound.js";

// What buttons and keys of the desk do, by the name that both give it.
export const COMMANDS = {
  go: (desk) => {
    if (desk.stage === "checked" || desk.stage === "kept") desk.next();
    else if (desk.stage !== "open") return;
    else if (desk.mode === "write") desk.answers.check();
    else if (desk.mode === "aloud") desk.aloud.toggle();
    else desk.sound.toggle();
  },
  play: (desk) => desk.sound.toggle(),
  back: (desk) => desk.sound.skip(-STEP_SECONDS),
  forward: (desk) => desk.sound.skip(STEP_SECONDS),
  slower: (desk) => desk.sound.slower(),
  loop: (desk) => desk.sound.loop(),
  hint: (desk) => desk.stage === "open" && desk.mode === "write" && desk.hints.next(),
  reveal: (desk) => desk.results.reveal(),
  again: (desk) => desk.stage !== "sending" && desk.choose(desk.row),
  next: (desk) => desk.stage !== "sending" && desk.stage !== "finished" && desk.next(),
  previous: (desk) => step(desk, -1),
  following: (desk) => step(desk, 1),
  missed: (desk) => {
    const missed = desk.rows.states.filter(({ percentage }) => percentage !== null && percentage < 100);
    desk.rows.reopen(missed.map(({ id }) => id));
    desk.choose(desk.rows.withId(missed[0].id));
  },
  focus: (desk) => {
    const { dataset } = document.documentElement;
    const isAlone = dataset.desk !== "alone";
    if (isAlone) dataset.desk = "alone";
    else delete dataset.desk;
    desk.querySelector("[data-do=focus]").setAttribute("aria-pressed", String(isAlone));
  },
  help: (desk) => desk.part("help").showModal(),
  send: (desk) => desk.answers.send(),
  "send-again": (desk) => desk.aloud.send(),
  show: (desk) => desk.showText(),
  "change-place": (desk) => {
    const play = desk.querySelector("[data-do=play]");
    if (desk.stage === "finished") return;
    if (document.activeElement === desk.box && !play.disabled) play.focus();
    else desk.focusWork();
  },
};

function step(desk, by) {
  const id = besideOf(desk.rows.states, desk.row.dataset.item, by);
  if (id && desk.stage !== "sending") desk.choose(desk.rows.withId(id));
}
