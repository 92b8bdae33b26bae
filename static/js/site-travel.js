import { listeners } from "./lib/dom.js";

// Links that leave the frame or bring a file: the browser's own business.
const FULL_LOADS = "a[download], a[href^='/admin/'], a[href^='/api/'], a[data-full], form[data-full]";

// Going to another page swaps what is in #page, so that player, tray and toasts go on.
class SiteTravel extends HTMLElement {
  connectedCallback() {
    this.page = this.querySelector("#page");
    this.listening = listeners();
    const on = (type, act) => this.listening.on(document, type, act);
    on("htmx:beforeProcessNode", ({ target }) => {
      if (target.matches?.(FULL_LOADS)) target.setAttribute("hx-boost", "false");
    });
    on("htmx:configRequest", ({ detail }) => {
      // A page is a page: the server need not know that a script asked for it.
      if (detail.boosted && detail.verb === "get") delete detail.headers["HX-Request"];
    });
    on("htmx:beforeRequest", ({ detail }) => detail.boosted && this.depart(detail.xhr));
    on("htmx:afterRequest", ({ detail }) => detail.boosted && this.stopWaiting(detail.xhr));
    on("htmx:beforeSwap", ({ detail }) => detail.boosted && this.choosePart(detail));
    on("htmx:afterSettle", ({ detail }) => detail.boosted && this.arrive(detail.requestConfig.verb));
    on("htmx:historyRestore", () => this.arrive("get"));
    // Signed out meanwhile, or gone: let the browser load what there is.
    on("htmx:historyCacheMissLoad", ({ detail }) => isFramed(detail.response) || location.reload());
    on("htmx:historyCacheMissLoadError", () => location.reload());
  }

  disconnectedCallback() {
    this.listening.end();
  }

  depart(xhr) {
    // The last click wins, however slow the page of the one before it is.
    if (this.underWay && this.underWay !== xhr) this.underWay.abort();
    this.underWay = xhr;
    document.documentElement.classList.add("is-travelling");
  }

  stopWaiting(xhr) {
    if (this.underWay !== xhr) return;
    this.underWay = null;
    document.documentElement.classList.remove("is-travelling");
  }

  choosePart(detail) {
    if (isFramed(detail.serverResponse)) {
      detail.shouldSwap = true;
      detail.isError = false;
      detail.target = this.page;
      detail.selectOverride = "#page > .page";
      detail.swapOverride = "innerHTML show:window:top";
    } else if (detail.shouldSwap) {
      detail.shouldSwap = false;
      location.assign(detail.xhr.responseURL);
    }
  }

  arrive(verb) {
    this.markRoom();
    for (const details of this.querySelectorAll(".dock__more[open]")) details.open = false;
    this.placeFocus();
    document.querySelector("#announcer").textContent = document.title;
    // A form may have started a job: a redirect can carry no header that would say so.
    if (verb !== "get") window.htmx.trigger(document.body, "jobs-started");
  }

  // Who was quicker than the page, and is in one of its fields already, stays there.
  placeFocus() {
    const wrong = this.page.querySelector("[aria-invalid=true]");
    const focused = document.activeElement;
    const isInField = focused !== this.page && this.page.contains(focused);
    if (wrong) wrong.focus();
    else if (!isInField) this.page.querySelector("h1")?.focus({ preventScroll: true });
  }

  markRoom() {
    const room = this.page.querySelector("[data-room]")?.dataset.room;
    for (const link of this.querySelectorAll(".rail__link, .dock__link[href]")) {
      if (link.getAttribute("href") === room) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
}

function isFramed(html) {
  return typeof html === "string" && html.includes("hx-history-elt");
}

customElements.define("site-travel", SiteTravel);
