// Recipes of voices such as `af_heart(0.6)+am_adam(0.4)`, as sliders from 0 to 100, and back.
export const MOST_WEIGHT = 100;

const PART = /^\s*([^()+]*?)\s*(?:\(\s*([^()]*?)\s*\))?\s*$/;

// The parts of a recipe with their weights as sliders have them; or why it can't be read.
export function partsOf(recipe, { known, most }) {
  if (!recipe.trim()) return { parts: [] };
  const read = recipe.split("+").map(partOf);
  const problem = problemOf(read, { known, most });
  return problem ? { parts: [], problem } : { parts: asSliders(read) };
}

function partOf(piece) {
  const [, name, weight] = PART.exec(piece) ?? [null, "", ""];
  return { name, weight: weight === undefined ? 1 : weight === "" ? NaN : Number(weight), piece: piece.trim() };
}

function problemOf(read, { known, most }) {
  if (read.length > most) return `It has ${read.length} voices; ${most} are the most.`;
  for (const { name, weight, piece } of read) {
    if (!name) return `“${piece}” is no voice with a weight in brackets.`;
    if (!known.includes(name)) return `There is no voice ${name} to blend here.`;
    if (!(weight > 0 && weight <= 1000)) return `The weight of ${name} is not a number above 0.`;
  }
  const names = read.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice ? `${twice} is in it twice.` : "";
}

// Weights up to 1 are what a slider wrote; of any others the heaviest is the slider's end.
function asSliders(read) {
  const heaviest = Math.max(...read.map(({ weight }) => weight));
  const end = heaviest <= 1 ? 1 : heaviest;
  return read.map(({ name, weight }) => ({ name, weight: Math.max(1, Math.round((weight / end) * MOST_WEIGHT)) }));
}

export function recipeOf(parts) {
  const heard = parts.filter(({ weight }) => weight > 0);
  if (heard.length === 1) return heard[0].name;
  return heard.map(({ name, weight }) => `${name}(${weight / MOST_WEIGHT})`).join("+");
}

// In percent, together 100: what is lost by rounding goes to those that lose most of it.
export function sharesOf(parts) {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (!total) return parts.map(() => 0);
  const exact = parts.map(({ weight }) => (weight / total) * 100);
  const shares = exact.map(Math.floor);
  const missing = 100 - shares.reduce((sum, share) => sum + share, 0);
  const byLoss = exact.map((share, at) => at).sort((a, b) => exact[b] - shares[b] - (exact[a] - shares[a]) || a - b);
  for (const at of byLoss.slice(0, missing)) shares[at] += 1;
  return shares;
}

// The first voice of a blend is the one that spoke alone.
export function withVoice(parts, name, { alone = "", most }) {
  const begun = parts.length || !alone ? parts : [{ name: alone, weight: MOST_WEIGHT / 2 }];
  if (begun.length >= most || begun.some((part) => part.name === name)) return parts;
  return [...begun, { name, weight: MOST_WEIGHT / 2 }];
}

// One voice is no blend.
export function withoutVoice(parts, name) {
  const left = parts.filter((part) => part.name !== name);
  return left.length > 1 ? left : [];
}
