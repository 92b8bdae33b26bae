import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { contrast } from "./contrast.mjs";

const css = await readFile(new URL("../../static/css/tokens.css", import.meta.url), "utf8");
const pairs = [...css.matchAll(/--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)/g)];
const themes = {
  light: Object.fromEntries(pairs.map(([, name, light]) => [name, light])),
  dark: Object.fromEntries(pairs.map(([, name, , dark]) => [name, dark])),
};

const GROUNDS = ["canvas", "surface", "sunken", "raised"];
const TEXT = [
  ...["ink", "ink-soft", "ink-faint"].flatMap((text) => [...GROUNDS, "hover"].map((ground) => [text, ground])),
  ...["accent", "accent-strong", "danger"].flatMap((text) => GROUNDS.map((ground) => [text, ground])),
  ["accent-ink", "accent"],
  ["accent-ink", "accent-strong"],
  ["danger-ink", "danger"],
  ["danger-ink", "danger-strong"],
  ["on-accent-wash", "accent-wash"],
  ["on-sound-wash", "sound-wash"],
  ["on-danger-wash", "danger-wash"],
  ["on-good-wash", "good-wash"],
];
const SHAPES = [
  ...["edge", "focus", "accent"].flatMap((shape) => ["canvas", "surface", "raised"].map((ground) => [shape, ground])),
  ["sound", "raised"],
  ["accent", "sunken"],
];

for (const [theme, colour] of Object.entries(themes)) {
  test(`text can be read in the ${theme} theme (4.5:1)`, () => {
    for (const [text, ground] of TEXT) {
      const ratio = contrast(colour[text], colour[ground]);
      assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });

  test(`borders, focus and meters can be seen in the ${theme} theme (3:1)`, () => {
    for (const [shape, ground] of SHAPES) {
      const ratio = contrast(colour[shape], colour[ground]);
      assert.ok(ratio >= 3, `${shape} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });
}

test("the oracle agrees with the two ends of the scale", () => {
  assert.equal(contrast("#000000", "#ffffff").toFixed(2), "21.00");
  assert.equal(contrast("#767676", "#767676"), 1);
  assert.ok(contrast("#767676", "#ffffff") > 4.5 && contrast("#777777", "#ffffff") < 4.5);
});
