// Numbers from a filed appendix: read by the server, shown here, and written like typed cells.

import { report } from "./cells.js";
import * as saving from "./saving.js";

const byId = (name) => document.getElementById(name);
const dialog = byId("filed");
const make = (tag, words, more = {}) =>
  Object.assign(document.createElement(tag), { textContent: words, ...more });
let read = []; // the cells that the file would write

async function ask(file) {
  const headers = { "X-File-Name": encodeURIComponent(file.name) };
  const place = `/ban/bao-cao/${report}/doc-tep`;
  try {
    const answer = await fetch(place, { method: "POST", headers, body: file });
    return [200, 422].includes(answer.status) ? await answer.json() : {};
  } catch {
    return {};
  }
}

function line(cell, at) {
  const row = document.createElement("tr");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true, value: at });
  box.setAttribute("aria-label", `Lấy: ${cell.label}`);
  box.addEventListener("change", count);
  const first = document.createElement("td");
  first.append(box);
  row.append(first, make("th", cell.label, { scope: "row" }), make("td", cell.seen || "(trống)"), make("td", cell.text));
  return row;
}

function table(cells) {
  const made = make("table", "", { className: "list" });
  const head = made.createTHead().insertRow();
  for (const words of ["Lấy", "Chỉ tiêu", "Đang ghi", "Trong tệp"]) head.append(make("th", words, { scope: "col" }));
  made.createTBody().append(...cells.map(line));
  return made;
}

const chosen = () => [...dialog.querySelectorAll("input:checked")].map((box) => read[Number(box.value)]);

function count() {
  const many = chosen().length;
  byId("filed-take").hidden = !many;
  byId("filed-take").textContent = `Ghi ${many} ô`;
}

function show(told) {
  read = told.cells ?? [];
  const found = `${told.name}: ${read.length} ô khác với đang ghi${told.period ? `, ${told.period}` : ""}.`;
  byId("filed-words").textContent = told.refused || told.other || (told.cells ? found : "Chưa đọc được tệp: mất kết nối. Thử lại sau.");
  byId("filed-origin").replaceChildren(...(told.origin ?? []).map((words) => make("p", words)));
  byId("filed-list").replaceChildren(...(read.length ? [table(read)] : []));
  const left = byId("filed-left");
  left.replaceChildren();
  if (told.left) {
    const list = make("ul", "");
    list.append(...told.unread.map((words) => make("li", words)));
    left.append(make("p", `${told.left} chỗ trong tệp không lấy được:`), list);
  }
  count();
  if (!dialog.open) dialog.showModal();
}

dialog.addEventListener("close", () => {
  if (dialog.returnValue !== "take") return;
  saving.writeTexts(chosen().map(({ cell, text, v, seen }) => [cell, { text, base: { v, text: seen } }]));
});

// The menu is made anew with the state of the report: listen above it.
document.addEventListener("change", async (event) => {
  if (event.target.id !== "take-file" || !event.target.files.length) return;
  const [file] = event.target.files;
  event.target.value = "";
  event.target.closest("details").open = false;
  byId("filed-words").textContent = "Đang đọc tệp…";
  byId("filed-origin").replaceChildren();
  show(await ask(file));
});
