// The input: grows with its text, sends on Enter, and takes a sent text back to mend it.

import { plain } from "./bubble.js";

const form = document.getElementById("composer");
const box = document.getElementById("text");
const send = document.getElementById("send");
const bar = document.getElementById("editing");

export class Composer {
  // `said(text)` and `edited(ref, text)` are called with a text that is not empty.
  constructor(said, edited) {
    this.said = said;
    this.edited = edited;
    this.ref = "";
    form.addEventListener("submit", (event) => this.submit(event));
    box.addEventListener("input", () => this.fit());
    box.addEventListener("keydown", (event) => this.pressed(event));
    document.getElementById("stop-editing").addEventListener("click", () => this.stop());
    send.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the keyboard up
    this.fit();
  }

  pressed(event) {
    // While a Vietnamese input method composes, Enter belongs to it (229 is what Safari says).
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) this.submit(event);
    if (event.key === "Escape" && this.ref) this.stop();
  }

  submit(event) {
    event.preventDefault();
    const text = wellFormed(box.value).trim();
    if (!text) return;
    const ref = this.ref;
    this.stop();
    if (ref) this.edited(ref, text);
    else this.said(text);
  }

  edit(line) {
    this.ref = line.ref;
    document.getElementById("edited-text").textContent = plain(line);
    bar.hidden = false;
    box.value = plain(line);
    this.fit();
    box.focus();
    box.select();
  }

  stop() {
    this.ref = "";
    bar.hidden = true;
    box.value = "";
    this.fit();
    box.focus();
  }

  focus() {
    box.focus();
  }

  fit() {
    send.disabled = !box.value.trim();
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }
}

// Half a character (a lone surrogate) cannot be stored anywhere.
function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}
