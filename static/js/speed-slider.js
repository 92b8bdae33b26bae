import { listeners } from "./lib/dom.js";
import { clamp } from "./lib/numbers.js";

// A slider beside the number of a speed: each follows the other.
class SpeedSlider extends HTMLElement {
  connectedCallback() {
    this.number = this.querySelector("[name=speed]");
    this.slider = this.querySelector("[data-slider]");
    this.listening = listeners();
    const { on } = this.listening;
    on(this.slider, "input", () => (this.number.value = this.slider.value));
    on(this.number, "input", () => this.show());
    this.show();
  }

  disconnectedCallback() {
    this.listening.end();
  }

  show() {
    const speed = Number(this.number.value);
    if (speed) this.slider.value = clamp(speed, Number(this.slider.min), Number(this.slider.max));
  }
}

customElements.define("speed-slider", SpeedSlider);
