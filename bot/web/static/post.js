// One thing said, on its way to the house, and how much of each of its files is through.

import { base, csrf } from "./page.js";

const STALLED = 45000; // ms in which not a byte has moved: the connection is dead and does not know it

/**
 * Send a parcel. Resolves to "" when the house has it, to its own sentence when it refuses;
 * rejects when nobody answered or the house had trouble, and it should be tried again.
 */
export function post(parcel, files, onPart) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${base}/say`);
    request.setRequestHeader("X-Requested-With", "fetch");
    let patience = 0;
    const moves = () => {
      clearTimeout(patience);
      patience = setTimeout(() => request.abort(), STALLED);
    };
    request.upload.onprogress = (step) => {
      moves();
      parts(files, step.loaded).forEach(onPart);
    };
    request.onloadend = () => clearTimeout(patience);
    request.onload = () => {
      if (request.status === 204) resolve("");
      else if (request.status >= 500 || !isSentence(request)) reject(new Error(`say ${request.status}`));
      else resolve(request.responseText);
    };
    request.onerror = request.onabort = () => reject(new Error("no answer"));
    moves();
    request.send(form(parcel, files));
  });
}

function isSentence(request) {
  return (request.getResponseHeader("Content-Type") || "").startsWith("text/plain");
}

function form(parcel, files) {
  const data = new FormData();
  data.append("csrf", csrf);
  ["nonce", "seen", "text", "button"].forEach((name) => {
    if (parcel[name]) data.append(name, parcel[name]);
  });
  files.forEach((file) => data.append("files", file, file.name)); // the very bytes that were chosen
  return data;
}

/** The percentage of each file: they travel one after the other in one body. */
function parts(files, loaded) {
  let before = 0;
  return files.map((file) => {
    const share = file.size ? (loaded - before) / file.size : 1;
    before += file.size;
    return Math.max(0, Math.min(100, Math.floor(100 * share)));
  });
}
