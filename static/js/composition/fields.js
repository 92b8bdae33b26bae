import * as edit from "./document.js";
import { decibels, volumeOf } from "./gains.js";

// What the inspector can change, by name: how it is shown, what may be typed, and the operation it is.
// `read` gives `{ value }` or `{ problem }`. `of` says whose it is. Where a region lies and how it fades is the
// timeline's own form.
const LOUDEST_DB = decibels(edit.LOUDEST);
const SILENT_DB = -60;

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

const percent = (text) => {
  const { value, problem } = number({ least: -100, most: 100 })(text);
  return problem ? { problem: "Type -100 (left) to 100 (right)." } : { value: value / 100 };
};
const words = (text) => (text.trim() ? { value: text.trim() } : { problem: "Type a name." });
const yes = (isOn) => ({ value: isOn });
const any = (text) => ({ value: text });

const inDecibels = ({ volume: factor }) => (factor > 0 ? String(rounded(Math.min(decibels(factor), LOUDEST_DB), 1)) : "");
const inPercent = ({ pan }) => String(Math.round(pan * 100));
const rounded = (value, places) => Number(value.toFixed(places));

// All that are chosen get the same.
const region = (label, show, read, name) => ({
  of: "region",
  label,
  show,
  read,
  act: (document, { regionIds }, value) =>
    regionIds.reduce((next, id) => edit.setRegion(next, id, { [name]: value }), document),
});

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
  "region.volume": region("Volume", inDecibels, volume, "volume"),
  "region.pan": region("Pan", inPercent, percent, "pan"),
  "region.muted": region("Mute", (one) => one.muted, yes, "muted"),
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
