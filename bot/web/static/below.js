// A question longer than the screen: one button to read on, until its answers are in view.

import { find, moved } from "./page.js";

const button = find("below");
let asked = false;

export function begin() {
  button.addEventListener("click", () => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    moved();
    window.scrollBy({ top: Math.max(120, floor() - 100), behavior: calm ? "auto" : "smooth" });
  });
  ["scroll", "resize"].forEach((kind) => window.addEventListener(kind, soon, { passive: true }));
  new MutationObserver(soon).observe(find("log"), { childList: true, subtree: true });
  window.addEventListener("load", soon);
  soon();
}

/** Where the part of the screen ends in which one can read. */
function floor() {
  const dock = find("dock").getBoundingClientRect().top;
  return dock > 120 && dock < window.innerHeight ? dock : window.innerHeight;
}

function soon() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const last = Array.from(find("log").children).filter((one) => !one.classList.contains("gone")).pop();
    const away = !last || last.getBoundingClientRect().bottom <= floor() + 2;
    if (away && !button.hidden) moved(); // an answer lies now where the button was
    button.hidden = away;
  });
}
