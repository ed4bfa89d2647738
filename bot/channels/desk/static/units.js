// The table of units: what is ticked on all pages, and the dialog of what is done to them.
const bulk = document.getElementById("bulk");
const dialog = document.getElementById("act");
const body = document.getElementById("act-body");
const table = () => document.getElementById("units");
const memory = `picked-${table().dataset.round}`;
const picked = new Set(JSON.parse(sessionStorage.getItem(memory) ?? "[]"));
let everyone = null; // the address whose units are all meant
let lastBox = null;
let folded = matchMedia("(max-width: 640px)").matches; // the filters
let opener = null; // what was tapped to see a unit

const boxes = () => [...document.querySelectorAll("#units input[name=u]")];
const total = () => Number(table().dataset.total);
const print = (number) => number.toLocaleString("vi");
const filter = () => {
  const asked = new URLSearchParams(location.search);
  for (const name of ["trang", "sap", "giam", "co"]) asked.delete(name);
  for (const [name, value] of [...asked]) if (!value) asked.delete(name);
  asked.sort();
  return asked.toString();
};

function say(id, text) {
  const place = document.getElementById(id);
  if (place.textContent !== text) place.textContent = text;
}

function draw() {
  document.querySelector("[data-folds]").open = !folded;
  if (!bulk) return;
  if (everyone !== null && everyone !== filter()) everyone = null; // another filter: others are meant
  const here = boxes();
  for (const box of here) box.checked = everyone !== null || picked.has(box.value);
  const ticked = here.filter((box) => box.checked).length;
  const head = document.getElementById("page-all");
  if (head) {
    head.hidden = false;
    head.checked = here.length > 0 && ticked === here.length;
    head.indeterminate = ticked > 0 && ticked < here.length;
  }
  const count = everyone === null ? picked.size : total();
  bulk.hidden = !count;
  const elsewhere = everyone === null && count > ticked ? `, ${print(ticked)} trên trang này` : "";
  say("picked", everyone === null
    ? `Đã chọn ${print(count)} đơn vị${elsewhere}`
    : `Đã chọn tất cả ${print(count)} đơn vị khớp bộ lọc`);
  const all = document.getElementById("pick-all");
  all.hidden = everyone !== null || !head?.checked || total() <= here.length;
  say("pick-all", `Chọn tất cả ${print(total())} đơn vị khớp`);
  document.getElementById("pick-none").hidden = !count;
  sessionStorage.setItem(memory, JSON.stringify([...picked]));
}

function clear() {
  everyone = null;
  picked.clear();
  draw();
}

function pick(box, many) {
  everyone = null;
  const list = boxes();
  const ends = [list.indexOf(many && lastBox?.isConnected ? lastBox : box), list.indexOf(box)].sort((a, b) => a - b);
  for (const one of list.slice(ends[0], ends[1] + 1)) {
    if (box.checked) picked.add(one.value);
    else picked.delete(one.value);
  }
  lastBox = box;
  draw();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-folds] > summary")) folded = !folded;
  const box = event.target.closest?.("#units input[name=u]");
  if (box) pick(box, event.shiftKey);
  const out = event.target.closest?.("#act [data-close]");
  if (out) {
    event.preventDefault();
    dialog.close();
  }
});
document.addEventListener("change", (event) => {
  if (event.target.id !== "page-all") return;
  everyone = null;
  for (const box of boxes()) {
    if (event.target.checked) picked.add(box.value);
    else picked.delete(box.value);
  }
  draw();
});

if (bulk) {
  document.getElementById("pick-all").addEventListener("click", () => {
    everyone = filter();
    draw();
  });
  document.getElementById("pick-none").addEventListener("click", () => {
    clear();
    document.getElementById("page-all")?.focus();
  });
  bulk.addEventListener("submit", () => {
    bulk.elements.chon.value = everyone === null ? [...picked].join(",") : "";
    bulk.elements["tat-ca"].value = everyone === null ? "" : "1";
    bulk.elements.loc.value = location.search.slice(1);
  }, { capture: true });
  new MutationObserver(() => {
    if (body.childElementCount && !dialog.open) dialog.showModal();
  }).observe(body, { childList: true });
  dialog.addEventListener("close", () => {
    if (body.querySelector("[data-done]")) {
      clear();
      document.body.dispatchEvent(new CustomEvent("units-changed"));
    }
    body.replaceChildren();
  });
}

// One unit beside the table where there is room; else its page.
const narrow = matchMedia("(max-width: 1100px)");
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[hx-target='#unit']");
  if (!link || !narrow.matches) return;
  event.stopPropagation();
}, { capture: true });

// However the table comes (a fragment, a morph, the way back): ticks are drawn again.
new MutationObserver(draw).observe(document.getElementById("main"), { childList: true, subtree: true });
draw();

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-shut]")) return;
  document.getElementById("unit").replaceChildren();
  opener?.isConnected && opener.focus();
});
new MutationObserver(() => {
  const beside = document.getElementById("unit");
  if (!beside.childElementCount) return;
  if (document.activeElement?.closest("#units")) opener = document.activeElement;
  beside.scrollTop = 0;
  beside.focus();
}).observe(document.getElementById("unit"), { childList: true });
