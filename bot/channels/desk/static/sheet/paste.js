// A block from the clipboard, laid over the cells from the first that is selected.

import { addressOf, isWritable, partsOf, textOf } from "./cells.js";
import * as grid from "./grid.js";
import * as saving from "./saving.js";

const isItem = (cell) => partsOf(addressOf(cell)).part === "item";
const isGrowth = (cell) => isItem(cell) && partsOf(addressOf(cell)).key.includes(":");

// Write the block; what is to be said of it. One cell goes into all that are selected.
export function paste(block, selected) {
  const corner = selected[0][0];
  if (isGrowth(corner)) return addItems(block, corner);
  if (block.length === 1 && block[0].length === 1) {
    return write(selected.flat().map((cell) => [cell, block[0][0]]), 0);
  }
  const width = Math.max(...block.map((line) => line.length));
  const lines = grid.landing(corner, block.length, width);
  const pairs = [];
  let outside = 0;
  block.forEach((line, down) =>
    line.forEach((text, right) => {
      const cell = lines[down]?.[right];
      if (cell) pairs.push([cell, text]);
      else if (text.trim()) outside += 1;
    }),
  );
  return write(pairs, outside);
}

// Lines pasted where items are added are items, each with its figures.
function addItems(block, cell) {
  const flat = (text) => text.replace(/\s+/g, " ");
  const text = block.map((line) => line.map(flat).join("\t")).join("\n");
  saving.write([{ cell, text }]);
  return "";
}

function write(pairs, outside) {
  const other = pairs.filter(([cell, text]) => text !== textOf(cell));
  const open = other.filter(([cell, text]) => isWritable(cell) && (!isItem(cell) || text.trim()));
  saving.write(open.map(([cell, text]) => ({ cell, text })));
  const locked = other.filter(([cell]) => !isWritable(cell)).length;
  const left = [outside && `${outside} ô nằm ngoài bảng`, locked && `${locked} ô đang khóa`];
  const told = left.filter(Boolean).join(", ");
  return told ? `Đã dán; không dán: ${told}.` : "";
}
