// Everything said leaves in its order, is kept until the house has it, and shows how far it has come.

import { drawer, find, mark, say, tell, told, words } from "./page.js";
import { Bubble } from "./bubble.js";
import { post } from "./post.js";
import * as store from "./store.js";

const PAUSES = [3000, 10000, 30000, 60000]; // ms until the next try of the page's own accord
const kept = store.words(drawer);
const keptFiles = store.files(drawer);

const parcels = []; // {nonce, seen, text, button, label, group, count, at}; `files` in hand, `safe` on the shelf
const bubbles = new Map();
const SHAKING = 10000; // ms in which a second press of what has arrived is none: the answer is on its way
const pressed = new Map(); // what was pressed under a line and when it arrived
let moving = null; // the parcel on its way
let tries = 0;
let timer = 0;
let onHeard = () => Promise.resolve();
let onDropped = () => undefined;

/** Begin: what was left from last time goes first. `heard` fetches the answer, `dropped` takes words back. */
export function begin(heard, dropped) {
  onHeard = heard;
  onDropped = dropped;
  waiting().forEach(add);
  kept.watch((kind) => {
    const parcel = parcels.find((one) => shelf(one) === kind);
    if (parcel && parcel !== moving) forget(parcel); // another tab has sent it or taken it back
  });
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
  if (isPressedAlready(parcel)) return true;
  const safe = kept.put(shelf(parcel), parcel);
  add({ ...parcel, safe, files });
  next();
  const bubble = bubbles.get(parcel.nonce);
  const filesSafe = !files.length || (await keptFiles.put(parcel.nonce, files));
  if (!filesSafe) bubble.warn(words.unkept);
  return safe && filesSafe;
}

/** A second press of the same answer is none; the other answer takes the place of one that could not leave. */
function isPressedAlready(parcel) {
  if (!parcel.group) return false;
  const before = pressed.get(parcel.group);
  if (before && before.button === parcel.button && Date.now() - before.at < SHAKING) return true;
  const under = parcels.filter((one) => one.group === parcel.group);
  under.filter((one) => one !== moving && one.button !== parcel.button).forEach(forget);
  if (!under.some((one) => one.button === parcel.button)) return false;
  again();
  return true;
}

const shelf = (parcel) => `parcel-${parcel.nonce}`;

/** What any tab of this browser has left to be sent, in the order in which it was said. */
function waiting() {
  const found = kept.kinds("parcel-").map((kind) => kept.get(kind)).filter(Boolean);
  return found.map((parcel) => ({ ...parcel, safe: true })).sort((one, other) => one.at - other.at);
}

function add(parcel) {
  parcels.push(parcel);
  const bubble = new Bubble(parcel, { again, drop: () => drop(parcel) });
  bubbles.set(parcel.nonce, bubble);
  find("outgoing").append(bubble.element);
  find("outgoing").hidden = false;
  bubble.waits(words.outgoingNext);
}

/** From here on neither a reload nor another tab says it again. */
function takeOut(parcel) {
  parcels.splice(parcels.indexOf(parcel), 1);
  kept.put(shelf(parcel), null);
  keptFiles.drop(parcel.nonce);
}

function forget(parcel) {
  takeOut(parcel);
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
  if (parcel.safe && !kept.get(shelf(parcel))) { // another tab has seen to it
    forget(parcel);
    next();
    return;
  }
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
    else arrived(parcel);
    next();
  } catch (failure) {
    moving = null;
    bubble.stops(words.notSent);
    if (parcels.some((one) => parcel.group && one.group === parcel.group && one !== parcel)) forget(parcel);
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
  takeOut(parcel);
  if (parcel.group) pressed.set(parcel.group, { button: parcel.button, at: Date.now() });
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
