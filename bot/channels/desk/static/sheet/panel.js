// What is known of the active cell: where it is, the last period, what the server said of it, and
// the choices there are.

import { addressOf, cellAt, isWritable, partsOf, report, rowOf, saved, unsettled } from "./cells.js";

import * as saving from "./saving.js";

const byId = (name) => document.getElementById(name);
const reasonForm = byId("panel-reason");
let active = null;
let settle = () => {};
let check = "";

export function whenSettled(found) {
  settle = found;
}

// The words of a row, without what else stands in its head.
function nameOf(row) {
  const name = row.querySelector("th.label");
  if (name?.dataset.cell) return saved.get(name.dataset.cell).text || "Dòng mới";
  const words = [...(name?.querySelector("button") ?? name)?.childNodes ?? []];
  const own = words.filter((one) => !one.classList?.contains("left") && !one.classList?.contains("hint-mark"));
  return own.map((one) => one.textContent).join("").replace(/\s+/g, " ").trim();
}

function pathOf(cell) {
  const head = byId(cell.dataset.head);
  const section = rowOf(cell).closest("tbody").previousElementSibling;
  const above = section?.classList.contains("fold") ? nameOf(section.rows[0]) : "";
  const own = nameOf(rowOf(cell));
  return [above, own, head?.dataset.path ?? head?.textContent ?? ""].filter(Boolean).join(" › ");
}

// The choices beside a cell: words, and what taking one does.
function offers(cell) {
  const own = unsettled.get(addressOf(cell));
  if (own?.fate === "doubtful") {
    return own.ways.map((words, choice) => [words, { text: own.text, choice, base: own.base }]);
  }
  if (own?.fate === "conflict") {
    const theirs = saved.get(addressOf(cell));
    return [
      [`Giữ “${theirs.text || "trống"}”`, null],
      [`Ghi “${own.text || "trống"}”`, { text: own.text, base: { ...theirs } }],
    ];
  }
  if (own && ["refused", "locked"].includes(own.fate)) {
    const many = saving.countRefused();
    const all = many > 1 ? [[`Bỏ cả ${many} ô chưa ghi được`, "all"]] : [];
    return [["Bỏ chữ vừa gõ", null], ...all];
  }
  if (!isWritable(cell) || !cell.dataset.options) return [];
  return cell.dataset.options.split("\n").map((words) => [words, { text: words }]);
}

export function describe(cell) {
  active = cell;
  const own = unsettled.get(addressOf(cell));
  byId("panel-where").textContent = pathOf(cell);
  const { last, change, by, note, because } = cell.dataset;
  byId("panel-last").textContent = last ? `Kỳ trước: ${last}${change ? ` (${change})` : ""}` : "";
  byId("panel-by").textContent = by ? `${by} ghi` : "";
  const hint = [rowOf(cell).dataset.hint, because, note && `Ghi chú: ${note}`];
  byId("panel-hint").textContent = hint.filter(Boolean).join(" · ");
  const locked = !isWritable(cell) && !own;
  const why = cell.classList.contains("computed") ? "Ô này tự tính, không ghi tay." : "Ô này đang khóa.";
  byId("panel-message").textContent = own?.message || (locked ? why : "");
  byId("panel").dataset.fate = own?.fate ?? "";
  showChecks(rowOf(cell));
  const buttons = offers(cell).map(([words, change], place) => choiceButton(cell, words, change, place));
  byId("panel-choices").replaceChildren(...buttons, ...removal(cell));
  if (check && !rowOf(cell).querySelector(`[data-check="${CSS.escape(check)}"]`)) openReason("", "");
  if (byId("panel-more").open) void inform();
}

function choiceButton(cell, words, change, place) {
  const made = button(words, () => settle(cell, change));
  if (place < 9) made.setAttribute("aria-keyshortcuts", `Alt+${place + 1}`);
  return made;
}

// The checks that name the row, as they stand in its last column.
function showChecks(row) {
  const checks = [...row.querySelectorAll("[data-check]")];
  const made = checks.map((one) => {
    const copy = one.cloneNode(true);
    copy.tabIndex = 0;
    copy.addEventListener("click", () => one.click());
    return copy;
  });
  byId("panel-checks").replaceChildren(...made);
}

