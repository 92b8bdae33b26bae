// Everything that every page may use. Each module defines one behaviour and starts with its element.
import "./confirm-dialog.js";
import "./copy-button.js";
import "./drop-menu.js";
import "./drop-zone.js";
import "./ipa-keys.js";
import "./job-drawer.js";
import "./live-dictation.js";
import "./rail-toggle.js";
import "./site-travel.js";
import "./speak-form.js";
import "./speak-voices.js";
import "./speak-words.js";
import "./theme-switch.js";
import "./time-ago.js";
import "./toast-stack.js";
import "./voice-player.js";
