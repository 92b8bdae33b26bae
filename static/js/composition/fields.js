import * as edit from "./document.js";
import { decibels, volumeOf } from "./gains.js";
import { clockOf, secondsOfClock } from "./geometry.js";

// What the inspector can change, by name: how it is shown, what may be typed, and the operation it is.
// `read` gives `{ value }` or `{ problem }`. `of` says whose it is; of several regions, all get the same, but for
// what is only one's.
const LOUDEST_DB = decibels(edit.LOUDEST);
const SILENT_DB = -60;
const CURVE_NAMES = new Set(edit.CURVES);

function number({ least, most, unit = "" }) {
  const allowed = `Type a number from ${least} to ${most}${unit && ` ${unit}`}.`;
  return (text) => {
    const value = Number(text.trim().replace(",", ".").replace("−", "-"));
    return text.trim() && value >= least && value <= most ? { value } : { problem: allowed };
  };
}

// As people set it: in dB; as low as it goes is silence.
function volume(text) {
  if (["", "-inf", "-∞", "silent"].includes(text.trim().toLowerCase())) return { value: 0 };
  const { value, problem } = number({ least: SILENT_DB, most: 12, unit: "dB" })(text);
  if (problem) return { problem: `Type ${SILENT_DB} to 12 dB; empty is silence.` };
  return { value: value <= SILENT_DB ? 0 : Math.min(volumeOf(value), edit.LOUDEST) };
}

function clock(text) {
  const seconds = secondsOfClock(text);
  return seconds === null || seconds > 24 * 3600
    ? { problem: "Type seconds, or minutes and seconds, such as 75.5 or 1:15.5." }
    : { value: seconds };
}

const percent = (text) => {
  const { value, problem } = number({ least: -100, most: 100 })(text);
  return problem ? { problem: "Type -100 (left) to 100 (right)." } : { value: value / 100 };
};
const words = (text) => (text.trim() ? { value: text.trim() } : { problem: "Type a name." });
const yes = (isOn) => ({ value: isOn });
const curve = (text) => (CURVE_NAMES.has(text) ? { value: text } : { problem: "Choose one of the list." });
const any = (text) => ({ value: text });

const inDecibels = ({ volume: factor }) => (factor > 0 ? String(rounded(Math.min(decibels(factor), LOUDEST_DB), 1)) : "");
const inPercent = ({ pan }) => String(Math.round(pan * 100));
const rounded = (value, places) => Number(value.toFixed(places));
const inClock = (frames, { rateHz }) => clockOf(frames / rateHz, 0.001);
const framesOf = (seconds, { rateHz }) => Math.round(seconds * rateHz);

function each(document, ids, act) {
  return ids.reduce((next, id) => act(next, id, edit.regionOf(next, id)), document);
}

const region = (label, show, read, act, more = {}) => ({
  of: "region",
  label,
  show,
  read,
  act: (document, { regionIds }, value, sources) => each(document, regionIds, (next, id, one) => act(next, id, value, sources, one)),
  ...more,
});
const ofRegion = (name) => (document, id, value) => edit.setRegion(document, id, { [name]: value });

function fade(side) {
  const name = side === "in" ? "fade_in" : "fade_out";
  return {
    [`region.fade-${side}`]: region(
      `Fade ${side}`,
      (one, { rateHz }) => String(rounded(one[name].frames / rateHz, 3)),
      number({ least: 0, most: 3600, unit: "seconds" }),
      (document, id, value, sources) => edit.setFade(document, id, side, { frames: framesOf(value, sources) }, sources),
    ),
    [`region.curve-${side}`]: region(`Fade ${side}`, (one) => one[name].curve, curve, (document, id, value, sources) =>
      edit.setFade(document, id, side, { curve: value }, sources),
    ),
  };
}

const track = (label, show, read, name, more = {}) => ({
  of: "track",
  label,
  show,
  read,
  act: (document, { trackId }, value) => edit.setTrack(document, trackId, { [name]: value }),
  ...more,
});

const DUCK = { depth_db: 12, attack_seconds: 0.1, release_seconds: 0.5, threshold_db: -40 };

