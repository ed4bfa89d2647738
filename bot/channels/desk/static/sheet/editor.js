// The one text field of the sheet, which lives in the active cell: keys, selection, clipboard.
// It has the focus before the first key, so that an input method may compose in it.

import { addressOf, cellAt, isWritable, partsOf, root, rowOf, saved, textOf, unsettled } from "./cells.js";
import { printBlock, readBlock } from "./clipboard.js";
import * as grid from "./grid.js";
import * as panel from "./panel.js";
import { paste } from "./paste.js";
import * as saving from "./saving.js";
import { show } from "./sight.js";

const editor = Object.assign(document.createElement("textarea"), {
  rows: 1,
  autocomplete: "off",
  spellcheck: false,
  enterKeyHint: "next",
  className: "editor",
});
let active = null;
let anchor = null; // where the selection began
let caret = false; // arrows move the caret, not the cell
let moving = false; // the editor changes its cell
let leaving = false; // the next Tab leaves the table
let composing = false; // an input method is at work
let base; // what stood here when editing began; undefined: nothing was typed yet
let marked = [];
let say = () => {};

export const current = () => active;
export const isDirty = () => active !== null && editor.value !== textOf(active);

export function onWords(found) {
  say = found;
}

export function go(cell, { keep = false, edit = false, focus = true } = {}) {
  if (!cell) return;
  if (cell !== active) {
    commit();
    moving = true;
    active?.classList.remove("active");
    if (active) active.tabIndex = -1;
    active = cell;
    cell.classList.add("active");
    cell.append(editor);
    editor.value = textOf(cell);
    editor.readOnly = !isWritable(cell);
    const row = rowOf(cell).querySelector(".label")?.id;
    editor.setAttribute("aria-labelledby", [row, cell.dataset.head].filter(Boolean).join(" "));
    editor.setAttribute("aria-describedby", "panel-message");
    base = undefined;
    moving = false;
  }
  if (!keep) anchor = cell;
  caret = edit;
  describe();
  if (focus) editor.focus({ preventScroll: true });
  if (!edit) editor.select();
  fit();
  show(cell);
  mark();
}

function fit() {
  editor.style.setProperty("height", "auto");
  editor.style.setProperty("height", `${Math.max(editor.scrollHeight, active.clientHeight - 2)}px`);
}

function describe() {
  const fate = unsettled.get(addressOf(active))?.fate;
  const bad = ["refused", "doubtful", "conflict"].includes(fate);
  if (bad) editor.setAttribute("aria-invalid", "true");
  else editor.removeAttribute("aria-invalid");
  panel.describe(active);
}

// After something was heard of the cells: the editor shows what stands, unless it is being typed in.
export function refresh(changed = []) {
  if (!active) return;
  if (base === undefined && editor.value !== textOf(active) && document.activeElement !== null) {
    editor.value = textOf(active);
    if (!caret && document.activeElement === editor) editor.select();
  }
  editor.readOnly = !isWritable(active);
  describe();
  if (base !== undefined && changed.includes(active) && !saving.isOwn(addressOf(active))) {
    say(`Người khác vừa ghi “${saved.get(addressOf(active)).text || "trống"}” vào ô này.`);
  }
}

// Run what makes the cells anew, and go on in the cell with the same name as if nothing had been:
// with what is typed in it, the caret and the selection. An input method at work is waited for.
export function remake(change) {
  if (composing) {
    editor.addEventListener("compositionend", () => setTimeout(() => remake(change)), { once: true });
    return;
  }
  const before = active && stateOf();
  moving = true; // the field is off the page for a moment: editing has not ended
  change();
  moving = false;
  active = anchor = null;
  base = undefined;
  marked = [];
  if (before) goOn(before);
}

function stateOf() {
  const focused = document.activeElement;
  return {
    address: addressOf(active),
    from: anchor && addressOf(anchor),
    focus: focused === editor || focused === document.body,
    edit: caret,
    typed: base === undefined ? null : { value: editor.value, base },
    marks: [editor.selectionStart, editor.selectionEnd],
  };
}

function goOn({ address, from, focus, edit, typed, marks }) {
  const cell = cellAt(address);
  if (!cell) {
    if (typed) say(`Ô đang gõ không còn trong bảng. Đã gõ: “${typed.value}”.`);
    return;
  }
  anchor = cellAt(from) ?? cell;
  go(cell, { keep: true, edit, focus });
  if (!typed && !edit) return;
  if (typed) {
    editor.value = typed.value;
    base = typed.base;
    fit();
  }
  editor.setSelectionRange(...marks);
}

function mark() {
  for (const cell of marked) {
    cell.classList.remove("chosen");
    cell.removeAttribute("aria-selected");
  }
  marked = anchor && anchor !== active ? grid.range(anchor, active).flat() : [];
  for (const cell of marked) {
    cell.classList.add("chosen");
    cell.setAttribute("aria-selected", "true");
  }
}

// Save what is typed, if it is something else than what stands.
export function commit() {
  if (!active || base === undefined || !isWritable(active)) return;
  const text = editor.value;
  const rests = base;
  base = undefined;
  if (text === textOf(active)) return;
  if (partsOf(addressOf(active)).part === "item" && !text.trim()) {
    editor.value = textOf(active);
    return; // an item goes by its own button
  }
  const own = unsettled.get(addressOf(active));
  const change = { cell: active, text, base: own?.fate === "conflict" ? undefined : rests };
  saving.write([change]);
}

function cancel() {
  base = undefined;
  editor.value = textOf(active);
  caret = false;
  editor.select();
  fit();
}

