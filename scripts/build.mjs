// Makes static/built, which is all that is served: a page asks for a handful of files, not for each module.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = join(root, "static", "built");
const scripts = ["site.js", "boot.js", "live/microphone-worklet.js"].map((name) => `static/js/${name}`);
const styles = ["site.css", "api-docs.css", "pages/bare.css"].map((name) => `static/css/${name}`);
const copied = ["static/favicon.svg", "static/icons.svg", "node_modules/htmx.org/dist/htmx.min.js"];

await rm(built, { recursive: true, force: true });
await mkdir(built);
await build({
  absWorkingDir: root,
  entryPoints: [...scripts, ...styles],
  entryNames: "[name]",
  assetNames: "[name]",
  outdir: built,
  bundle: true,
  format: "esm",
  minify: true,
  sourcemap: true,
  loader: { ".svg": "file" },
  logLevel: "warning",
});
await Promise.all(copied.map((path) => copyFile(join(root, path), join(built, basename(path)))));
