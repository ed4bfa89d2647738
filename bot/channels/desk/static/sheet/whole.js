// What is shown of the report as a whole beside its tables: how far it is, and the person's chat.

const REMEMBERED = "phuluc-sheet-chat"; // whether the chat stands beside the sheet
const ROOM = "(min-width: 1280px)";
const submit = document.getElementById("submit");
const chat = document.getElementById("chat");
const toggle = document.getElementById("chat-toggle");

export function onState(counts) {
  if (!submit) return;
  submit.dataset.open = counts.hard + counts.soft ? "1" : "";
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) !== "no";
  } catch {
    return true;
  }
}

function remember(open) {
  try {
    localStorage.setItem(REMEMBERED, open ? "yes" : "no");
  } catch {
    // no storage: it is asked again
  }
}

function show(open) {
  const frame = document.getElementById("chat-frame");
  if (open && !frame.src) frame.src = frame.dataset.src;
  chat.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
}

if (chat && toggle) {
  const room = matchMedia(ROOM);
  const fit = () => show(room.matches && remembered());
  room.addEventListener("change", fit);
  toggle.addEventListener("click", () => {
    remember(chat.hidden);
    show(chat.hidden);
  });
  fit();
}
