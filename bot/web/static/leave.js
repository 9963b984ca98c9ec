// A shared telephone forgets: what was left in this browser goes when its visitor has gone.

import { words, wipe } from "./store.js";

const main = document.querySelector("main");

if (main.dataset.drawer) {
  const waiting = words(main.dataset.drawer);
  document.getElementById("unsent").hidden = !(waiting.get("parcels") || waiting.get("draft"));
} else {
  wipe();
}
