/* The one entry of our scripts. Every page works without them.
   An element asks for a behaviour by name: data-controller="copy", several parted by spaces.
   Each controller's file says which markup it expects. */
import { autoSubmit } from "./controllers/auto-submit.js";
import { busySubmit } from "./controllers/busy-submit.js";
import { callNames } from "./controllers/call-names.js";
import { confirmSubmit } from "./controllers/confirm-submit.js";
import { connection } from "./controllers/connection.js";
import { copy } from "./controllers/copy.js";
import { dialogs } from "./controllers/dialogs.js";
import { held } from "./controllers/held.js";
import { keepDraft } from "./controllers/keep-draft.js";
import { keys } from "./controllers/keys.js";
import { keySwitch } from "./controllers/key-switch.js";
import { live } from "./controllers/live.js";
import { menu } from "./controllers/menu.js";
import { pageIndex } from "./controllers/page-index.js";
import { rows } from "./controllers/rows.js";
import { signInHere } from "./controllers/sign-in-here.js";
import { tabs } from "./controllers/tabs.js";
import { theme } from "./controllers/theme.js";
import { toast } from "./controllers/toast.js";
import { workbench } from "./controllers/workbench.js";

const CONTROLLERS = {
  "auto-submit": autoSubmit,
  "call-names": callNames,
  "confirm-submit": confirmSubmit,
  copy,
  "keep-draft": keepDraft,
  "key-switch": keySwitch,
  menu,
  "page-index": pageIndex,
  tabs,
  theme,
  toast,
  workbench,
};
const connected = new WeakMap();

function connect(element) {
  const done = connected.get(element) ?? new Set();
  connected.set(element, done);
  for (const name of element.dataset.controller.split(/\s+/)) {
    if (done.has(name) || !CONTROLLERS[name]) continue;
    done.add(name);
    CONTROLLERS[name](element);
  }
}

function connectAll(root) {
  if (root.matches?.("[data-controller]")) connect(root);
  root.querySelectorAll("[data-controller]").forEach(connect);
  root.querySelector("[data-focus-first]")?.focus();
}

connection();
held();
signInHere();
keys();
rows();
dialogs();
live();
busySubmit();
connectAll(document);
// htmx tells of every fragment it puts in.
document.addEventListener("htmx:load", (event) => connectAll(event.detail.elt));
