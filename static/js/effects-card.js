import { effectOf, fromSlider, readNumber, toSlider } from "./lib/chains.js";

// One effect's controls: reading what is set, setting it, and keeping sliders and numbers in step.
export function effectIn(card) {
  const values = {};
  for (const field of card.querySelectorAll("[data-parameter]")) values[field.dataset.parameter] = valueOf(field);
  return effectOf({ type: card.dataset.effect, values, isOn: isOn(card), kept: card.dataset.kept });
}

export function isOn(card) {
  return card.querySelector("[data-on]")?.checked ?? false;
}

export function setEffect(card, effect) {
  for (const field of card.querySelectorAll("[data-parameter]")) {
    const { parameter } = field.dataset;
    if (parameter in effect) setValue(field, effect[parameter]);
  }
  card.querySelector("[data-on]").checked = effect.enabled !== false;
  settle(card);
}

// Everything that follows from what is set: which controls there are, where the sliders stand.
export function settle(card) {
  card.classList.toggle("effect--off", Boolean(card.querySelector("[data-on]:not(:checked)")));
  const fixed = fixedIn(card);
  for (const control of card.querySelectorAll("[data-control]")) {
    const field = control.querySelector("[data-parameter]");
    const isFixed = control.dataset.control in fixed;
    control.hidden = isFixed;
    if (isFixed) setValue(field, fixed[control.dataset.control]);
    showOnSlider(control, field);
  }
}

export function moveBySlider(slider) {
  const field = slider.closest("[data-control]").querySelector("[data-parameter]");
  field.value = fromSlider(Number(slider.value), rangeOf(field));
  forgetProblem(slider);
}

// Once it is typed: what is left in the field can be sent.
export function tidy(field) {
  if (field.type === "number") setValue(field, valueOf(field));
}

export function forgetProblem(field) {
  const control = field.closest("[data-control]");
  control?.querySelector(".field__error")?.remove();
  control?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}

function fixedIn(card) {
  const choices = [...card.querySelectorAll("select[data-parameter]")];
  return Object.assign({}, ...choices.map((each) => JSON.parse(each.selectedOptions[0]?.dataset.fixes || "{}")));
}

function valueOf(field) {
  if (field.type === "checkbox") return field.checked;
  return field.type === "number" ? readNumber(field.value, rangeOf(field)) : field.value;
}

function setValue(field, value) {
  if (field.type === "checkbox") field.checked = Boolean(value);
  else field.value = value;
}

function rangeOf(field) {
  const slider = field.closest("[data-control]").querySelector("[data-slider]");
  return {
    least: Number(field.min),
    most: Number(field.max),
    step: Number(field.dataset.step),
    otherwise: Number(field.defaultValue),
    isLogarithmic: "logarithmic" in slider.dataset,
  };
}

function showOnSlider(control, field) {
  const slider = control.querySelector("[data-slider]");
  if (slider) slider.value = toSlider(Number(field.value), rangeOf(field));
}
