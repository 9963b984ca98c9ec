// New lines: told by the server, fetched, and shown only when that disturbs nobody.

import { base, drawer, find, moved, tell, told, words } from "./page.js";
import { listen } from "./listen.js";

const AWAITED = 30000; // ms in which an answer is expected after something was said
const SETTLED = 2500; // ms after an answer came into view in which more of it may still come
const PATIENCE = 20000; // ms for fetching lines: a connection may be dead and not know it
const AGAIN = [2000, 5000, 15000, 30000]; // ms until lines that did not come are asked for once more
const log = find("log");
const bar = find("refresh");
const text = find("text");

const oldest = Number(words.oldest);
let newest = Number(words.newest);
let saidAt = 0;
let held = false; // there is something new that is not on the page
let unread = null; // the first new line that is on the page but was not scrolled to
const owed = []; // who wants to know that what was said stands on the page
let onFresh = () => undefined;
let queue = Promise.resolve();
let failures = 0;
let retry = 0;

/** Begin to listen; `fresh` is called with the lines that were added. */
export function begin(fresh) {
  onFresh = fresh;
  bar.addEventListener("click", (event) => {
    event.preventDefault();
    if (held || !unread) load(true);
    else reveal(unread);
  });
  text.addEventListener("blur", () => {
    // Not at once: the finger may be on its way to the send button, which must not move.
    setTimeout(() => { if (held && !isTyping()) load(false); }, 600);
  });
  ["wheel", "touchmove"].forEach((kind) => {
    window.addEventListener(kind, () => { saidAt = 0; }, { passive: true }); // somebody is looking elsewhere
  });
  window.addEventListener("scroll", noteReading, { passive: true });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) load(false); // the browser brought an old page back
  });
  announce();
  listen(seen, onNews, () => load(false)); // whoever has been signed out elsewhere learns it there
}

/** The newest line that the person can have read: one below the screen that they did not go to is none. */
export function seen() {
  return unread ? Math.min(newest, Number(unread.dataset.key) - 1) : newest;
}

/** Something was said just now, so the answer may come into view; `shown` is called once it is on the page. */
export function said(shown) {
  saidAt = Date.now();
  owed.push(shown);
  return load(!isTyping());
}

const isAwaited = () => Date.now() - saidAt < AWAITED;

function isTyping() {
  return document.activeElement === text && text.value !== "";
}

function announce() {
  const there = held || unread !== null;
  bar.textContent = there ? words.news : words.refresh;
  bar.classList.toggle("news", there);
}

function load(mayMove) {
  clearTimeout(retry);
  queue = queue.then(() => fetchLines(mayMove)).then(() => { failures = 0; }, () => {
    retry = setTimeout(() => load(mayMove && !isTyping()), AGAIN[Math.min(failures, AGAIN.length - 1)]);
    failures += 1;
  });
  return queue;
}

async function fetchLines(mayMove) {
  const giveUp = new AbortController();
  const patience = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    await readLines(mayMove, giveUp.signal);
  } finally {
    clearTimeout(patience);
  }
}

async function readLines(mayMove, signal) {
  const answer = await fetch(`${base}/lines?after=${newest}&drawer=${drawer}`, {
    credentials: "same-origin",
    headers: { "X-Requested-With": "fetch" },
    signal,
  });
  if (answer.status === 403) location.reload(); // signed out here: what is on the screen goes
  if (!answer.ok) throw new Error(`lines ${answer.status}`);
  const data = await answer.json();
  if (data.oldest && oldest && data.oldest < oldest) {
    location.reload(); // whoever is here has come back to a longer conversation
    return;
  }
  owed.splice(0).forEach((shown) => shown());
  place(data, mayMove);
}

function place(data, mayMove) {
  const holder = document.createElement("template");
  holder.innerHTML = data.html;
  const fresh = data.newest > newest ? Array.from(holder.content.querySelectorAll(".line")) : [];
  dropOldButtons(data.pressable, mayMove);
  if (fresh.length) {
    dropDayThatStands(holder.content);
    log.querySelectorAll(".waiting").forEach((note) => note.remove());
    log.appendChild(holder.content);
  }
  newest = Math.max(newest, data.newest);
  showHelp(data.help, data.help_label);
  held = false;
  announce();
  if (!fresh.length) return;
  const answer = fresh.find((one) => one.classList.contains("theirs"));
  if (answer && told() === words.sent) tell("");
  onFresh(fresh);
  const first = answer || fresh[0];
  if (answer && isAwaited()) saidAt = Math.min(saidAt, Date.now() - AWAITED + SETTLED);
  if (mayMove) reveal(first);
  else if (answer && !unread && isBelow(answer)) {
    unread = answer;
    announce();
  }
}

/** The beginning of a line into view, and to those who listen. */
function reveal(first) {
  unread = null;
  announce();
  moved();
  first.scrollIntoView({ block: "start" });
  if (document.activeElement === document.body) first.focus({ preventScroll: true });
}

/** Who has scrolled to what is new has read it. */
function noteReading() {
  if (!unread || isBelow(unread)) return;
  unread = null;
  announce();
}

function isBelow(element) {
  return element.getBoundingClientRect().top > find("dock").getBoundingClientRect().top - 60;
}

function dropDayThatStands(content) {
  const days = log.querySelectorAll(".day");
  const last = days.length ? days[days.length - 1].dataset.day : "";
  const first = content.querySelector(".day");
  if (first && first.dataset.day === last) first.remove();
}

/** What can no longer be pressed goes; where nobody asked for it, its room stays, so that nothing moves. */
function dropOldButtons(pressable, mayMove) {
  log.querySelectorAll(".answers").forEach((answers) => {
    if (pressable.includes(Number(answers.dataset.key))) return;
    if (mayMove) answers.remove();
    else answers.classList.add("gone");
  });
}

function showHelp(data, label) {
  const field = find("help").querySelector("[name=button], [name=text]");
  if (!data) return;
  field.name = "button"; // a page drawn before the first answer had only words for it
  field.value = data;
  find("help").querySelector("button").textContent = label; // in the language that is spoken now
}

function onNews() {
  if (isTyping()) {
    held = true;
    announce();
  } else load(isAwaited());
}
