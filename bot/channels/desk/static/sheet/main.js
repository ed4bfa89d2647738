// The page of the sheet: joins cells, editor, saving and what is heard of others.

import { addressOf, cellAt, index, paint, root, takeRows, unsettled } from "./cells.js";
import * as editor from "./editor.js";
import "./files.js";
import * as filters from "./filters.js";
import { Live } from "./live.js";
import * as panel from "./panel.js";
import * as saving from "./saving.js";
import { guardSubmit } from "./submit.js";
import { onState } from "./whole.js";

const status = document.getElementById("status");
const signedOut = document.getElementById("signed-out");
const WORDS = {
  saving: "Đang lưu…",
  saved: "Đã lưu",
  lost: "Mất kết nối, sẽ lưu lại",
  "signed-out": "Chưa lưu được: phiên đã hết",
};

function say(words) {
  if (words) status.textContent = words;
}

function counts(told) {
  document.getElementById("filled-words").textContent = `${told.filled}/${told.asked}`;
  document.getElementById("filled").value = told.filled;
  filters.count();
  onState(told);
}

let fetching = null; // the page that is asked for: an earlier one that comes later is old

// Rows came or went, or the report is in another state: fetch the page and take its tables.
function reload() {
  const asked = new XMLHttpRequest();
  fetching = asked;
  asked.open("GET", location.pathname);
  asked.responseType = "document";
  asked.onload = () => {
    const fresh = asked.response?.getElementById("sheet");
    if (fresh) editor.remake(() => fetching === asked && take(asked.response, fresh));
  };
  asked.send();
}

function replace(old, other) {
  old.replaceChildren(...[...other.childNodes].map((one) => document.adoptNode(one)));
}

function take(page, fresh) {
  for (const name of ["state", "acts", "banner"]) {
    const [old, other] = [document.getElementById(name), page.getElementById(name)];
    if (old && other) replace(old, other);
  }
  replace(root, fresh);
  root.dataset.head = fresh.dataset.head;
  root.dataset.editable = fresh.dataset.editable;
  index();
  for (const address of [...unsettled.keys()]) {
    const cell = cellAt(address);
    if (cell) paint(cell);
    else unsettled.delete(address);
  }
  filters.apply();
  filters.count();
  measure();
}

saving.listen({
  status: (name, words) => {
    status.textContent = words ?? WORDS[name];
    status.dataset.how = name;
  },
  settled: () => {
    editor.refresh();
    filters.count();
  },
  said: (words) => setTimeout(() => say(words)),
  reload,
  counts,
  signedOut: (out) => {
    signedOut.hidden = !out;
  },
});

const live = new Live(
  (told) => {
    if (told.reload) {
      reload();
      return;
    }
    const changed = takeRows(told.rows ?? []);
    for (const cell of changed) flash(cell);
    if (told.counts) counts(told.counts);
    editor.refresh(changed);
  },
  (how) => {
    if (how === "signed-out") signedOut.hidden = false;
    else if (how === "") signedOut.hidden = true;
    root.dataset.live = how;
    if (how === "gone") say("Báo cáo không còn thuộc phần việc của anh/chị.");
  },
);

function flash(cell) {
  if (unsettled.has(addressOf(cell)) || cell === editor.current()) return;
  cell.classList.remove("news");
  void cell.offsetWidth;
  cell.classList.add("news");
}

root.addEventListener("click", (event) => {
  const check = event.target.closest("[data-check]");
  if (!check) return;
  const row = check.closest("tr");
  editor.go(row.querySelector("td[data-cell]:not(.note)") ?? row.querySelector("[data-cell]"), { focus: false });
  if (check.classList.contains("soft")) panel.openReason(check.dataset.check, check.dataset.reason);
});
panel.onReason(async (name, words) => {
  await saving.writeReason(name, words, say);
});
editor.onWords(say);
guardSubmit(say);
filters.onKept(say);

const scroller = document.getElementById("scroller");
function measure() {
  for (const table of root.querySelectorAll("table")) {
    table.style.setProperty("--head", `${table.tHead.offsetHeight}px`);
  }
  const head = Math.max(0, ...[...root.querySelectorAll("thead")].map((one) => one.offsetHeight));
  const name = root.querySelector("tbody th.label")?.offsetWidth ?? 0;
  const wide = root.querySelector("table.wide");
  scroller.style.setProperty("scroll-padding-top", `${head + 4}px`);
  scroller.style.setProperty("scroll-padding-left", wide ? `${name + 4}px` : "0px");
}
new ResizeObserver(measure).observe(scroller);

index();
measure();
filters.count();
filters.choose(new URLSearchParams(location.search).get("loc"));
saving.restore();
const first = root.querySelector("[data-cell]:not(.ro)") ?? root.querySelector("[data-cell]");
if (first) first.tabIndex = 0;
live.open();
document.documentElement.dataset.ready = "1";
