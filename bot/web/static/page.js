// What every part of the conversation page stands on: its elements, its words and where the house is.

export const find = (id) => document.getElementById(id);
export const words = find("chat").dataset;
export const base = document.body.dataset.base;
export const drawer = words.drawer;

const composer = find("composer");
export const csrf = composer.elements.csrf.value;

/** A sentence of the page with its holes filled. */
export function say(sentence, holes) {
  return Object.keys(holes).reduce((text, name) => text.split(`{${name}}`).join(holes[name]), sentence);
}

/** A mark that makes sending the same thing twice harmless. */
export function mark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A new element; `properties` are set on it, text and elements are put into it. */
export function make(tag, properties, ...inside) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
}

const SETTLES = 700; // ms; the second tap of a shaking hand comes sooner
let settled = 0;

/** The page has moved by itself: a finger that was on its way presses nothing that came under it. */
export function moved() {
  document.documentElement.classList.add("moved");
  clearTimeout(settled);
  settled = setTimeout(() => document.documentElement.classList.remove("moved"), SETTLES);
}

/** What the page says about its own doing, also to those who listen. */
export function tell(sentence) {
  const status = find("status");
  if (status.textContent !== sentence) status.textContent = sentence;
}

export function told() {
  return find("status").textContent;
}
