// `crypto.randomUUID` is there over https alone; a site on the own network may have none.
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join("");
}
