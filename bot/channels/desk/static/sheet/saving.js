// Everything that is typed goes through here: kept in this tab until the server has confirmed it,
// sent one request after the other, again after a lost connection, and never over what somebody
// else has written since editing began.

import { addressOf, cellAt, paint, partsOf, person, report, saved, takeRows, unsettled } from "./cells.js";

const AGAIN = 2_000; // milliseconds before a failed request is repeated
const MOST_UNDONE = 50;
const KEPT = `phuluc-sheet-${person}-${report}`;
const PATH = `/ban/bao-cao/${report}/o`;

let queue = new Map(); // address → {text, base, choice}
let flying = null; // {event, cells: [[address, entry]], back}
let undone = []; // the acts of this tab that can be taken back, the newest last
let redoable = []; // those by which something was taken back
let timer = 0;
let listeners = { status() {}, settled() {}, reload() {}, counts() {}, signedOut() {}, said() {} };

export function listen(found) {
  listeners = { ...listeners, ...found };
}

function keep() {
  const texts = [...unsettled].map(([address, own]) => [address, { ...own, ways: [] }]);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ queue: [...queue], flying, undone, texts }));
  } catch {
    // no room, or no storage: what is typed stays on the page
  }
}

// After the page was loaded anew: what was not confirmed is shown and sent again.
export function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    kept = null;
  }
  if (!kept) return;
  undone = kept.undone ?? [];
  flying = kept.flying ?? null;
  const texts = (kept.texts ?? []).filter(([address]) => cellAt(address));
  for (const [address, own] of texts) {
    if (own.fate === "saving" || own.fate === "unsent") continue;
    queue.set(address, { text: own.text, base: own.base ?? saved.get(address) });
  }
  for (const [address, entry] of kept.queue ?? []) {
    if (cellAt(address) || /^(reason|note) /.test(address)) queue.set(address, entry);
  }
  const unsent = [...(flying?.cells ?? []), ...queue];
  for (const [address, entry] of unsent) show(address, entry.text, "unsent");
  void send();
}

// Whether a text of this page is on its way to the cell.
export const isOwn = (address) => flying?.cells.some(([one]) => one === address) ?? false;
export const isBusy = () => flying !== null || queue.size > 0;

function show(address, text, fate, more = {}) {
  const cell = cellAt(address);
  if (!cell) return;
  unsettled.set(address, { text, fate, message: "", ways: [], theirs: "", ...more });
  paint(cell);
}

// What the person sees in the cell when they begin to edit it; null: a text that is on its way.
export function baseOf(address) {
  const flies = flying?.cells.some(([one]) => one === address);
  if (queue.has(address)) return queue.get(address).base;
  return flies ? null : saved.get(address);
}

const landed = new Map(); // address → what the server had after the last text of this page

// What a text rests on: what it was begun on, or the text before it, once that is stored.
function restOf(address, base) {
  if (queue.has(address)) return queue.get(address).base;
  const begun = base === undefined ? baseOf(address) : base;
  const flies = flying?.cells.some(([one]) => one === address);
  return begun || flies ? begun : (landed.get(address) ?? saved.get(address));
}

// Save these texts; each rests on what stood in its cell when it was begun.
export function write(changes) {
  for (const { cell, text, base, choice } of changes) {
    const address = addressOf(cell);
    const own = unsettled.get(address);
    if (own?.fate === "conflict" && choice === undefined && !base) {
      show(address, text, "conflict", { ...own, text }); // asked about first
      continue;
    }
    const rests = restOf(address, base);
    if (rests && text === rests.text && choice === undefined && !flying) {
      unsettled.delete(address);
      queue.delete(address);
      paint(cell);
      continue;
    }
    queue.set(address, { text, base: rests, choice });
    show(address, text, "saving");
  }
  keep();
  void send();
}

// Save texts for cells that need not stand on the page yet, as those of an item in a file.
export function writeTexts(texts) {
  for (const [address, entry] of texts) {
    queue.set(address, entry);
    show(address, entry.text, "saving");
  }
  keep();
  void send();
}

// Give up what is typed in a cell and not saved.
export function forget(cell) {
  queue.delete(addressOf(cell));
  unsettled.delete(addressOf(cell));
  paint(cell);
  keep();
}

const asides = new Map(); // who waits to hear what became of a text that stands in no cell

// Write what stands in a form of the panel: a reason, or the note of a cell. The form says what
// became of it.
export function writeAside(address, text, base, tell) {
  if (text === base.text) return;
  queue.set(address, { text, base });
  asides.set(address, tell);
  keep();
  void send();
}

// Keep a check for a reason.
export function writeReason(name, words, tell) {
  const stands = document.querySelector(`[data-check="${CSS.escape(name)}"]`)?.dataset.reason ?? "";
  writeAside(`reason ${name}`, words.trim(), { text: stands, v: 0 }, tell);
}

const isRefused = (own) => ["refused", "locked", "doubtful"].includes(own.fate);

// How many cells hold a text that was not taken.
export const countRefused = () => [...unsettled.values()].filter(isRefused).length;

export function forgetRefused() {
  for (const [address, own] of [...unsettled]) if (isRefused(own)) forget(cellAt(address));
}

