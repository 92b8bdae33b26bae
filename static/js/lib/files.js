import { formatBytes } from "./numbers.js";

function isAccepted(file, accept) {
  const rules = accept.split(",").map((rule) => rule.trim().toLowerCase()).filter(Boolean);
  // Browsers leave the type empty for endings they don't know; then the server decides.
  if (!rules.length || !file.type) return true;
  const name = file.name.toLowerCase();
  const type = file.type.toLowerCase();
  return rules.some((rule) => {
    if (rule.startsWith(".")) return name.endsWith(rule);
    return rule.endsWith("/*") ? type.startsWith(rule.slice(0, -1)) : type === rule;
  });
}

// A sentence, or "" where nothing speaks against sending them.
export function problemWith(files, { accept = "", maxBytes = Infinity } = {}) {
  const strange = files.find((file) => !isAccepted(file, accept));
  if (strange) return `“${strange.name}” is not audio. Choose a recording or a film with sound.`;
  if (files.some((file) => file.size === 0)) return `“${files.find((file) => file.size === 0).name}” is empty.`;
  const large = files.find((file) => file.size > maxBytes);
  if (large) return `“${large.name}” has ${formatBytes(large.size)}; the most is ${formatBytes(maxBytes)}.`;
  return "";
}

export function describeFiles(files) {
  if (!files.length) return "";
  const total = formatBytes(files.reduce((sum, file) => sum + file.size, 0));
  if (files.length === 1) return `${files[0].name} (${total})`;
  return `${files.length} files (${total}): ${files.map((file) => file.name).join(", ")}`;
}
