// Everything said leaves in its order, is kept until the house has it, and shows how far it has come.

import { drawer, find, mark, say, tell, told, words } from "./page.js";
import { Bubble } from "./bubble.js";
import { post } from "./post.js";
import * as store from "./store.js";

const PAUSES = [3000, 10000, 30000, 60000]; // ms until the next try of the page's own accord
const kept = store.words(drawer);
const keptFiles = store.files(drawer);

const parcels = []; // {nonce, seen, text, button, label, group, count, at}; `files` where they are in hand
const bubbles = new Map();
let moving = null; // the parcel on its way
let tries = 0;
let timer = 0;
let onHeard = () => Promise.resolve();
let onDropped = () => undefined;

/** Begin: what was left from last time goes first. `heard` fetches the answer, `dropped` takes words back. */
export function begin(heard, dropped) {
  onHeard = heard;
  onDropped = dropped;
  (kept.get("parcels") || []).forEach(add);
  window.addEventListener("online", again);
  window.addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && parcels.length) again();
  });
  show();
  next();
}

/** Say something: `said` has text or a button, perhaps files. True when it is safely kept. */
export async function put(said, files) {
  const parcel = { nonce: mark(), at: Date.now(), count: files.length, ...said };
  const replaced = parcel.group && parcels.find((one) => one.group === parcel.group && one !== moving);
  if (replaced) forget(replaced); // the other answer, pressed while the first could not leave
  add({ ...parcel, files });
  const safe = keep();
  next();
  const bubble = bubbles.get(parcel.nonce);
  const filesSafe = !files.length || (await keptFiles.put(parcel.nonce, files));
  if (!filesSafe) bubble.warn(words.unkept);
  return safe && filesSafe;
}

function add(parcel) {
  parcels.push(parcel);
  const bubble = new Bubble(parcel, { again, drop: () => drop(parcel) });
  bubbles.set(parcel.nonce, bubble);
  find("outgoing").append(bubble.element);
  find("outgoing").hidden = false;
  bubble.waits(words.outgoingNext);
}

function keep() {
  const list = parcels.map(({ files, refused, ...rest }) => rest);
  return kept.put("parcels", list.length ? list : null);
}

function forget(parcel) {
  parcels.splice(parcels.indexOf(parcel), 1);
  keep();
  keptFiles.drop(parcel.nonce);
  bubbles.get(parcel.nonce).element.remove();
  bubbles.delete(parcel.nonce);
  find("outgoing").hidden = !parcels.length;
}

function drop(parcel) {
  if (parcel === moving) return;
  forget(parcel);
  tell("");
  onDropped(parcel.text || "");
}

function again() {
  parcels.forEach((parcel) => { parcel.refused = false; });
  tries = 0;
  next();
}

async function next() {
  clearTimeout(timer);
  const parcel = moving ? null : parcels.find((one) => !one.refused);
  if (!parcel) return;
  moving = parcel;
  const bubble = bubbles.get(parcel.nonce);
  bubble.goes(words.sending);
  tell(words.sending);
  try {
    const files = parcel.files || (parcel.count ? await keptFiles.get(parcel.nonce) : []);
    const trouble = files ? await post(parcel, files, bubble.part) : words.lostFiles;
    moving = null;
    tries = 0;
    if (trouble) refuse(parcel, trouble);
    else await arrived(parcel);
    next();
  } catch (failure) {
    moving = null;
    bubble.stops(words.notSent);
    tell(isOffline() ? "" : words.notSent); // that there is no network is told already
    timer = setTimeout(next, PAUSES[Math.min(tries, PAUSES.length - 1)]);
    tries += 1;
  }
  show();
}

function refuse(parcel, trouble) {
  parcel.refused = true; // trying once more by itself would be refused once more
  bubbles.get(parcel.nonce).stops(trouble);
  tell(trouble);
}

async function arrived(parcel) {
  bubbles.get(parcel.nonce).goes(words.sent);
  if (told() === words.sending || told() === words.notSent) tell(words.sent);
  parcels.splice(parcels.indexOf(parcel), 1); // from here on a reload must not say it again
  keep();
  keptFiles.drop(parcel.nonce);
  const bubble = bubbles.get(parcel.nonce);
  bubbles.delete(parcel.nonce);
  await onHeard(() => {
    bubble.element.remove();
    find("outgoing").hidden = !find("outgoing").children.length;
  });
}

function show() {
  find("offline").textContent = isOffline() ? words.offline : "";
}

function isOffline() {
  return navigator.onLine === false;
}
