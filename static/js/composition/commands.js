import { newId } from "../lib/ids.js";
import { recall, remember } from "../lib/memory.js";
import * as edit from "./document.js";
import { ZOOM_STEP, clockOf, fitted } from "./geometry.js";

// What buttons and keys do to the timeline that they belong to.
const FADE_STEP_SECONDS = 0.05;
const several = (count, one = "region") => (count === 1 ? `a ${one}` : `${count} ${one}s`);
const chosen = (timeline) => timeline.selection.regionIds;
const ofChosen = (timeline) => several(chosen(timeline).length);

function change(timeline, label, act, merge = null) {
  const ids = chosen(timeline);
  if (!ids.length) return timeline.say("Choose a region first.");
  timeline.apply((document, sources) => act(document, ids, sources), { label: `${label} ${ofChosen(timeline)}`, merge });
}

function each(document, ids, act) {
  return ids.reduce((next, id) => act(next, id, edit.regionOf(next, id)), document);
}

// The chosen ones; where none is, those of the chosen track that the playhead is on, or of all tracks.
function cutAt(timeline) {
  const { document, selection, sources, playhead } = timeline;
  if (selection.regionIds.length) return selection.regionIds;
  const tracks = document.tracks.filter((track) => !selection.trackId || track.id === selection.trackId);
  const isUnder = (region) => region.offset_frames < playhead && edit.regionEnd(region, sources) > playhead;
  return tracks.flatMap((track) => track.regions.filter(isUnder)).map((region) => region.id);
}

function split(timeline) {
  const ids = cutAt(timeline);
  const before = timeline.document;
  timeline.apply((document, sources) => edit.split(document, ids, timeline.playhead, sources), { label: "Split" });
  if (timeline.document === before) timeline.say("The playhead is on no region that could be split.");
}

function duplicate(timeline) {
  addingTo(timeline, `Duplicate ${ofChosen(timeline)}`, (document, sources) =>
    edit.duplicate(document, chosen(timeline), sources),
  );
}

// What came is chosen.
function addingTo(timeline, label, act) {
  const before = new Set(edit.regionsOf(timeline.document).map((region) => region.id));
  timeline.apply(act, { label });
  const added = edit.regionsOf(timeline.document).filter((region) => !before.has(region.id));
  if (added.length) timeline.select({ regionIds: added.map((region) => region.id), focusedId: added[0].id, isShown: true });
}

function remove(timeline) {
  const { focusedId } = timeline.selection;
  const count = chosen(timeline).length;
  const next = focusedId && timeline.heirOf(focusedId, chosen(timeline));
  change(timeline, "Delete", edit.remove);
  timeline.select({ regionIds: [], focusedId: next ?? null, isFocused: Boolean(next) });
  if (count) timeline.say(`${count === 1 ? "1 region" : `${count} regions`} deleted.`);
}

function copy(timeline) {
  const copied = edit.copy(timeline.document, chosen(timeline));
  if (!copied.length) return timeline.say("Choose a region first.");
  const { rateHz, clips } = timeline.sources;
  const lengths = Object.fromEntries(copied.map(({ region }) => [region.clip_id, clips[region.clip_id]]));
  remember("copied-regions", JSON.stringify({ rateHz, copied, clips: lengths }));
  timeline.say(`${ofChosen(timeline)} copied.`.replace(/^a/, "1"));
}

function paste(timeline) {
  const { rateHz, copied, clips } = JSON.parse(recall("copied-regions", "{}"));
  if (!copied) return timeline.say("Nothing is copied yet.");
  if (rateHz !== timeline.sources.rateHz) {
    return timeline.complain("That was copied from a composition with another sample rate. Set both to the same one.");
  }
  timeline.learn(clips);
  const track = timeline.document.tracks.findIndex(({ id }) => id === timeline.selection.trackId);
  const lane = track >= 0 ? track : Math.min(...copied.map((one) => one.lane));
  addingTo(timeline, `Paste ${several(copied.length)}`, (document, sources) =>
    edit.paste(document, copied, { atFrame: timeline.playhead, lane }, sources),
  );
}

function nudge(timeline, { bySeconds }) {
  const byFrames = Math.round(bySeconds * timeline.sources.rateHz);
  change(timeline, "Move", (document, ids, sources) => edit.moveRegions(document, ids, { byFrames }, sources), "nudge");
  timeline.readOut();
}

function toLane(timeline, { byTracks }) {
  change(timeline, "Move", (document, ids, sources) => edit.moveRegions(document, ids, { byTracks }, sources));
  const lane = edit.laneOf(timeline.document, chosen(timeline)[0]);
  timeline.select({ trackId: timeline.document.tracks[lane]?.id ?? null, isFocused: true });
  timeline.readOut();
}

function trim(timeline, act, label) {
  change(timeline, label, (document, ids, sources) =>
    each(document, ids, (next, id) => act(next, id, timeline.playhead, sources)),
  );
  timeline.readOut();
}

