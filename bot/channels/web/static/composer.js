// The input: grows with its text, sends on Enter, takes a sent text back to mend it, and answers
// an earlier line. Nothing is cut off: what is too long for one message is sent in parts.

import { plain, shortened } from "./bubble.js";

const LIMIT = 20_000; // characters of one text, as in bot/channels/web/protocol.py
const NEAR = 0.8; // of it, from where on the room is told
const LONGEST_PICK = 1_024; // as there

const form = document.getElementById("composer");
const box = document.getElementById("text");
const send = document.getElementById("send");
const bar = document.getElementById("editing");
const room = document.getElementById("room");

export class Composer {
  // `said(text, answers)` and `edited(ref, text)` are called with a text that is not empty;
  // `answers` names the line that it answers, if there is one.
  constructor(said, edited) {
    this.said = said;
    this.edited = edited;
    this.ref = "";
    this.answers = {};
    this.sent = ""; // the last line of the part that went before
    form.addEventListener("submit", (event) => this.submit(event));
    box.addEventListener("input", () => {
      this.sent = "";
      this.fit();
    });
    box.addEventListener("keydown", (event) => this.pressed(event));
    document.getElementById("stop-editing").addEventListener("click", () => this.stop());
    send.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the keyboard up
    this.fit();
  }

  pressed(event) {
    // While a Vietnamese input method composes, Enter belongs to it (229 is what Safari says).
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) this.submit(event);
    if (event.key === "Escape" && !bar.hidden) this.stop();
  }

  submit(event) {
    event.preventDefault();
    const text = wellFormed(box.value).trim();
    if (!text || (this.ref && text.length > LIMIT)) return;
    const { ref, answers } = this;
    const [part, rest] = parted(text);
    this.stop(rest, rest && lastLine(part));
    if (ref) this.edited(ref, part);
    else this.said(part, answers);
  }

  edit(line) {
    this.about("Sửa câu đã gửi", plain(line));
    this.ref = line.ref;
    box.value = plain(line);
    this.fit();
    box.focus();
    box.select();
  }

  // Answer a line, or the part of it that was picked out.
  reply(line, part) {
    if (this.ref) this.stop();
    this.about("Trả lời", part || plain(line) || line.file);
    this.answers = { re: line.mine ? line.ref : String(line.id), quoted: part.slice(0, LONGEST_PICK) };
    box.focus();
  }

  about(what, words) {
    document.getElementById("editing-what").textContent = what;
    document.getElementById("edited-text").textContent = shortened(words);
    bar.hidden = false;
  }

  // Begin anew, with what is left to be sent.
  stop(rest = "", sent = "") {
    this.ref = "";
    this.answers = {};
    this.sent = sent;
    bar.hidden = true;
    box.value = rest;
    this.fit();
    box.focus();
  }

  focus() {
    box.focus();
  }

  fit() {
    const text = box.value.trim();
    send.disabled = !text || Boolean(this.ref && text.length > LIMIT);
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
    room.textContent = this.told(text);
    room.hidden = !room.textContent;
  }

  // What there is to know of the length of the text, before it is sent.
  told(text) {
    const all = count(text.length);
    if (this.ref && text.length > LIMIT) {
      return `Câu sửa dài ${all} ký tự, quá ${count(LIMIT)}: xin rút bớt.`;
    }
    if (text.length > LIMIT) {
      return `Dài ${all} ký tự, một tin gửi được ${count(LIMIT)}. Bấm gửi thì gửi trước đến dòng “${lastLine(parted(text)[0])}”; phần sau ở lại trong ô để gửi tiếp. Hoặc bấm nút kẹp giấy để gửi cả tệp.`;
    }
    if (this.sent) return `Đã gửi đến dòng “${this.sent}”. Phần còn lại ở trong ô: bấm gửi để gửi tiếp.`;
    return text.length > NEAR * LIMIT ? `${all}/${count(LIMIT)} ký tự` : "";
  }
}

// What fits into one message, up to the end of a line or a word, and the rest.
function parted(text) {
  if (text.length <= LIMIT) return [text, ""];
  const whole = text.slice(0, LIMIT + 1);
  const at = [whole.lastIndexOf("\n"), whole.lastIndexOf(" ")].find((found) => found > LIMIT / 2) ?? LIMIT;
  return [text.slice(0, at).trimEnd(), text.slice(at).replace(/^\s*?\n|^ +/, "")];
}

function lastLine(text) {
  return shortened(text.slice(text.lastIndexOf("\n") + 1), 50);
}

function count(number) {
  return number.toLocaleString("vi-VN");
}

// Half a character (a lone surrogate) cannot be stored anywhere.
function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}
