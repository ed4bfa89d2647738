// The page where a file is sent: choose, look at its name, send, read what became of it.

import { newId } from "./pending.js";

const LIMIT = 10 * 1024 * 1024; // bytes, as in bot/web/uploading.py
const AGAIN = 3000; // milliseconds
const MOST_TRIES = 20;
const WAIT = 429; // too much from this person
const FULL = 507; // no room on the server

const picker = document.getElementById("file");
const name = document.getElementById("name");
const send = document.getElementById("send");
const bar = document.getElementById("bar");
const status = document.getElementById("status");
const words = status.dataset; // what may be said, from the page

let chosen = null; // the file, and the id of its event: sent twice, it is the same event

picker.addEventListener("change", () => {
  const file = picker.files[0];
  picker.value = "";
  if (!file) return;
  const heavy = file.size > LIMIT;
  chosen = heavy ? null : { file, id: newId() };
  name.textContent = `${file.name} · ${size(file.size)}`;
  name.hidden = false;
  send.hidden = heavy;
  send.disabled = false;
  say(heavy ? words.heavy : "", heavy ? "bad" : "");
});

send.addEventListener("click", async () => {
  if (!chosen) return;
  send.disabled = true;
  bar.hidden = false;
  say(words.sending, "");
  const { outcome, told } = await sent(chosen);
  bar.hidden = true;
  if (outcome === 204) {
    say(words.done.replace("{name}", chosen.file.name), "good");
    send.hidden = true;
    chosen = null;
    return;
  }
  say(told || (words[`status${outcome}`] ?? words.failed), "bad");
  send.disabled = outcome === 410 || outcome === 403;
});

// The server's answer, tried again while there is none or it is not ready.
async function sent({ file, id }) {
  for (let turn = 0; turn < MOST_TRIES; turn += 1) {
    const answer = await post(file, id);
    if ((answer.outcome && answer.outcome < 500) || answer.outcome === FULL) return answer;
    say(words.again, "");
    await new Promise((done) => setTimeout(done, AGAIN));
  }
  return { outcome: 0, told: "" };
}

// XMLHttpRequest: fetch tells nothing of what is on its way up.
function post(file, id) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("X-Event", id);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    };
    request.onload = () => {
      const told = request.status === WAIT || request.status === FULL;
      done({ outcome: request.status, told: told ? request.responseText : "" });
    };
    request.onerror = () => done({ outcome: 0, told: "" });
    request.send(file);
  });
}

function say(text, kind) {
  status.textContent = text;
  status.className = kind;
}

function size(bytes) {
  const kilobytes = bytes / 1024;
  if (kilobytes < 1024) return `${Math.max(1, Math.round(kilobytes))} KB`;
  return `${(kilobytes / 1024).toFixed(1).replace(".", ",")} MB`;
}
