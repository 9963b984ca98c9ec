// The open connection by which the house says that there is news; closed while nobody looks.

import { base, drawer } from "./page.js";

const AFRESH = 240000; // ms after which it is made anew: a dead connection often does not know that it is

let line = null;
let retry = 0;
let after = () => 0;
let onNews = () => undefined;
let onRefused = () => undefined;

/** Call `news` whenever there is something newer than what `seen` tells, missed or not; `refused` if we may not ask. */
export function listen(seen, news, refused) {
  after = seen;
  onNews = news;
  onRefused = refused;
  document.addEventListener("visibilitychange", whileLookedAt);
  window.addEventListener("online", whileLookedAt);
  setInterval(whileLookedAt, AFRESH);
  whileLookedAt();
}

function open() {
  close();
  line = new EventSource(`${base}/events?after=${after()}&drawer=${drawer}`);
  line.addEventListener("message", onNews);
  line.addEventListener("error", () => {
    if (!line || line.readyState !== EventSource.CLOSED) return;
    onRefused();
    retry = setTimeout(open, 10000);
  });
}

function close() {
  clearTimeout(retry);
  if (line) line.close();
  line = null;
}

function whileLookedAt() {
  if (document.hidden) close(); // which spares old phones
  else open();
}
