// Copies what the pages load from node_modules into static/vendor, which git ignores.
import { copyFile, mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "static", "vendor");
const files = {
  "htmx.min.js": "htmx.org/dist/htmx.min.js",
};

async function vendor(name, source) {
  const from = join(root, "node_modules", source);
  await stat(from).catch(() => {
    throw new Error(`${source} is not installed. Run: npm ci`);
  });
  await copyFile(from, join(target, name));
}

await mkdir(target, { recursive: true });
await Promise.all(Object.entries(files).map(([name, source]) => vendor(name, source)));