// Take a choice of the panel: a text for the cell, or none to keep what is saved.
function settle(cell, change) {
  base = undefined;
  if (change === null) saving.forget(cell);
  else if (change === "all") saving.forgetRefused();
  else {
    const rests = change.base === undefined ? { ...saved.get(addressOf(cell)) } : change.base;
    unsettled.delete(addressOf(cell));
    saving.write([{ cell, ...change, base: rests }]);
  }
  if (cell === active) editor.value = textOf(cell);
  go(cell);
}

function empty() {
  const cells = grid.range(anchor, active).flat().filter((cell) => isWritable(cell));
  const plain = cells.filter((cell) => partsOf(addressOf(cell)).part !== "item" && textOf(cell));
  base = undefined;
  saving.write(plain.map((cell) => ({ cell, text: "" })));
  editor.value = textOf(active);
  describe();
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function move(name, { control, shift }) {
  const [down, right] = MOVES[name];
  const to = control
    ? grid.farthest(active, down, right)
    : down
      ? grid.vertical(active, down)
      : grid.horizontal(active, right, false);
  go(to, { keep: shift });
}

function jump(name, { control, shift }) {
  if (name === "PageUp" || name === "PageDown") {
    let to = active;
    for (let left = 15; left; left -= 1) to = grid.vertical(to, name === "PageDown" ? 1 : -1) ?? to;
    go(to, { keep: shift });
    return;
  }
  const list = grid.rows().filter((row) => grid.across(row).length);
  const row = control ? list.at(name === "Home" ? 0 : -1) : rowOf(active);
  go(grid.across(row).at(name === "Home" ? 0 : -1), { keep: shift });
}

function breakLine() {
  editor.setRangeText("\n", editor.selectionStart, editor.selectionEnd, "end");
  typed();
}

function step(to) {
  if (to) go(to);
  else commit();
}

// Out of the tables: to the panel below, or back to what stands above.
function leave(back) {
  commit();
  document.querySelector(back ? "#fold-all" : "#panel summary").focus();
}

// Keys that write or leave; whether this was one.
function act(event, held) {
  const { key } = event;
  if (event.altKey) {
    if (key === "ArrowDown") panel.focusChoices();
    else if (!/^[1-9]$/.test(key) || !panel.choose(Number(key))) return false;
  } else if (key === "Enter" && held.control) editor.setRangeText("\n", editor.selectionStart, editor.selectionEnd, "end"), typed();
  else if (key === "Enter") step(grid.vertical(active, held.shift ? -1 : 1));
  else if (key === "Tab") {
    const to = leaving ? null : grid.horizontal(active, held.shift ? -1 : 1, true);
    if (to) go(to);
    else leave(held.shift);
  } else if (key === "F2") {
    caret = true;
    editor.setSelectionRange(editor.value.length, editor.value.length);
  } else if (key === "Delete" && !caret) empty();
  else if (held.control && /^[zy]$/i.test(key) && base === undefined) {
    say(saving.takeBack(key.toLowerCase() === "y" || held.shift));
  } else if (held.control && key.toLowerCase() === "a" && !caret) {
    anchor = grid.first();
    jump("End", { control: true, shift: true });
  } else return false;
  return true;
}

editor.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // an input method is at work
  const held = { control: event.ctrlKey || event.metaKey, shift: event.shiftKey };
  const { key } = event;
  if (key === "Escape") {
    if (base !== undefined || caret) cancel();
    else {
      leaving = true;
      say("Bấm Tab để ra khỏi bảng.");
    }
    return;
  }
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const inText = caret && (sideways || (held.shift && MOVES[key]) || editor.value.includes("\n"));
  if (MOVES[key] && !event.altKey && !inText) {
    event.preventDefault();
    move(key, held);
  } else if (["Home", "End", "PageUp", "PageDown"].includes(key) && !caret) {
    event.preventDefault();
    jump(key, held);
  } else if (act(event, held)) event.preventDefault();
  leaving = leaving && key === "Shift";
});

function typed() {
  if (base === undefined) base = saving.baseOf(addressOf(active));
  fit();
}
editor.addEventListener("input", typed);
editor.addEventListener("compositionstart", () => (composing = true));
editor.addEventListener("compositionend", () => (composing = false));
editor.addEventListener("blur", () => {
  if (!moving) commit();
});

root.addEventListener("pointerdown", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.target.closest("button, a")) return;
  if (cell === active && event.target === editor) {
    caret = true;
    return;
  }
  event.preventDefault();
  go(cell, { keep: event.shiftKey && anchor !== null });
  if (event.pointerType === "mouse") followDrag();
});

function followDrag() {
  const drag = (moved) => {
    const under = document.elementFromPoint(moved.clientX, moved.clientY)?.closest("[data-cell]");
    if (under && under !== active && root.contains(under)) go(under, { keep: true });
  };
  document.addEventListener("pointermove", drag);
  const stop = () => document.removeEventListener("pointermove", drag);
  document.addEventListener("pointerup", stop, { once: true });
}

root.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-cell]")) go(event.target);
});

function copy(event) {
  if (caret || !active) return false;
  const lines = grid.range(anchor, active).map((line) => line.map(textOf));
  event.clipboardData.setData("text/plain", printBlock(lines));
  event.preventDefault();
  return true;
}
editor.addEventListener("copy", copy);
editor.addEventListener("cut", (event) => copy(event) && empty());

editor.addEventListener("paste", (event) => {
  const block = readBlock(event.clipboardData.getData("text/plain"));
  const single = block.length === 1 && block[0].length === 1;
  if (single && (caret || anchor === active)) {
    if (!caret) editor.select();
    return; // into the field, as if it were typed
  }
  event.preventDefault();
  base = undefined;
  say(paste(block, grid.range(anchor, active)));
  editor.value = textOf(active);
  describe();
});

panel.whenSettled(settle);
