// Photos and files that were chosen and not yet sent: small pictures, each of which can be taken out.

import { drawer, find, make, say, tell, words } from "./page.js";
import * as store from "./store.js";

const MAX_FILES = 20;
const MAX_FILE = 20 * 1024 * 1024;
const MAX_ALL = 120 * 1024 * 1024 - 65536; // what stands around the files takes a little
const SHELF = "chosen";

const kept = store.files(drawer);
const shelf = find("chosen");
let list = [];

/** Begin: what was chosen before the page was lost is there again. */
export async function begin() {
  ["camera", "files"].forEach((id) => find(id).addEventListener("change", (event) => {
    take(Array.from(event.target.files));
    event.target.value = ""; // so that the same photo can be chosen once more
  }));
  const found = await kept.get(SHELF);
  if (found) {
    list = [...found, ...list];
    show();
  }
}

export function files() {
  return list;
}

/** Empty the shelf: its files are on their way. */
export function clear() {
  list = [];
  kept.drop(SHELF);
  show();
}

/** What stands in the way of sending these files, as a sentence. */
export function trouble() {
  if (list.length > MAX_FILES) return words.tooMany;
  const big = list.find((file) => file.size > MAX_FILE);
  if (big) return say(words.tooBig, { name: big.name });
  return list.reduce((sum, file) => sum + file.size, 0) > MAX_ALL ? words.tooMuch : "";
}

async function take(more) {
  list = [...list, ...more];
  await changed();
}

async function changed() {
  show();
  tell(trouble());
  const safe = list.length ? await kept.put(SHELF, list) : await kept.drop(SHELF);
  if (!safe && list.length) tell(words.unkept);
}

function show() {
  shelf.querySelectorAll("img").forEach((picture) => URL.revokeObjectURL(picture.src));
  shelf.replaceChildren(...list.map(row));
  shelf.hidden = !list.length;
}

function row(file, place) {
  const name = make("span", { className: "name" }, file.name);
  const out = make("button", { type: "button", className: "take-out" }, "✕");
  out.setAttribute("aria-label", say(words.takeOut, { name: file.name }));
  out.addEventListener("click", () => {
    list = list.filter((one) => one !== file);
    changed();
    (shelf.querySelectorAll("button")[Math.min(place, list.length - 1)] || find("files")).focus();
  });
  return make("div", { className: "row" }, ...thumbnail(file), name, out);
}

/** The photo as it is, turned upright by the browser; what cannot be drawn is only named. */
function thumbnail(file) {
  if (!file.type.startsWith("image/")) return [];
  const picture = make("img", { src: URL.createObjectURL(file), alt: "" });
  picture.addEventListener("error", () => picture.remove());
  return [picture];
}
