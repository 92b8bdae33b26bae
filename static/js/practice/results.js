// What came out, as the server drew it; the right words stay hidden until they are asked for.
export class Results {
  constructor(desk) {
    this.desk = desk;
    this.place = desk.part("result");
  }

  // {percentage, said, outcome, today}: parts of an answer, not yet on the page.
  read(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const outcome = answer.querySelector("[data-outcome]");
    const { percentage = "0", said = "" } = outcome?.dataset ?? {};
    return { percentage: Number(percentage), said, outcome, today: answer.querySelector("#practice-today") };
  }

  showToday({ today }) {
    if (today) document.getElementById("practice-today")?.replaceWith(today);
  }

  show({ outcome }) {
    this.place.replaceChildren(outcome);
    this.hide(Boolean(outcome.querySelector("[data-reveal]")));
    outcome.scrollIntoView({ block: "nearest" });
  }

  clear() {
    this.place.replaceChildren();
  }

  hide(isHidden) {
    for (const part of this.place.querySelectorAll("[data-right]")) part.hidden = isHidden;
    for (const part of this.place.querySelectorAll("[data-gap]")) part.hidden = !isHidden;
    const button = this.place.querySelector("[data-reveal]");
    button?.setAttribute("aria-pressed", String(!isHidden));
  }

  reveal() {
    const button = this.place.querySelector("[data-reveal]");
    if (button) this.hide(button.getAttribute("aria-pressed") === "true");
  }
}
