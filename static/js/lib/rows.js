// Which row a key leads to: the next, the one before, the first, the last; null where it leads nowhere.
export function rowAfterKey(key, rows, current) {
  const at = rows.indexOf(current);
  if (key === "j") return rows[at + 1] ?? null;
  if (key === "k") return at < 0 ? (rows.at(-1) ?? null) : (rows[at - 1] ?? null);
  if (key === "Home" && current) return rows[0] ?? null;
  if (key === "End" && current) return rows.at(-1) ?? null;
  return null;
}
