import { listeners, tell } from "./lib/dom.js";

const SAID_FOR_MS = 2000;

async function copy(text) {
  // The clipboard is only there over TLS and on this machine; on a home network by plain HTTP the old way serves.
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (!isCopied) throw new Error("refused");
}

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.listening = listeners();
    this.listening.on(this, "click", () => this.copy());
  }

  disconnectedCallback() {
    this.listening.end();
    clearTimeout(this.saying);
  }

  // Its own text, or that of the lines which the page shows now.
  get text() {
    const { copy: text, copyFrom } = this.dataset;
    if (!copyFrom) return text;
    return [...document.querySelectorAll(copyFrom)].map((line) => line.textContent.trim()).filter(Boolean).join("\n");
  }

  async copy() {
    try {
      await copy(this.text);
      this.say("Copied");
    } catch {
      tell({ level: "warning", text: "The browser does not let this page copy. Select the text and copy it yourself." });
    }
  }

  say(word) {
    const label = this.querySelector("[data-label]") ?? this.querySelector("button");
    this.label ??= label.textContent;
    label.textContent = word;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (label.textContent = this.label), SAID_FOR_MS);
  }
}

customElements.define("copy-button", CopyButton);
