import assert from "node:assert/strict";
import { test } from "node:test";

import { describeFiles, problemWith, sortOut } from "../../static/js/lib/files.js";

const file = (name, size = 1024, type = "audio/wav") => ({ name, size, type });
const AUDIO = "audio/*,video/mp4,.opus";

test("audio passes by type and by ending", () => {
  const files = [file("a.wav"), file("b.mp4", 5, "video/mp4"), file("C.OPUS", 5, "application/ogg")];
  for (const each of files) assert.equal(problemWith(each, { accept: AUDIO }), "");
});

test("a file whose type the browser does not know is left to the server", () => {
  assert.equal(problemWith(file("a.caf", 5, ""), { accept: AUDIO }), "");
});

test("what is not audio is named", () => {
  assert.match(problemWith(file("notes.txt", 5, "text/plain"), { accept: AUDIO }), /notes\.txt/);
});

test("an empty file is named", () => {
  assert.match(problemWith(file("a.wav", 0)), /“a\.wav” is empty/);
});

test("a file that is too large is told with both sizes", () => {
  assert.match(problemWith(file("long.wav", 3 * 1024 ** 2), { maxBytes: 2 * 1024 ** 2 }), /long\.wav.*3\.0 MB.*2\.0 MB/);
  assert.equal(problemWith(file("fits.wav", 2 * 1024 ** 2), { maxBytes: 2 * 1024 ** 2 }), "");
});

test("chosen files are named with their size", () => {
  assert.equal(describeFiles([]), "");
  assert.equal(describeFiles([file("a.wav")]), "a.wav (1.0 KB)");
  assert.equal(describeFiles([file("a.wav"), file("b.wav")]), "2 files (2.0 KB): a.wav, b.wav");
});

test("one bad file does not hold up the others", () => {
  const files = [file("a.wav"), file("empty.wav", 0), file("b.wav"), file("notes.txt", 5, "text/plain")];
  const { good, problems } = sortOut(files, { accept: AUDIO });
  assert.deepEqual(good.map(({ name }) => name), ["a.wav", "b.wav"]);
  assert.equal(problems.length, 2);
  assert.match(problems.join(" "), /empty\.wav.*notes\.txt/);
});
