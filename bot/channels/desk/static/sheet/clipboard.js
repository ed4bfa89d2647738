// What is copied from other programs, and for them: cells by tabs, rows by lines, quoted where a
// cell has either in it.

const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g;

// The block as rows of texts.
export function readBlock(text) {
  const block = [[""]];
  for (const [, quoted, plain, end] of text.replace(/\r\n?/g, "\n").matchAll(CELL)) {
    block.at(-1)[block.at(-1).length - 1] = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    if (end === "\t") block.at(-1).push("");
    else if (end === "\n") block.push([""]);
    else break;
  }
  if (block.length > 1 && block.at(-1).join("") === "") block.pop();
  return block;
}

const quote = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function printBlock(lines) {
  return lines.map((line) => line.map(quote).join("\t")).join("\r\n");
}
