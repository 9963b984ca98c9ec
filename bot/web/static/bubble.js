// One thing said that the house does not have yet, as it stands on the page.

import { make, say, words } from "./page.js";

export class Bubble {
  constructor(parcel, doing) {
    const at = new Date(parcel.at);
    const clock = at.toTimeString().slice(0, 5);
    const who = make("p", { className: "who" }, make("strong", {}, say(words.says, { who: words.you })), " ",
      make("time", { dateTime: at.toISOString() }, clock));
    const text = parcel.label ? say(words.unsentAnswer, { label: parcel.label }) : parcel.text;
    this.files = make("ul", { className: "parts" });
    this.state = make("p", { className: "state" });
    this.warning = make("p", { className: "hint", hidden: true });
    this.again = make("button", { type: "button", className: "again", hidden: true }, words.again);
    this.drop = make("button", { type: "button", className: "drop", hidden: true }, words.drop);
    this.again.addEventListener("click", doing.again);
    this.drop.addEventListener("click", doing.drop);
    this.element = make("article", { className: "parcel mine" }, who,
      make("div", { className: "text", dir: "auto" }, text || ""), this.files, this.warning, this.state,
      this.again, this.drop);
    (parcel.files || []).forEach((file) => this.files.append(row(file.name)));
    this.part = this.part.bind(this);
  }

  /** How much of the file at a place has gone. */
  part(percent, place) {
    const line = this.files.children[place];
    if (!line) return;
    line.querySelector("progress").value = percent;
    line.querySelector("span").textContent = say(words.outgoingPart, { name: line.dataset.name, percent });
  }

  waits(sentence) {
    this._show(sentence, false, true);
  }

  goes(sentence) {
    this._show(sentence, false, false);
  }

  stops(sentence) {
    this._show(sentence, true, true);
  }

  warn(sentence) {
    this.warning.textContent = sentence;
    this.warning.hidden = false;
  }

  _show(sentence, again, drop) {
    this.state.textContent = sentence;
    this.element.classList.toggle("stopped", again);
    this.again.hidden = !again;
    this.drop.hidden = !drop;
  }
}

function row(name) {
  const line = make("li", {}, make("span", {}, name), make("progress", { max: 100, value: 0 }));
  line.dataset.name = name;
  line.querySelector("progress").setAttribute("aria-label", name);
  return line;
}
