// Makes the conversation page livelier; everything works without it.

import { drawer, find, tell } from "./page.js";
import * as below from "./below.js";
import * as chosen from "./chosen.js";
import * as news from "./news.js";
import * as outgoing from "./outgoing.js";
import * as picture from "./picture.js";
import * as store from "./store.js";
import * as voice from "./voice.js";

const composer = find("composer");
const text = find("text");
const kept = store.words(drawer);

function keepDraft() {
  kept.put("draft", text.value || null);
  grow();
}

/** The box is as high as what stands in it, up to the height that the style allows. */
function grow() {
  text.rows = 1;
  while (text.rows < 5 && text.scrollHeight > text.clientHeight) text.rows += 1;
}

function sendWritten(event) {
  event.preventDefault();
  const trouble = chosen.trouble();
  const files = chosen.files();
  if (trouble) tell(trouble);
  else if (!text.value.trim() && !files.length) text.focus();
  else {
    outgoing.put({ seen: news.seen(), text: text.value }, files);
    text.value = "";
    chosen.clear();
    keepDraft();
  }
}

/** An answer, or help: its form has everything that a page without scripts would send. */
function sendPressed(event) {
  const form = event.target;
  const field = (name) => (form.elements[name] ? form.elements[name].value : "");
  const group = form.closest(".answers") ? form.closest(".answers").dataset.key : "";
  event.preventDefault();
  outgoing.put({
    seen: news.seen(),
    button: field("button"),
    text: field("text"),
    label: form.querySelector("button").textContent.trim(),
    group,
  }, []);
}

composer.addEventListener("submit", sendWritten);
find("log").addEventListener("submit", sendPressed);
find("help").addEventListener("submit", sendPressed);

text.addEventListener("input", keepDraft);
text.addEventListener("keydown", (event) => {
  // While characters are being composed, Enter chooses one of them.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit ? composer.requestSubmit() : find("send").click();
});

text.value = text.value || kept.get("draft") || ""; // somebody quick may have begun before this runs
keepDraft();
history.scrollRestoration = "manual"; // reading begins at what is new, also after a reload
if (find("latest")) find("latest").scrollIntoView({ block: "start" });

voice.begin();
picture.begin();
chosen.begin();
outgoing.begin(news.said, (words) => {
  text.value = [words, text.value].filter(Boolean).join("\n");
  keepDraft();
});
news.begin(voice.fresh);
below.begin();
