// The cells of the sheet as the page shows them. What the server has of each stands in `saved`.

import { keepShown } from "./sight.js";

export const root = document.getElementById("sheet");
export const report = root.dataset.report;
export const person = root.dataset.person; // who types here, as a member
export const saved = new Map(); // address → {text, v}
const byAddress = new Map(); // address → element
const byRow = new Map(); // address of a row → tr

// What a cell holds for the person: as typed, and why it is not saved, if it is not.
export const unsettled = new Map(); // address → {text, fate, message, ways, theirs, base}

const FATES = {
  saving: "đang lưu",
  unsent: "chưa gửi được",
  doubtful: "chưa rõ",
  refused: "không nhận",
  conflict: "trùng người ghi",
  locked: "đang khóa",
};

export function index() {
  saved.clear();
  byAddress.clear();
  byRow.clear();
  for (const row of root.querySelectorAll("tr[data-row]")) {
    byRow.set(row.dataset.row, row);
    for (const cell of row.querySelectorAll("[data-cell]")) {
      byAddress.set(cell.dataset.cell, cell);
      saved.set(cell.dataset.cell, {
        text: cell.dataset.text ?? wordsOf(cell).textContent,
        v: Number(cell.dataset.v),
      });
    }
  }
}

export const cellAt = (address) => byAddress.get(address);
export const rowOf = (cell) => cell.closest("tr");
export const isWritable = (cell) => !cell.classList.contains("ro");
export const wordsOf = (cell) => cell.querySelector(":scope > span");
export const addressOf = (cell) => cell.dataset.cell;

// The text that stands in the cell for its person.
export function textOf(cell) {
  return unsettled.get(addressOf(cell))?.text ?? saved.get(addressOf(cell)).text;
}

export function partsOf(address) {
  const at = address.indexOf(" ");
  return { part: address.slice(0, at), key: address.slice(at + 1) };
}

// Show what is typed and not saved, or, without it, what is saved.
export function paint(cell) {
  const own = unsettled.get(addressOf(cell));
  if (own) {
    wordsOf(cell).textContent = own.text;
    cell.dataset.fate = own.fate;
    cell.title = own.message || FATES[own.fate] || "";
  } else {
    wordsOf(cell).textContent = cell.dataset.shown ?? saved.get(addressOf(cell)).text;
    delete cell.dataset.fate;
    cell.title = cell.dataset.because ?? "";
  }
}

function set(cell, name, value) {
  if (value) cell.dataset[name] = value;
  else delete cell.dataset[name];
}

// Take in how a cell stands at the server. Whether it says something else than before.
function takeCell(told) {
  const cell = byAddress.get(told.cell);
  if (!cell) return false;
  const before = saved.get(told.cell);
  if (told.v < before.v) return false; // an older answer that came late
  saved.set(told.cell, { text: told.text, v: told.v });
  cell.dataset.v = told.v;
  cell.dataset.shown = told.shown;
  set(cell, "state", told.state);
  set(cell, "change", told.change);
  set(cell, "because", told.because);
  set(cell, "note", told.note);
  set(cell, "by", told.by);
  set(cell, "keep", told.keep);
  cell.classList.toggle("warned", told.warned);
  cell.classList.toggle("ro", !told.writable);
  if (told.writable) cell.removeAttribute("aria-readonly");
  else cell.setAttribute("aria-readonly", "true");
  paint(cell);
  return before.text !== told.text;
}

function mark(kind, words) {
  return Object.assign(document.createElement("p"), { className: kind, textContent: words });
}

function checkButton(check) {
  const kind = `mark ${check.hard ? "hard" : "soft"}${check.open ? "" : " kept"}`;
  const sign = check.hard ? "✖" : check.open ? "⚠" : "✓";
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: kind,
    tabIndex: -1,
    textContent: `${sign} ${check.message}`,
  });
  button.dataset.check = check.id;
  button.dataset.reason = check.reason;
  if (check.reason) {
    const reason = document.createElement("span");
    reason.className = "reason";
    reason.textContent = ` Lý do: ${check.reason}`;
    button.append(reason);
  }
  return button;
}

// Take in rows as they stand at the server; the cells that say something else now.
export const takeRows = (rows) => keepShown(() => takeEach(rows));

function takeEach(rows) {
  const changed = [];
  for (const told of rows) {
    const row = byRow.get(told.row);
    if (!row) continue;
    row.dataset.flags = told.flags;
    const marks = [];
    if (told.returned) marks.push(mark("mark returned", `↩ ${told.returned}`));
    if (told.handed) marks.push(mark("mark", `Nhờ ${told.handed}`));
    marks.push(...told.checks.map(checkButton));
    const checks = row.querySelector("[data-checks]");
    checks.dataset.checks = told.checks.length;
    checks.replaceChildren(...marks);
    for (const cell of told.cells) if (takeCell(cell)) changed.push(byAddress.get(cell.cell));
  }
  return changed;
}
