// Makes the chat page livelier; everything works without it. Old phones read this too: no recent syntax.
"use strict";

(function () {
  const page = document.getElementById("chat");
  if (!page || !window.EventSource || !window.fetch) return;

  const log = document.getElementById("log");
  const composer = document.getElementById("composer");
  const text = document.getElementById("text");
  const files = document.getElementById("files");
  const refresh = document.getElementById("refresh");
  const status = document.getElementById("status");
  const words = page.dataset;
  const base = document.body.dataset.base;
  const drawer = "hejie-" + words.drawer;
  const CALM = 5000; // ms without a touch until the page may scroll by itself
  const MAX_FILES = 20;
  const MAX_BODY = 120 * 1024 * 1024;

  let newest = Number(words.newest);
  let held = false; // there is news, but somebody is writing
  let awaiting = false; // an answer to what was just sent is expected
  let sending = false;
  let waiting = null; // the one form that was pressed while another was on its way
  let touched = 0;

  // What is being written, and the mark that makes sending it twice harmless, survive a lost page.

  function keepDraft() {
    try {
      if (!text.value) localStorage.removeItem(drawer);
      else localStorage.setItem(drawer, JSON.stringify({ text: text.value, nonce: composer.elements.nonce.value }));
    } catch (refusal) {
      // A browser that stores nothing still sends; only the draft is not kept.
    }
  }

  function restoreDraft() {
    try {
      const draft = JSON.parse(localStorage.getItem(drawer) || "null");
      if (!draft || text.value) return;
      text.value = draft.text;
      composer.elements.nonce.value = draft.nonce;
    } catch (refusal) {
      // As above.
    }
  }

  function freshNonce() {
    const bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // News: fetched when the server says so, shown only when it disturbs nobody.

  function isWriting() {
    if (sending) return true;
    if (document.activeElement !== text) return false;
    return text.value !== "" || !awaiting;
  }

  function announce(there) {
    held = there;
    refresh.textContent = there ? words.news : words.refresh;
    refresh.classList.toggle("news", there);
  }

  let queue = Promise.resolve();

  function load(reveal) {
    queue = queue.then(() => fetchLines(reveal)).catch(() => undefined); // the next news tries again
    return queue;
  }

  function fetchLines(reveal) {
    return fetch(base + "/lines?after=" + newest, {
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch" },
    }).then((answer) => {
      if (!answer.ok) throw new Error("lines " + answer.status);
      return answer.json();
    }).then((data) => place(data, reveal));
  }

  function place(data, reveal) {
    const holder = document.createElement("template");
    holder.innerHTML = data.html;
    const fresh = Array.from(holder.content.querySelectorAll(".line"));
    if (data.newest <= newest) fresh.length = 0;
    else log.appendChild(holder.content);
    newest = Math.max(newest, data.newest);
    dropOldButtons(data.pressable);
    announce(false);
    if (!fresh.length) return;
    const answer = fresh.find((line) => line.classList.contains("theirs"));
    if (answer) {
      awaiting = false;
      if (status.textContent === words.sent) status.textContent = "";
    }
    if (reveal) {
      const first = answer || fresh[0];
      first.scrollIntoView({ block: "start" });
      if (document.activeElement === document.body) first.focus({ preventScroll: true });
    }
  }

  function dropOldButtons(pressable) {
    log.querySelectorAll(".answers").forEach((answers) => {
      if (pressable.indexOf(Number(answers.dataset.key)) < 0) answers.remove();
    });
  }

  function onNews() {
    if (isWriting()) announce(true);
    else load(awaiting || Date.now() - touched > CALM);
  }

  // The line to the server; closed while nobody looks, which spares old phones.

  let line = null;
  let retry = 0;

  function listen() {
    clearTimeout(retry);
    if (line) line.close();
    line = new EventSource(base + "/events?after=" + newest);
    line.addEventListener("message", onNews);
    line.addEventListener("error", () => {
      if (line && line.readyState === EventSource.CLOSED) retry = setTimeout(listen, 10000);
    });
  }

  function onVisibility() {
    if (document.hidden) {
      clearTimeout(retry);
      if (line) line.close();
      line = null;
    } else {
      listen(); // starts from the newest line shown, so what was missed is told at once
    }
  }

  // Sending without leaving the page.

  function send(form, onSent) {
    if (sending) {
      waiting = [form, onSent]; // pressed while something else was on its way: next, not lost
      return;
    }
    sending = true;
    form.classList.add("pressed");
    status.textContent = words.sending;
    const request = new XMLHttpRequest();
    request.open("POST", base + "/say");
    request.setRequestHeader("X-Requested-With", "fetch");
    request.upload.onprogress = (step) => {
      if (form !== composer || !files.files.length || !step.lengthComputable) return;
      const percent = Math.floor((100 * step.loaded) / step.total);
      status.textContent = words.sendingPercent.replace("{percent}", percent);
    };
    request.onload = () => {
      const good = request.status === 204;
      const said = (request.getResponseHeader("Content-Type") || "").indexOf("text/plain") === 0;
      finish(good, said ? request.responseText : words.notSent);
    };
    request.onerror = () => finish(false, words.notSent);
    request.send(new FormData(form));

    function finish(good, trouble) {
      sending = false;
      form.classList.remove("pressed");
      const next = waiting;
      waiting = null;
      if (!good) {
        status.textContent = trouble;
        if (form !== composer) status.scrollIntoView({ block: "nearest" });
        return;
      }
      form.elements.nonce.value = freshNonce();
      awaiting = true;
      onSent();
      status.textContent = words.sent;
      load(true);
      if (next) send(next[0], next[1]);
    }
  }

  function tooBig() {
    const list = Array.from(files.files);
    if (list.length > MAX_FILES) return words.tooMany;
    return list.reduce((sum, file) => sum + file.size, 0) > MAX_BODY - 65536 ? words.tooMuch : "";
  }

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const trouble = tooBig();
    if (trouble) status.textContent = trouble;
    else if (!text.value.trim() && !files.files.length) text.focus();
    else {
      keepDraft();
      const said = text.value;
      send(composer, () => {
        // What was typed while it was on its way is the next message.
        text.value = text.value.indexOf(said) === 0 ? text.value.slice(said.length) : "";
        unchoose();
        keepDraft();
      });
    }
  });

  log.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, () => undefined);
  });

  // Which files are chosen, in words and small pictures.

  const chosen = document.getElementById("chosen");
  const pictures = document.getElementById("chosen-pictures");

  function showChosen() {
    const list = Array.from(files.files);
    Array.from(pictures.children).forEach((picture) => {
      URL.revokeObjectURL(picture.src);
      picture.remove();
    });
    list.filter((file) => file.type.indexOf("image/") === 0).forEach((file) => {
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(file);
      picture.alt = file.name;
      pictures.appendChild(picture);
    });
    const names = list.map((file) => file.name).join(", ");
    const told = words.chosen.replace("{count}", list.length).replace("{names}", () => names);
    document.getElementById("chosen-names").textContent = told;
    chosen.hidden = !list.length;
    status.textContent = tooBig();
  }

  function unchoose() {
    files.value = "";
    showChosen();
  }

  files.addEventListener("change", showChosen);
  document.getElementById("unchoose").addEventListener("click", unchoose);

  // Beginning.

  text.addEventListener("input", keepDraft);
  text.addEventListener("blur", () => {
    // Not at once: the finger may be on its way to the send button, which must not move.
    setTimeout(() => {
      if (held && !isWriting()) load(false);
    }, 600);
  });
  refresh.addEventListener("click", (event) => {
    event.preventDefault();
    load(true);
  });
  ["pointerdown", "keydown", "wheel", "touchmove"].forEach((kind) => {
    window.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  });
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) load(false); // the browser brought an old page back
  });

  restoreDraft();
  if (!location.hash) {
    const latest = document.getElementById("latest");
    if (latest) latest.scrollIntoView({ block: "start" });
  }
  onVisibility();
})();
