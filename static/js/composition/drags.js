import * as edit from "./document.js";
import { pxOf } from "./geometry.js";
import { SNAP_PX, gridFrames, snapPlaces, snapped } from "./snapping.js";

// What is shown while something is dragged: a document made from the one at its start, and where it snapped to.
// `at` is where the pointer is: `{ frame, lane, isFree }`; free: it snaps to nothing.
function snapper(timeline, except) {
  const { document, sources, playhead } = timeline;
  const places = snapPlaces(document, { except, playhead }, sources);
  return (edges, byFrames, { isFree }) => {
    if (timeline.isSnapping === isFree) return { byFrames, place: null };
    const { pxPerSecond } = timeline.view;
    const reach = (SNAP_PX / pxPerSecond) * sources.rateHz;
    return snapped(edges, byFrames, { places, grid: gridFrames(pxPerSecond, sources.rateHz), reach });
  };
}

function moving(timeline, region, from) {
  const { document, sources, selection } = timeline;
  const ids = selection.regionIds;
  const snap = snapper(timeline, ids);
  const edges = [region.offset_frames, edit.regionEnd(region, sources)];
  return {
    label: ids.length === 1 ? "Move a region" : `Move ${ids.length} regions`,
    show(at) {
      const { byFrames, place } = snap(edges, at.frame - from.frame, at);
      return { document: edit.moveRegions(document, ids, { byFrames, byTracks: at.lane - from.lane }, sources), place };
    },
  };
}

function atEdge(timeline, region, from, { edge, label, act }) {
  const { document, sources } = timeline;
  const snap = snapper(timeline, [region.id]);
  return {
    label,
    show(at) {
      const { byFrames, place } = snap([edge], at.frame - from.frame, at);
      return { document: act(document, edge + byFrames, sources), place };
    },
  };
}

const MAKERS = {
  move: moving,
  "trim-start": (timeline, region, from) =>
    atEdge(timeline, region, from, {
      edge: region.offset_frames,
      label: "Trim the start",
      act: (document, frame, sources) => edit.trimStart(document, region.id, frame, sources),
    }),
  "trim-end": (timeline, region, from) =>
    atEdge(timeline, region, from, {
      edge: edit.regionEnd(region, timeline.sources),
      label: "Trim the end",
      act: (document, frame, sources) => edit.trimEnd(document, region.id, frame, sources),
    }),
  loop: (timeline, region, from) =>
    atEdge(timeline, region, from, {
      edge: edit.regionEnd(region, timeline.sources),
      label: "Repeat",
      act: (document, frame, sources) => edit.setLoop(document, region.id, frame - region.offset_frames, sources),
    }),
  "fade-in": (timeline, region, from) =>
    atEdge(timeline, region, from, {
      edge: region.offset_frames + region.fade_in.frames,
      label: "Fade in",
      act: (document, frame, sources) =>
        edit.setFade(document, region.id, "in", { frames: frame - region.offset_frames }, sources),
    }),
  "fade-out": (timeline, region, from) => {
    const end = edit.regionEnd(region, timeline.sources);
    return atEdge(timeline, region, from, {
      edge: end - region.fade_out.frames,
      label: "Fade out",
      act: (document, frame, sources) => edit.setFade(document, region.id, "out", { frames: end - frame }, sources),
    });
  },
};

export function dragOf(zone, timeline, region, from) {
  return MAKERS[zone](timeline, region, from);
}

// Regions that a frame drawn with the mouse touches.
export function within(timeline, { fromFrame, toFrame, fromLane, toLane }) {
  const { document, sources } = timeline;
  const [first, last] = [Math.min(fromFrame, toFrame), Math.max(fromFrame, toFrame)];
  const lanes = document.tracks.slice(Math.min(fromLane, toLane), Math.max(fromLane, toLane) + 1);
  const touches = (region) => region.offset_frames < last && edit.regionEnd(region, sources) > first;
  return lanes.flatMap((track) => track.regions.filter(touches)).map((region) => region.id);
}

export const fadePx = (region, { view, sources }) => ({
  fadeIn: pxOf(region.fade_in.frames, { ...view, left: 0 }, sources.rateHz),
  fadeOut: pxOf(region.fade_out.frames, { ...view, left: 0 }, sources.rateHz),
});
