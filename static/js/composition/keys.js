// What a key means in the timeline: a command and what it takes, or null. Pure, so that the list is one table.
const STEP_SECONDS = 0.1;
const FINE_SECONDS = 0.01;
const LARGE_SECONDS = 1;

const WITH_CONTROL = {
  a: ["select-all"],
  c: ["copy"],
  d: ["duplicate"],
  v: ["paste"],
  x: ["cut"],
  y: ["redo"],
  ArrowLeft: ["go", { byRegions: -1 }],
  ArrowRight: ["go", { byRegions: 1 }],
  ArrowUp: ["go", { byLanes: -1 }],
  ArrowDown: ["go", { byLanes: 1 }],
};

const PLAIN = {
  s: ["split"],
  l: ["loop"],
  m: ["mute"],
  n: ["snap"],
  t: ["add-track"],
  a: ["add-sound"],
  Delete: ["delete"],
  Backspace: ["delete"],
  Escape: ["clear"],
  Home: ["home"],
  End: ["end"],
  "+": ["zoom-in"],
  "=": ["zoom-in"],
  "-": ["zoom-out"],
  _: ["zoom-out"],
  0: ["fit"],
  "?": ["help"],
  "[": ["trim-start"],
  "]": ["trim-end"],
  "{": ["fade-by", { side: "in", steps: -1 }],
  "}": ["fade-by", { side: "in", steps: 1 }],
  "<": ["fade-by", { side: "out", steps: 1 }],
  ">": ["fade-by", { side: "out", steps: -1 }],
  ArrowUp: ["lane", { byTracks: -1 }],
  ArrowDown: ["lane", { byTracks: 1 }],
};

const TRIMS = {
  ",": { edge: "start", sign: -1 },
  ".": { edge: "start", sign: 1 },
  ";": { edge: "end", sign: -1 },
  "'": { edge: "end", sign: 1 },
};

// `isAltGraph`: brackets of many keyboards; to a browser they come with Control and Alt held.
export function commandOf({ key, ctrlKey, metaKey, shiftKey, altKey, isAltGraph = false }) {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (isAltGraph) return found(PLAIN, name);
  if (ctrlKey || metaKey) return withControl(name, { shiftKey, altKey });
  if (name === "ArrowLeft" || name === "ArrowRight") {
    const seconds = altKey ? FINE_SECONDS : shiftKey ? LARGE_SECONDS : STEP_SECONDS;
    return { name: "nudge", given: { bySeconds: name === "ArrowLeft" ? -seconds : seconds } };
  }
  if (Object.hasOwn(TRIMS, name)) {
    const { edge, sign } = TRIMS[name];
    return { name: "trim-by", given: { edge, bySeconds: sign * (altKey ? FINE_SECONDS : STEP_SECONDS) } };
  }
  return altKey ? null : found(PLAIN, name);
}

function withControl(name, { shiftKey, altKey }) {
  if (altKey) return null;
  if (name === "z") return { name: shiftKey ? "redo" : "undo", given: {} };
  const command = found(WITH_CONTROL, name);
  if (command?.name === "go" && shiftKey) return { name: "go", given: { ...command.given, isAdding: true } };
  return shiftKey ? null : command;
}

function found(table, name) {
  if (!Object.hasOwn(table, name)) return null;
  const [command, given = {}] = table[name];
  return { name: command, given };
}
