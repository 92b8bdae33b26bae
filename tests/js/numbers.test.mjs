import assert from "node:assert/strict";
import { test } from "node:test";

import { clamp, formatBytes } from "../../static/js/lib/numbers.js";

test("a value is kept between its ends", () => {
  assert.deepEqual([clamp(-1, 0, 1), clamp(0.5, 0, 1), clamp(9, 0, 1)], [0, 0.5, 1]);
});

test("sizes read as the server writes them", () => {
  const sizes = [0, 1, 1023, 1024, 1536, 1024 ** 2, 5 * 1024 ** 3];
  const written = ["0 bytes", "1 byte", "1023 bytes", "1.0 KB", "1.5 KB", "1.0 MB", "5.0 GB"];
  assert.deepEqual(sizes.map(formatBytes), written);
});
