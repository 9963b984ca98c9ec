// A photo in full size over the page, so that nobody loses the way back; without this it opens as a file.

import { find, make, words } from "./page.js";

export function begin() {
  if (!window.HTMLDialogElement) return;
  find("log").addEventListener("click", (event) => {
    const link = event.target.closest("a.picture");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    enlarge(link);
  });
}

function enlarge(link) {
  const alt = link.querySelector("img").alt;
  const image = make("img", { src: link.href, alt });
  const close = make("button", { type: "button", className: "main" }, words.close);
  const larger = make("button", { type: "button" }, words.larger);
  const frame = make("div", { className: "frame", tabIndex: 0 }, image);
  const dialog = make("dialog", { className: "enlarged" }, make("div", { className: "tools" }, close, larger), frame);
  dialog.setAttribute("aria-label", alt);
  close.addEventListener("click", () => dialog.close());
  let times = 1;
  larger.addEventListener("click", () => {
    times = times >= 3 ? 1 : times + 1;
    image.className = `times-${times}`;
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}