function trimBy(timeline, { edge, bySeconds }) {
  const by = bySeconds * timeline.sources.rateHz;
  const act = (next, id, region, sources) =>
    edge === "start"
      ? edit.trimStart(next, id, region.offset_frames + by, sources)
      : edit.trimEnd(next, id, edit.regionEnd(region, sources) + by, sources);
  change(
    timeline,
    "Trim",
    (document, ids, sources) => each(document, ids, (next, id, region) => act(next, id, region, sources)),
    `trim-${edge}`,
  );
  timeline.readOut();
}

function fadeBy(timeline, { side, steps }) {
  const by = steps * FADE_STEP_SECONDS * timeline.sources.rateHz;
  const frames = (region) => region[side === "in" ? "fade_in" : "fade_out"].frames + by;
  change(
    timeline,
    "Fade",
    (document, ids, sources) =>
      each(document, ids, (next, id, region) => edit.setFade(next, id, side, { frames: frames(region) }, sources)),
    `fade-${side}`,
  );
  timeline.readOut();
}

// Once more each time it is pressed, up to the playhead where that is behind; again without one, it is undone.
function loop(timeline) {
  const until = (region, sources) => {
    const toPlayhead = timeline.playhead - region.offset_frames;
    if (toPlayhead > edit.stretchFrames(region, sources)) return toPlayhead;
    return region.loop_frames === null ? 2 * edit.stretchFrames(region, sources) : null;
  };
  change(timeline, "Repeat", (document, ids, sources) =>
    each(document, ids, (next, id, region) => edit.setLoop(next, id, until(region, sources), sources)),
  );
  timeline.readOut();
}

function mute(timeline) {
  change(timeline, "Mute", (document, ids) => {
    const muted = !ids.every((id) => edit.regionOf(document, id).muted);
    return each(document, ids, (next, id) => edit.setRegion(next, id, { muted }));
  });
  timeline.readOut();
}

function selectAll(timeline) {
  const ids = edit.regionsOf(timeline.document).map((region) => region.id);
  timeline.select({ regionIds: ids });
  timeline.say(ids.length ? `${several(ids.length).replace(/^a/, "1")} chosen.` : "There are no regions yet.");
}

function addTrack(timeline) {
  const id = newId();
  timeline.apply((document) => edit.addTrack(document, { id }), { label: "Add a track" });
  if (edit.trackOf(timeline.document, id)) timeline.select({ trackId: id, regionIds: [] });
  timeline.focusName(id);
}

function removeTrack(timeline, { id = timeline.selection.trackId }) {
  const track = edit.trackOf(timeline.document, id);
  if (!track) return timeline.say("Choose a track first.");
  const at = timeline.document.tracks.indexOf(track);
  timeline.apply((document) => edit.removeTrack(document, id), { label: "Remove a track" });
  const next = timeline.document.tracks[Math.min(at, timeline.document.tracks.length - 1)];
  timeline.select({ trackId: next?.id ?? null, regionIds: [] });
  timeline.say(`${track.name} is removed. Control and Z brings it back.`);
}

function go(timeline, frames) {
  timeline.seek(frames);
  timeline.say(clockOf(timeline.playhead / timeline.sources.rateHz, 0.1));
}

export const COMMANDS = {
  split,
  duplicate,
  delete: remove,
  copy,
  paste,
  cut: (timeline) => copy(timeline) ?? remove(timeline),
  nudge,
  lane: toLane,
  "trim-start": (timeline) => trim(timeline, edit.trimStart, "Trim the start of"),
  "trim-end": (timeline) => trim(timeline, edit.trimEnd, "Trim the end of"),
  "trim-by": trimBy,
  "fade-by": fadeBy,
  loop,
  mute,
  "select-all": selectAll,
  clear: (timeline) => timeline.select({ regionIds: [] }),
  go: (timeline, { byRegions = 0, byLanes = 0, isAdding = false }) => timeline.step({ byRegions, byLanes, isAdding }),
  snap: (timeline) => timeline.setSnapping(!timeline.isSnapping),
  "zoom-in": (timeline) => timeline.zoom(ZOOM_STEP),
  "zoom-out": (timeline) => timeline.zoom(1 / ZOOM_STEP),
  fit: (timeline) => {
    const { document, sources, width } = timeline;
    timeline.setView(fitted(edit.endOf(document, sources), width, sources.rateHz));
  },
  undo: (timeline) => timeline.undo(),
  redo: (timeline) => timeline.redo(),
  home: (timeline) => go(timeline, 0),
  end: (timeline) => go(timeline, edit.endOf(timeline.document, timeline.sources)),
  "add-track": addTrack,
  "add-sound": (timeline) => timeline.querySelector("[data-add-sound]").click(),
  "remove-track": removeTrack,
  help: (timeline) => timeline.querySelector("[data-help]").showModal(),
};
