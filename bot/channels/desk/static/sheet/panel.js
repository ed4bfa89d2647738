// What is known of the active cell: where it is, the last period, what the server said of it, and
// the choices there are.

import { addressOf, cellAt, isWritable, partsOf, report, rowOf, saved, unsettled } from "./cells.js";

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
  if (own && ["refused", "locked"].includes(own.fate)) return [["Bỏ chữ vừa gõ", null]];
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
  const buttons = offers(cell).map(([words, change], place) => choiceButton(cell, words, change, place));
  byId("panel-choices").replaceChildren(...buttons, ...removal(cell));
  if (check && !rowOf(cell).querySelector(`[data-check="${CSS.escape(check)}"]`)) openReason("", "");
  if (byId("panel-more").open) void inform();
}

function choiceButton(cell, words, change, place) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  if (place < 9) button.setAttribute("aria-keyshortcuts", `Alt+${place + 1}`);
  button.addEventListener("click", () => settle(cell, change));
  return button;
}

function removal(cell) {
  const { part, key } = partsOf(addressOf(cell));
  if (part !== "item" || key.includes(":") || !isWritable(cell)) return [];
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "danger",
    textContent: "Xóa dòng này",
  });
  button.addEventListener("click", () => settle(cell, { text: "" }));
  return [button];
}

export function choose(number) {
  const button = byId("panel-choices").querySelectorAll("button")[number - 1];
  button?.click();
  return Boolean(button);
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

async function inform() {
  const info = byId("panel-info");
  if (!active) return;
  const address = addressOf(active);
  const answer = await fetch(`/ban/bao-cao/${report}/o?cell=${encodeURIComponent(address)}`).catch(() => null);
  if (!answer?.ok || address !== addressOf(active)) return;
  const told = await answer.json();
  const line = (words) => Object.assign(document.createElement("li"), { textContent: words });
  const list = document.createElement("ul");
  list.append(...told.lines.map(line));
  const buttons = told.offers.map(([words, text]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.addEventListener("click", () => settle(cellAt(address), { text }));
    return button;
  });
  const links = told.links.map(([words, path]) =>
    Object.assign(document.createElement("a"), { className: "button", textContent: words, href: path }),
  );
  info.replaceChildren(list, ...buttons, ...links);
}

byId("panel-more").addEventListener("toggle", () => byId("panel-more").open && void inform());
