// Reading aloud with the browser's own voices; where there are none, nothing is shown of it.

import { find, make, words } from "./page.js";

const CHOICE = "hejie-aloud";
const synthesis = window.speechSynthesis;
const toggle = find("aloud");
let speaking = null; // the button whose line is being read

/** Begin; voices may come long after the page. */
export function begin() {
  if (!synthesis || !window.SpeechSynthesisUtterance || !synthesis.getVoices) return;
  if (synthesis.addEventListener) synthesis.addEventListener("voiceschanged", furnish);
  else synthesis.onvoiceschanged = furnish;
  toggle.addEventListener("click", () => choose(!isChosen()));
  window.addEventListener("pagehide", stop);
  furnish();
}

/** New lines: each gets its button, and is read where somebody wants all of them read. */
export function fresh(lines) {
  furnish();
  const said = lines.filter((line) => line.classList.contains("theirs") && line.querySelector(".speak"));
  if (isChosen() && said.length) speak(said);
}

function furnish() {
  const all = synthesis ? synthesis.getVoices() : [];
  toggle.hidden = !all.length;
  toggle.setAttribute("aria-pressed", String(isChosen()));
  document.querySelectorAll(".line.theirs").forEach((line) => {
    const there = line.querySelector(".speak");
    const can = Boolean(voice(language(line)));
    if (there) there.hidden = !can;
    else if (can && line.querySelector(".text")) line.querySelector(".who").after(button(line));
  });
}

function button(line) {
  const made = make("button", { type: "button", className: "speak" }, words.speak);
  made.addEventListener("click", () => {
    const again = speaking === made;
    stop();
    if (!again) speak([line]);
  });
  return made;
}

function language(line) {
  const text = line.querySelector(".text");
  return text ? text.lang : "";
}

function voice(tag) {
  const start = tag.slice(0, 2).toLowerCase();
  const fit = synthesis.getVoices().filter((one) => one.lang.toLowerCase().startsWith(start));
  return start && (fit.find((one) => one.lang.replace("_", "-") === tag && one.localService) || fit[0]);
}

function speak(lines) {
  stop();
  const pieces = lines.flatMap((line) => sentences(line).map((text) => ({ text, line })));
  pieces.forEach(({ text, line }, place) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice(language(line));
    utterance.lang = utterance.voice.lang;
    utterance.rate = 0.9;
    utterance.onstart = () => mark(line.querySelector(".speak"));
    if (place === pieces.length - 1) utterance.onend = () => mark(null);
    synthesis.speak(utterance);
  });
  mark(lines[0].querySelector(".speak"));
}

/** A line in short pieces, for some voices fall silent within a long one; its answers are read too. */
function sentences(line) {
  const answers = line.nextElementSibling;
  const choices = answers && answers.matches(".answers:not(.gone)")
    ? [answers.getAttribute("aria-label"), ...Array.from(answers.querySelectorAll("button"), (one) => one.textContent)]
    : [];
  const text = line.querySelector(".text").textContent;
  return [...(text.match(/[^。！？!?\n]+[。！？!?]*/g) || []), ...choices].map((one) => one.trim()).filter(Boolean);
}

function stop() {
  synthesis.cancel();
  mark(null);
}

function mark(next) {
  if (speaking) speaking.textContent = words.speak;
  speaking = next;
  if (speaking) speaking.textContent = words.speakStop;
}

function isChosen() {
  try {
    return localStorage.getItem(CHOICE) === "yes";
  } catch (refusal) {
    return toggle.getAttribute("aria-pressed") === "true";
  }
}

function choose(yes) {
  toggle.setAttribute("aria-pressed", String(yes));
  try {
    if (yes) localStorage.setItem(CHOICE, "yes");
    else localStorage.removeItem(CHOICE);
  } catch (refusal) {
    // It then holds for this page only.
  }
  if (!yes) stop();
}