// Put back what the last act of this tab has changed; `again`: what was put back last.
export function takeBack(again = false) {
  if (isBusy()) return "Đang lưu, chờ một chút rồi hoàn tác.";
  const event = (again ? redoable : undone).pop();
  if (!event) return again ? "Không còn gì để làm lại." : "Không còn gì để hoàn tác.";
  flying = { event: crypto.randomUUID(), cells: [], back: event, again };
  keep();
  void send(true);
  return again ? "Đang làm lại…" : "Đang hoàn tác…";
}

function body() {
  const cells = flying.cells.map(([address, entry]) => ({
    ...partsOf(address),
    text: entry.text,
    revision: entry.base?.v ?? 0,
    seen: entry.base?.text ?? "",
    ...(entry.choice === undefined ? {} : { choice: entry.choice }),
  }));
  const back = flying.back ? { back: flying.back } : {};
  return JSON.stringify({ event: flying.event, person: Number(person), cells, ...back });
}

let running = false;

async function send(again = false) {
  if (running) return;
  if (!flying) {
    if (!queue.size) return;
    flying = { event: crypto.randomUUID(), cells: [...queue] };
    queue = new Map();
    keep();
  } else if (!again && timer) {
    return; // it waits to be repeated
  }
  clearTimeout(timer);
  timer = 0;
  running = true;
  listeners.status("saving");
  const { status, told } = await post(body());
  running = false;
  if (told) settle(told);
  else fail(status);
}

// What the server answers; without `told` it was not taken, or nobody knows.
async function post(text) {
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(PATH, { method: "POST", headers, body: text });
    return { status: answer.status, told: answer.ok ? await answer.json() : null };
  } catch {
    return { status: 0, told: null };
  }
}

function fail(status) {
  for (const [address, entry] of flying.cells) show(address, entry.text, "unsent");
  if (status === 401) listeners.signedOut(true);
  else if ([403, 404, 413, 422].includes(status)) {
    give(status);
    return;
  }
  listeners.status(status === 401 ? "signed-out" : "lost");
  timer = setTimeout(() => void send(true), AGAIN);
}

// The server will never take it: it stays on the page, and is not sent again by itself.
function give(status) {
  const words = {
    403: "Trang này không được ghi vào báo cáo.",
    404: "Báo cáo không còn thuộc phần việc của anh/chị.",
    413: "Khối dán quá lớn; dán từng phần nhỏ hơn.",
    422: "Trang gửi chưa đúng; tải lại trang rồi thử lại.",
  };
  for (const [address, entry] of flying.cells) {
    show(address, entry.text, "refused", { message: words[status], base: entry.base });
  }
  flying = null;
  keep();
  listeners.status("refused", words[status]);
}

function settle(told) {
  const sent = flying;
  flying = null;
  listeners.signedOut(false);
  const stored = told.outcomes.filter((one) => one.fate === "stored");
  if (sent.back) {
    const stuck = told.outcomes.find((one) => one.fate !== "stored" && one.message);
    listeners.said(stuck ? stuck.message : sent.again ? "Đã làm lại." : "Đã hoàn tác.");
  }
  if (stored.length || (told.repeated && sent.cells.length)) {
    if (sent.back && !sent.again) redoable = [...redoable, told.event];
    else undone = [...undone, told.event].slice(-MOST_UNDONE);
    if (!sent.back) redoable = [];
  }
  const entries = new Map(sent.cells);
  for (const one of told.outcomes) {
    const entry = entries.get(one.cell);
    if (!entry) continue;
    if (one.fate === "stored" && one.message) setTimeout(() => listeners.said(one.message));
    if (asides.has(one.cell)) tellAside(one);
    else if (one.fate === "stored" || one.fate === "same") unsettled.delete(one.cell);
    else {
      show(one.cell, entry.text, one.fate, {
        message: one.message,
        ways: one.ways,
        theirs: one.theirs,
        author: one.author,
        base: entry.base,
      });
    }
  }
  if (told.rows) takeRows(told.rows);
  for (const one of told.outcomes) if (cellAt(one.cell)) paint(cellAt(one.cell));
  for (const [address, entry] of sent.cells) {
    const fate = told.outcomes.find((one) => one.cell === address)?.fate;
    const rests = fate === "stored" || fate === "same";
    landed.set(address, rests ? patched(told, address) : (entry.base ?? saved.get(address)));
  }
  // What was typed while this was on its way rests on it, where it was stored.
  for (const [address, entry] of queue) {
    entry.base ??= landed.get(address) ?? saved.get(address);
    show(address, entry.text, "saving");
  }
  keep();
  if (told.counts) listeners.counts(told.counts);
  listeners.settled(told);
  if (told.reload) listeners.reload();
  if (queue.size) void send();
  else listeners.status("saved");
}

// How the answer says that a cell stands.
function patched(told, address) {
  for (const row of told.rows ?? []) {
    const cell = row.cells.find((one) => one.cell === address);
    if (cell) return { text: cell.text, v: cell.v };
  }
  return saved.get(address);
}

function tellAside(one) {
  const tell = asides.get(one.cell);
  asides.delete(one.cell);
  const kept = one.fate === "stored" || one.fate === "same";
  setTimeout(() => tell(kept ? "Đã ghi." : one.message));
}

for (const name of ["online", "focus", "pageshow"]) {
  addEventListener(name, () => {
    if (flying && timer) void send(true);
  });
}
