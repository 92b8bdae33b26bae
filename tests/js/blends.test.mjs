import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf, recipeOf, sharesOf, withVoice, withoutVoice } from "../../static/js/lib/blends.js";

const bounds = { known: ["af_heart", "am_adam", "bf_emma", "af_sky", "am_echo", "am_onyx"], most: 5 };
const read = (recipe) => partsOf(recipe, bounds);

test("a recipe becomes sliders and is the same recipe again", () => {
  const { parts } = read("af_heart(0.6)+am_adam(0.4)");
  assert.deepEqual(parts, [
    { name: "af_heart", weight: 60 },
    { name: "am_adam", weight: 40 },
  ]);
  assert.equal(recipeOf(parts), "af_heart(0.6)+am_adam(0.4)");
});

test("voices without weights weigh the same", () => {
  assert.deepEqual(sharesOf(read(" af_heart + am_adam ").parts), [50, 50]);
});

test("weights above 1 keep their proportion", () => {
  assert.deepEqual(sharesOf(read("af_heart(30)+am_adam(10)").parts), [75, 25]);
});

test("shares are whole percents that add up to 100", () => {
  const three = ["af_heart", "am_adam", "bf_emma"].map((name) => ({ name, weight: 50 }));
  assert.deepEqual(sharesOf(three), [34, 33, 33]);
  assert.deepEqual(sharesOf([{ weight: 0 }, { weight: 0 }]), [0, 0]);
});

for (const [recipe, said] of [
  ["af_heart+nobody", "nobody"],
  ["af_heart+af_heart(2)", "twice"],
  ["af_heart(0)+am_adam", "above 0"],
  ["af_heart(nan)+am_adam", "above 0"],
  ["af_heart()+am_adam", "above 0"],
  ["af_heart(1001)+am_adam", "above 0"],
  ["af_heart+", "no voice"],
  ["af_heart((1)", "no voice"],
  ["af_heart+am_adam+bf_emma+af_sky+am_echo+am_onyx", "5 are the most"],
]) {
  test(`${recipe} is refused`, () => {
    const { parts, problem } = read(recipe);
    assert.deepEqual(parts, []);
    assert.match(problem, new RegExp(said));
  });
}

test("an empty recipe is no blend and no mistake", () => {
  assert.deepEqual(read("  "), { parts: [] });
});

test("the first voice added joins the one that spoke alone", () => {
  const parts = withVoice([], "am_adam", { alone: "af_heart", most: 5 });
  assert.equal(recipeOf(parts), "af_heart(0.5)+am_adam(0.5)");
  assert.deepEqual(withVoice([], "af_heart", { alone: "af_heart", most: 5 }), []);
});

test("no voice is in it twice, and none is added beyond the most", () => {
  const parts = withVoice([], "am_adam", { alone: "af_heart", most: 2 });
  assert.equal(withVoice(parts, "am_adam", { most: 5 }).length, 2);
  assert.equal(withVoice(parts, "bf_emma", { most: 2 }).length, 2);
});

test("a voice that is taken out leaves the others; one left is no blend", () => {
  const three = read("af_heart(0.5)+am_adam(0.25)+bf_emma(0.25)").parts;
  const two = withoutVoice(three, "am_adam");
  assert.equal(recipeOf(two), "af_heart(0.5)+bf_emma(0.25)");
  assert.deepEqual(withoutVoice(two, "af_heart"), []);
});

test("a slider at 0 leaves its voice out of the recipe", () => {
  assert.equal(recipeOf([{ name: "af_heart", weight: 100 }, { name: "am_adam", weight: 0 }]), "af_heart");
  assert.equal(recipeOf([{ name: "af_heart", weight: 0 }]), "");
});
