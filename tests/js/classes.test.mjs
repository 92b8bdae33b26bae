import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);

async function textOf(folder, ending) {
  const names = (await readdir(new URL(folder, root), { recursive: true })).filter((name) => name.endsWith(ending));
  return (await Promise.all(names.map((name) => readFile(new URL(`${folder}/${name}`, root), "utf8")))).join("\n");
}

const [templates, scripts, styles] = await Promise.all([
  textOf("templates", ".html"),
  textOf("static/js", ".js"),
  textOf("static/css", ".css"),
]);
const rules = styles.replace(/\/\*.*?\*\//gs, "").replace(/"[^"]*"|url\([^)]*\)/g, "");
const styled = new Set([...rules.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name));
const pages = templates.replace(/\{#.*?#\}/g, "");
const worn = new Set(
  [...pages.matchAll(/(?<=\s)class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"/g)]
    .flatMap(([, value]) => value.replace(/\{%.*?%\}/g, " ").replace(/\S*\{\{.*?\}\}\S*/g, " ").split(/\s+/))
    .filter(Boolean),
);
const said = new Set([...scripts.matchAll(/"[^"\n]*"|`[^`]*`/g)].flatMap(([text]) => text.match(/[a-z][\w-]*/gi) ?? []));
const passedOn = [...pages.matchAll(/\w+_class="([\w-]+)"|\sclass="([\w-]+)" %\}|page_class %\}([\w-]+)/g)];
const given = new Set(passedOn.flatMap((match) => match.slice(1)));

// `tray__job--{{ job.state }}`, `toast--${level}`: an ending that only the run knows.
const openEnded = [...`${pages}${scripts}`.matchAll(/([a-z][\w-]*--)(?:\{\{|\$\{)/g)].map(([, start]) => start);
const isOpenEnded = (name) => openEnded.some((start) => name.startsWith(start));

test("every class that has a rule is worn by something", () => {
  const isWorn = (name) => worn.has(name) || said.has(name) || given.has(name) || isOpenEnded(name);
  assert.deepEqual([...styled].filter((name) => !isWorn(name) && !name.startsWith("htmx-")), []);
});

test("every class that a template wears has a rule, or a script that looks for it", () => {
  assert.deepEqual([...worn, ...given].filter((name) => name && !styled.has(name) && !said.has(name)), []);
});