function ducking(label, name, bounds) {
  return track(label, ({ duck }) => String(duck?.[name] ?? DUCK[name]), number(bounds), "duck", {
    act: (document, { trackId }, value) => {
      const { duck } = edit.trackOf(document, trackId);
      return duck ? edit.setTrack(document, trackId, { duck: { ...duck, [name]: value } }) : document;
    },
  });
}

const master = (label, show, read, name) => ({
  of: "master",
  label,
  show,
  read,
  act: (document, _, value) => edit.setMaster(document, { [name]: value }),
});

export const FIELDS = {
  "region.name": region("Rename", (one) => one.name, words, ofRegion("name"), { isOne: true }),
  "region.offset": region(
    "Move",
    (one, sources) => inClock(one.offset_frames, sources),
    clock,
    (document, id, value, sources, one) =>
      edit.moveRegions(document, [id], { byFrames: framesOf(value, sources) - one.offset_frames }, sources),
    { isOne: true },
  ),
  "region.trim": region(
    "Trim",
    (one, sources) => inClock(one.trim_start_frames, sources),
    clock,
    (document, id, value, sources, one) =>
      edit.trimStart(document, id, one.offset_frames + framesOf(value, sources) - one.trim_start_frames, sources),
    { isOne: true },
  ),
  "region.length": region(
    "Trim",
    (one, sources) => inClock(edit.regionFrames(one, sources), sources),
    clock,
    (document, id, value, sources, one) => edit.trimEnd(document, id, one.offset_frames + framesOf(value, sources), sources),
    { isOne: true },
  ),
  "region.loop": region(
    "Repeat",
    (one) => one.loop_frames !== null,
    yes,
    (document, id, isOn, sources, one) =>
      edit.setLoop(document, id, isOn ? 2 * edit.stretchFrames(one, sources) : null, sources),
  ),
  "region.volume": region("Volume", inDecibels, volume, ofRegion("volume")),
  "region.pan": region("Pan", inPercent, percent, ofRegion("pan")),
  "region.muted": region("Mute", (one) => one.muted, yes, ofRegion("muted")),
  ...fade("in"),
  ...fade("out"),
  "track.name": track("Rename a track", (one) => one.name, words, "name"),
  "track.volume": track("Volume of a track", inDecibels, volume, "volume"),
  "track.pan": track("Pan of a track", inPercent, percent, "pan"),
  "track.muted": track("Mute a track", (one) => one.muted, yes, "muted"),
  "track.solo": track("Solo a track", (one) => one.solo, yes, "solo"),
  "track.duck": track("Duck a track", (one) => one.duck?.under ?? "", any, "duck", {
    act: (document, { trackId }, under) => {
      const { duck } = edit.trackOf(document, trackId);
      return edit.setTrack(document, trackId, { duck: under ? { ...DUCK, ...duck, under } : null });
    },
  }),
  "track.depth": ducking("Duck a track", "depth_db", { least: 0, most: 60, unit: "dB" }),
  "track.attack": ducking("Duck a track", "attack_seconds", { least: 0.001, most: 10, unit: "seconds" }),
  "track.release": ducking("Duck a track", "release_seconds", { least: 0.001, most: 10, unit: "seconds" }),
  "track.threshold": ducking("Duck a track", "threshold_db", { least: -80, most: 0, unit: "dB" }),
  "master.volume": master("Volume of the master", inDecibels, volume, "volume"),
  "master.levels": master("Loudness", (one) => one.target_lufs !== null, (isOn) => ({ value: isOn ? -16 : null }), "target_lufs"),
  "master.target": master(
    "Loudness",
    (one) => String(one.target_lufs ?? -16),
    number({ least: -40, most: -5, unit: "LUFS" }),
    "target_lufs",
  ),
  "master.ceiling": master("Ceiling", (one) => String(one.ceiling_db), number({ least: -24, most: 0, unit: "dB" }), "ceiling_db"),
};

// Tracks that one may go down under: not itself, nor those that go down under it.
export function mayDuckUnder(document, trackId) {
  const leadsBack = (id) => {
    const under = edit.trackOf(document, id)?.duck?.under;
    return id === trackId || (under !== undefined && leadsBack(under));
  };
  return document.tracks.filter((one) => !leadsBack(one.id));
}
