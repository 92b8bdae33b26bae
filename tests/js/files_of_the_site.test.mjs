import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const names = async (folder, ending) =>
  (await readdir(new URL(folder, root), { recursive: true })).filter((name) => name.endsWith(ending));

const sprite = new Set([...(await read("static/icons.svg")).matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => id));

test("every icon that a template names is drawn", async () => {
  for (const name of await names("templates", ".html")) {
    const html = await read(`templates/${name}`);
    for (const [, icon] of html.matchAll(/_(?:icon|empty)\.html" with (?:name|icon)="([\w-]+)"/g)) {
      assert.ok(sprite.has(icon), `${name} asks for the icon ${icon}`);
    }
  }
});

test("every colour that a style names is a token", async () => {
  const styles = await Promise.all((await names("static/css", ".css")).map((name) => read(`static/css/${name}`)));
  const all = styles.join("\n");
  const known = new Set([...all.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  const unknown = [...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name).filter((name) => !known.has(name));
  assert.deepEqual(unknown, []);
});

test("no template carries a style or a script of its own", async () => {
  for (const name of await names("templates", ".html")) {
    const html = await read(`templates/${name}`);
    assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|\shx-on|<script(?![^>]*\bsrc=)/, name);
  }
});
