import assert from "node:assert/strict";
import { test } from "node:test";

import { withShown } from "../../static/js/player/play-buttons.js";

test("the name of a play button holds what is written on it", () => {
  assert.equal(withShown("", "Play A recording"), "Play A recording");
  assert.equal(withShown("Play", "Play A recording"), "Play A recording");
  assert.equal(withShown("Listen", "Play A recording"), "Listen: Play A recording");
  assert.equal(withShown("Play all", "Pause Ferry"), "Play all: Pause Ferry");
});
