import { Lane } from "./lane.js";

// All lanes, in the order of the document's tracks.
export class Lanes {
  constructor(timeline, list, template) {
    this.timeline = timeline;
    this.list = list;
    this.template = template;
    this.lanes = new Map();
  }

  at(index) {
    return this.lanes.get(this.timeline.shown.tracks[index]?.id) ?? null;
  }

  update(document) {
    const there = new Set(document.tracks.map((track) => track.id));
    for (const [id, lane] of this.lanes) if (!there.has(id)) this.drop(id, lane);
    document.tracks.forEach((track, index) => {
      const lane = this.lanes.get(track.id) ?? this.make(track.id);
      if (this.list.children[index] !== lane.element) this.list.insertBefore(lane.element, this.list.children[index] ?? null);
      lane.update(track, index, document);
    });
  }

  paint(sizes, { isWhole }) {
    for (const lane of this.lanes.values()) lane.paint(sizes, { isWhole });
  }

  make(id) {
    const lane = new Lane(this.timeline, this.template.content.firstElementChild.cloneNode(true));
    this.lanes.set(id, lane);
    return lane;
  }

  drop(id, lane) {
    lane.end();
    this.lanes.delete(id);
  }

  end() {
    for (const lane of this.lanes.values()) lane.end();
    this.lanes.clear();
  }

  // Above the first one is the first one, below the last one the last one.
  indexAtY(clientY) {
    const tracks = this.timeline.shown.tracks;
    const below = tracks.findIndex((track) => clientY < this.lanes.get(track.id).element.getBoundingClientRect().bottom);
    return below < 0 ? tracks.length - 1 : below;
  }

  focusName(trackId) {
    this.lanes.get(trackId)?.head.focus();
  }

  elementOf(regionId) {
    return this.list.querySelector(`[data-region="${CSS.escape(regionId)}"]`);
  }
}