function removal(cell) {
  const { part, key } = partsOf(addressOf(cell));
  if (part !== "item" || key.includes(":") || !isWritable(cell)) return [];
  const made = button("Xóa dòng này", () => settle(cell, { text: "" }));
  made.className = "danger";
  return [made];
}

export function choose(number) {
  const found = byId("panel-choices").querySelectorAll("button")[number - 1];
  found?.click();
  return Boolean(found);
}

export function focusChoices() {
  byId("panel-choices").querySelector("button")?.focus();
}

// The form in which a reason is written; without a check it goes.
export function openReason(name, words) {
  check = name;
  reasonForm.hidden = !name;
  if (!name) return;
  byId("reason-text").value = words;
  byId("reason-text").focus();
}

export function onReason(write) {
  reasonForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    await write(check, byId("reason-text").value);
  });
}

const make = (tag, words, more = {}) =>
  Object.assign(document.createElement(tag), { textContent: words, ...more });

function button(words, act) {
  const made = make("button", words, { type: "button" });
  made.addEventListener("click", act);
  return made;
}

async function inform() {
  if (!active) return;
  const address = addressOf(active);
  const place = `/ban/bao-cao/${report}/o?cell=${encodeURIComponent(address)}`;
  const answer = await fetch(place).catch(() => null);
  if (!answer?.ok || address !== addressOf(active)) return;
  const told = await answer.json();
  const list = make("ul", "");
  list.append(...told.lines.map((words) => make("li", words)));
  const parts = [];
  if (told.takes) parts.push(make("p", `Nhận: ${told.takes}`));
  for (const [words, text] of told.offers) {
    parts.push(button(words, () => settle(cellAt(address), { text })));
  }
  if (told.pending) parts.push(reminder(address));
  const { part, key } = partsOf(address);
  if (told.pending && part === "value" && !cellAt(`note ${key}`)) parts.push(noteForm(address, key));
  parts.push(...told.people.map((one) => askButton(address, one, `Nhờ ${one.name} điền`)));
  if (told.handed) parts.push(askButton(address, { member: null }, `Thôi nhờ ${told.handed}`));
  byId("panel-info").replaceChildren(...parts, make("h3", "Lịch sử"), list);
}

// `Chưa có số`, with the day on which to be reminded: the same words as in the chat.
function reminder(address) {
  const form = make("form", "");
  const label = make("label", "Chưa có số, nhắc tôi ngày ");
  const day = Object.assign(document.createElement("input"), { type: "date", required: true });
  day.min = new Date().toISOString().slice(0, 10);
  label.append(day);
  form.append(label, make("button", "Nhắc tôi"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [year, month, date] = day.value.split("-");
    settle(cellAt(address), { text: `chưa có số, nhắc tôi ngày ${date}/${month}/${year}` });
  });
  return form;
}

// The note of a cell in a table that has no column for it.
function noteForm(address, key) {
  const cell = cellAt(address);
  const form = make("form", "");
  const label = make("label", "Ghi chú của ô ");
  const stands = cell.dataset.note ?? "";
  const field = Object.assign(document.createElement("input"), { type: "text", maxLength: 1000, value: stands });
  label.append(field);
  form.append(label, make("button", "Ghi chú"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const base = { text: stands, v: saved.get(address).v };
    saving.writeAside(`note ${key}`, field.value.trim(), base, (words) => {
      byId("panel-message").textContent = words;
    });
  });
  return form;
}

function askButton(address, { member }, words) {
  return button(words, async () => {
    const body = JSON.stringify({ event: crypto.randomUUID(), key: partsOf(address).key, member });
    const headers = { "Content-Type": "application/json" };
    const sent = { method: "POST", headers, body };
    const answer = await fetch(`/ban/bao-cao/${report}/nho`, sent).catch(() => null);
    const told = answer && [200, 422].includes(answer.status) ? await answer.json().catch(() => null) : null;
    byId("panel-message").textContent = told?.said ?? "Chưa nhờ được: mất kết nối. Thử lại sau.";
  });
}

byId("panel-more").addEventListener("toggle", () => byId("panel-more").open && void inform());
