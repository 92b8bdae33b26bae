import { listeners } from "./lib/dom.js";
import { sentenceFor, toastsFrom } from "./lib/toasts.js";

const UNREACHABLE = "The server can't be reached. Nothing is lost; try again when the connection is back.";
const ICONS = { info: "info", success: "success", warning: "warning", error: "error" };

// Short news at the edge of the page: from the server's messages, from HX-Trigger, from requests that failed.
class ToastStack extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-list]");
    this.template = this.querySelector("template");
    this.listening = listeners();
    const { on } = this.listening;
    on(document, "toast", (event) => toastsFrom(event.detail).forEach((toast) => this.show(toast)));
    on(document, "htmx:responseError", (event) => this.showFailure(event.detail.xhr));
    for (const type of ["htmx:sendError", "htmx:timeout"]) {
      on(document, type, () => this.show(toastsFrom({ level: "error", text: UNREACHABLE })[0]));
    }
    on(document, "htmx:load", () => this.takeMessages());
    on(this, "click", (event) => this.press(event.target.closest("button")));
    this.takeMessages();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  takeMessages() {
    for (const list of document.querySelectorAll("[data-toasts]")) {
      for (const message of list.children) {
        const [toast] = toastsFrom({ level: message.dataset.level, text: message.textContent.trim() });
        if (toast) this.show(toast);
      }
      list.remove();
    }
  }

  showFailure(xhr) {
    // The server told it itself.
    if (/"toast"/.test(xhr.getResponseHeader("HX-Trigger") ?? "")) return;
    const [toast] = toastsFrom({ level: "error", text: sentenceFor(xhr.status, xhr.responseText) });
    this.show(toast);
  }

  show({ text, level, seconds, undoUrl, undo }) {
    // A poll that fails again and again says so once.
    const same = [...this.list.children].find((shown) => shown.querySelector(".toast__text").textContent === text);
    same?.remove();
    const toast = this.template.content.firstElementChild.cloneNode(true);
    const use = toast.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[level]}`));
    toast.classList.add(`toast--${level}`);
    toast.querySelector(".toast__text").textContent = text;
    toast.querySelector("[data-undo]").hidden = !undoUrl && !undo;
    toast.dataset.undoUrl = undoUrl;
    toast.undo = undo;
    this.list.append(toast);
    if (Number.isFinite(seconds)) this.expire(toast, seconds * 1000);
  }

  expire(toast, afterMs) {
    setTimeout(() => {
      // Somebody is reading it or about to press its button.
      if (toast.matches(":hover, :focus-within")) this.expire(toast, 2000);
      else toast.remove();
    }, afterMs);
  }

  press(button) {
    const toast = button?.closest(".toast");
    if (!toast) return;
    if ("undo" in button.dataset && toast.undo) toast.undo();
    else if ("undo" in button.dataset) {
      window.htmx.ajax("POST", toast.dataset.undoUrl, { source: document.body, target: document.body, swap: "none" });
    }
    toast.remove();
  }
}

customElements.define("toast-stack", ToastStack);
