// A shared telephone forgets: what was left in this browser goes when its visitor has gone.

import { files, words, wipe } from "./store.js";

const main = document.querySelector("main");

if (main.dataset.drawer) {
  const { drawer } = main.dataset;
  const kept = words(drawer);
  const tell = (there) => { document.getElementById("unsent").hidden = !there; };
  tell(kept.kinds("parcel-").length || kept.get("draft"));
  files(drawer).get("chosen").then((photos) => { if (photos) tell(true); });
} else {
  wipe();
}
