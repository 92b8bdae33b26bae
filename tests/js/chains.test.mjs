import assert from "node:assert/strict";
import { test } from "node:test";

import { effectOf, fromSlider, isSameChain, isSameEffects, placeAmong, readNumber, summaryOf, toSlider } from "../../static/js/lib/chains.js";

const mix = { least: 0, most: 1, step: 0.01 };
const hertz = { least: 20, most: 20000, step: 1, isLogarithmic: true };

test("a slider stands where the number is, and says it again", () => {
  for (const value of [0, 0.01, 0.2, 0.29, 1]) assert.equal(fromSlider(toSlider(value, mix), mix), value);
  assert.equal(fromSlider(toSlider(-3, { least: -24, most: 24, step: 0.5 }), { least: -24, most: 24, step: 0.5 }), -3);
});

test("frequencies go by octaves and have three digits", () => {
  const middle = toSlider(632.46, hertz);
  assert.ok(Math.abs(middle - 0.5) < 0.001);
  assert.equal(fromSlider(0.5, hertz), 632);
  assert.deepEqual([fromSlider(0, hertz), fromSlider(1, hertz)], [20, 20000]);
});

test("a slider never leaves its bounds, whatever is typed", () => {
  for (const value of [-99, 99, 1e308]) {
    const place = toSlider(value, mix);
    assert.ok(place === 0 || place === 1);
  }
  assert.equal(toSlider(Number.NaN, mix), 0);
  assert.equal(toSlider(3, { least: 3, most: 3 }), 0);
  assert.equal(fromSlider(7, mix), 1);
  assert.equal(toSlider(0, { least: 0, most: 10, isLogarithmic: true }), 0);
});

test("what is typed becomes a number that may be", () => {
  const bounds = { ...mix, otherwise: 0.2 };
  assert.equal(readNumber("0.5", bounds), 0.5);
  assert.equal(readNumber("0,5", bounds), 0.5);
  assert.equal(readNumber("7", bounds), 1);
  assert.equal(readNumber("-7", bounds), 0);
  for (const nonsense of ["", "  ", "loud", "1e999", "NaN", undefined]) assert.equal(readNumber(nonsense, bounds), 0.2);
});

test("an effect that is off says so, and one that is not known stays as it came", () => {
  assert.deepEqual(effectOf({ type: "gain", values: { gain_db: 3 }, isOn: true }), { type: "gain", gain_db: 3 });
  assert.deepEqual(effectOf({ type: "gain", values: {}, isOn: false }), { type: "gain", enabled: false });
  assert.deepEqual(effectOf({ type: "", values: {}, isOn: true, kept: '{"type":"ghost","x":1}' }), { type: "ghost", x: 1 });
});

test("the summary names those that are on, each once", () => {
  const card = (label, isOn = true) => ({ label, isOn });
  assert.equal(summaryOf([card("Reverb"), card("Pitch"), card("Reverb"), card("Robot", false)]), "Reverb, Pitch");
  assert.equal(summaryOf([card("Robot", false)]), "None");
  assert.equal(summaryOf([]), "None");
});

test("a card that is dragged goes behind those whose middle it has passed", () => {
  assert.equal(placeAmong(5, [10, 30]), 0);
  assert.equal(placeAmong(20, [10, 30]), 1);
  assert.equal(placeAmong(99, [10, 30]), 2);
  assert.equal(placeAmong(99, []), 0);
});

test("effects of a form's field are the same as those that were kept", () => {
  assert.ok(isSameEffects("", "null"));
  assert.ok(!isSameEffects("[]", "null"));
  assert.ok(isSameEffects('[{"type": "reverb"}]', '[{"enabled": true, "type": "reverb"}]'));
});

test("two chains are the same whatever the order of their keys", () => {
  const one = [{ type: "reverb", room: "small", mix: 0.2 }];
  assert.ok(isSameChain(one, [{ mix: 0.2, type: "reverb", enabled: true, room: "small" }]));
  assert.ok(!isSameChain(one, [{ mix: 0.2, type: "reverb", enabled: false, room: "small" }]));
  assert.ok(!isSameChain(one, [...one, ...one]));
  assert.ok(isSameChain([], []));
});
