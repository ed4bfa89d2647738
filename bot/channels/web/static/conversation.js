// The lines as they stand: those the server told, and over them what is not confirmed yet.

export function keyOf(line) {
  if (!line.mine) return `bot ${line.replaces ?? line.id}`;
  return line.ref ? `own ${line.ref}` : `own ${line.key ?? `#${line.id}`}`;
}

export class Conversation {
  constructor() {
    this.lines = new Map();
  }

  // The server's own record, and then what it cannot know yet.
  reset(lines, pending) {
    this.lines.clear();
    for (const line of lines) this.add(line);
    for (const event of pending) this.apply(event);
  }

  // A line that is known already is told anew: an own text with a known reference is its edit.
  add(line) {
    const key = keyOf(line);
    const known = this.lines.get(key);
    const edited = Boolean(known && line.mine && (known.edited || !sameText(known, line)));
    if (line.replaces) this.lines.delete(key); // the board moves to where the officer looks
    this.lines.set(key, { ...line, edited });
  }

  // Show an event of this page before the server has confirmed it.
  apply(event) {
    if (event.type === "edited") {
      const known = this.lines.get(`own ${event.ref}`);
      if (known) {
        const spans = [{ text: event.text }];
        this.lines.set(`own ${event.ref}`, { ...known, spans, edited: true, waiting: event.id });
      }
      return;
    }
    const text = event.type === "said" ? event.text : event.label;
    const ref = event.type === "said" ? event.id : "";
    const re = event.re ?? "";
    const line = { mine: true, key: event.id, ref, re, spans: [{ text }], waiting: event.id };
    this.lines.set(keyOf(line), line);
  }

  // The line that this one answers, as long as it stands here.
  answered(line) {
    if (!line.re) return null;
    for (const one of this.lines.values()) {
      if (one.mine ? one.ref === line.re : String(one.id) === line.re) return one;
    }
    return null;
  }

  // The server has the event, or will never take it.
  settle(id, refused) {
    for (const [key, line] of this.lines) {
      if (line.waiting === id) this.lines.set(key, { ...line, waiting: "", refused });
    }
  }
}

function sameText(one, other) {
  return JSON.stringify(one.spans) === JSON.stringify(other.spans);
}
