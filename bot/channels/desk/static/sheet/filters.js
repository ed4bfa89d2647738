// Which rows are in sight: sections that fold, filters, and the box to find rows by their words.

import { root } from "./cells.js";
import * as saving from "./saving.js";

const buttons = [...document.querySelectorAll("[data-filter]")];
const box = document.getElementById("find");
const nothing = document.getElementById("nothing");
const keep = document.getElementById("keep-last");
const foldAll = document.getElementById("fold-all");
const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "d").toLowerCase();

const folds = () => [...root.querySelectorAll("button[aria-controls]")];
const flagsOf = (row) => row.dataset.flags.split(" ");

function fold(button, open) {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
}

export function apply() {
  const wanted = buttons.filter((one) => one.ariaPressed === "true").map((one) => one.dataset.filter);
  const words = plain(box.value.trim()).split(/\s+/).filter(Boolean);
  const narrow = wanted.length > 0 || words.length > 0;
  let left = 0;
  for (const row of root.querySelectorAll("tr[data-row]")) {
    if (row.classList.contains("section")) continue;
    const flags = flagsOf(row);
    const text = words.length ? plain(row.querySelector("th")?.textContent ?? "") : "";
    const fits = wanted.every((one) => flags.includes(one)) && words.every((one) => text.includes(one));
    row.hidden = narrow && !fits;
    left += row.hidden ? 0 : 1;
  }
  for (const button of folds()) {
    const body = document.getElementById(button.getAttribute("aria-controls"));
    const some = [...body.rows].some((row) => !row.hidden);
    button.closest("tr").hidden = narrow && !some;
    if (narrow && some) fold(button, true);
  }
  nothing.hidden = left > 0;
  count();
}

// How many rows each filter would leave, and what is still open in each section.
export function count() {
  for (const one of document.querySelectorAll("[data-count]")) {
    const found = root.querySelectorAll(`tr[data-flags~="${one.dataset.count}"]`).length;
    one.textContent = found ? String(found) : "";
  }
  for (const button of folds()) {
    const body = document.getElementById(button.getAttribute("aria-controls"));
    const open = body.querySelectorAll('tr[data-flags~="cho"]').length;
    const done = root.dataset.editable ? "đủ" : "";
    button.querySelector("[data-left]").textContent = open ? `còn ${open}` : done;
  }
  const kept = keepable().length;
  if (keep) keep.hidden = !kept;
  if (keep) document.getElementById("keep-count").textContent = String(kept);
}

// The blank cells in sight for which the last period's answer may stand.
const keepable = () => [...root.querySelectorAll("[data-keep]")].filter((cell) => cell.offsetParent);

keep?.addEventListener("click", () => {
  const cells = keepable();
  saving.write(cells.map((cell) => ({ cell, text: cell.dataset.keep })));
  tell(`Giữ ${cells.length} ô như kỳ trước; Ctrl+Z để bỏ.`);
});
let tell = () => {};

export function onKept(say) {
  tell = say;
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    button.ariaPressed = String(button.ariaPressed !== "true");
    apply();
  });
}
// The filter that the address names.
export function choose(name) {
  const button = buttons.find((one) => one.dataset.filter === name);
  if (button) button.ariaPressed = "true";
  if (button) apply();
}

box.addEventListener("input", apply);
foldAll.addEventListener("click", () => {
  const open = folds().every((one) => one.getAttribute("aria-expanded") !== "true");
  for (const one of folds()) fold(one, open);
  foldAll.textContent = open ? "Gập các phần" : "Mở các phần";
});
root.addEventListener("click", (event) => {
  const button = event.target.closest("button[aria-controls]");
  if (button) fold(button, button.getAttribute("aria-expanded") !== "true");
});
