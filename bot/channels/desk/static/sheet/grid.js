// How one gets from cell to cell. What is folded away or filtered out does not count.

import { root } from "./cells.js";

const inSight = (element) => element.offsetParent !== null;
export const rows = () => [...root.querySelectorAll("tr[data-row]")].filter(inSight);
export const across = (row) => [...row.querySelectorAll("[data-cell]")].filter(inSight);
const column = (cell) => Number(cell.dataset.col);

// The cell of the row in this column; the nearest one where `near`.
function inColumn(row, wanted, near) {
  const cells = across(row);
  const same = cells.find((cell) => column(cell) === wanted);
  if (same || !near || !cells.length) return same ?? null;
  return cells.reduce((a, b) =>
    Math.abs(column(b) - wanted) < Math.abs(column(a) - wanted) ? b : a,
  );
}

// The next cell above or below in the same column; a row without one is passed over.
export function vertical(cell, step) {
  const list = rows();
  const wanted = column(cell);
  for (let at = list.indexOf(cell.closest("tr")) + step; list[at]; at += step) {
    const found = inColumn(list[at], wanted, false);
    if (found) return found;
  }
  return null;
}

// As far as it goes in this direction.
export function farthest(cell, down, right) {
  let to = null;
  const next = (from) => (down ? vertical(from, down) : horizontal(from, right, false));
  for (let at = next(cell); at; at = next(at)) to = at;
  return to;
}

// The cell beside it; `wrap`: behind the last of a row comes the first of the next.
export function horizontal(cell, step, wrap) {
  const row = cell.closest("tr");
  const line = across(row);
  const beside = line[line.indexOf(cell) + step];
  if (beside || !wrap) return beside ?? null;
  const list = rows();
  for (let at = list.indexOf(row) + step; list[at]; at += step) {
    const other = across(list[at]);
    if (other.length) return step > 0 ? other[0] : other.at(-1);
  }
  return null;
}

// The cells between two corners, row by row.
export function range(one, other) {
  const list = rows();
  const places = [one, other].map((cell) => list.indexOf(cell.closest("tr")));
  const [top, bottom] = places.sort((a, b) => a - b);
  const [left, right] = [column(one), column(other)].sort((a, b) => a - b);
  return list
    .slice(top, bottom + 1)
    .map((row) => across(row).filter((cell) => column(cell) >= left && column(cell) <= right))
    .filter((line) => line.length);
}

// The lines of cells on which a block is laid whose first cell falls on this one.
export function landing(cell, height, width) {
  const list = rows();
  const wanted = column(cell);
  const lines = [];
  for (let at = list.indexOf(cell.closest("tr")); list[at] && lines.length < height; at += 1) {
    if (!inColumn(list[at], wanted, false)) continue;
    lines.push(across(list[at]).filter((one) => column(one) >= wanted).slice(0, width));
  }
  return lines;
}

export const first = () => rows().flatMap(across)[0] ?? null;
