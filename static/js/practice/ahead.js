const KEPT_AT_MOST = 4;

// Sounds that are fetched before their turn comes: the next one begins at once, and also without a connection.
export class SoundsAhead {
  constructor() {
    this.addresses = new Map();
  }

  async fetch(src) {
    if (!src || this.addresses.has(src)) return;
    this.addresses.set(src, "");
    const answer = await fetch(src).catch(() => null);
    const blob = answer?.ok ? await answer.blob().catch(() => null) : null;
    if (blob && this.addresses.has(src)) this.addresses.set(src, URL.createObjectURL(blob));
    else this.addresses.delete(src);
    this.forgetOldest();
  }

  addressOf(src) {
    return this.addresses.get(src) || src;
  }

  forgetOldest() {
    while (this.addresses.size > KEPT_AT_MOST) this.drop(this.addresses.keys().next().value);
  }

  drop(src) {
    if (this.addresses.get(src)) URL.revokeObjectURL(this.addresses.get(src));
    this.addresses.delete(src);
  }

  end() {
    for (const src of [...this.addresses.keys()]) this.drop(src);
  }
}
