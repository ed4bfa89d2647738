// What the officer did and the server has not confirmed yet. It is kept in the browser's own
// storage, one entry an event, so that neither a closed page nor a killed server loses it.

// A page under another path, as that of a trial, keeps its own.
const PLACE = new URL(".", document.baseURI).pathname.replace(/^\/$/, "");
let prefix = `phuluc.pending${PLACE}.`;
export const WHO = `phuluc.who${PLACE}`; // where the browser keeps whose conversation it has
const memory = new Map(); // when the browser keeps nothing for us
let last = 0;

// Whose they are: what one person did is never said for another who uses the same browser.
export function belongTo(who) {
  const of = who === "local" ? "" : `@${who}`;
  prefix = `phuluc.pending${of}${PLACE}.`;
}

// Not crypto.randomUUID(): it is missing on a page served without TLS.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function keep(event) {
  last = Math.max(last + 1, Date.now());
  const key = `${prefix}${String(last).padStart(15, "0")}.${event.id}`;
  try {
    localStorage.setItem(key, JSON.stringify(event));
  } catch {
    memory.set(key, event);
  }
}

export function forget(id) {
  for (const [key, event] of entries()) {
    if (event.id === id) {
      memory.delete(key);
      try {
        localStorage.removeItem(key);
      } catch { /* it was in memory */ }
    }
  }
}

// Nothing of this person stays in the browser.
export function clear() {
  for (const event of all()) forget(event.id);
  try {
    localStorage.removeItem(WHO);
  } catch { /* nothing was kept */ }
}

// Oldest first.
export function all() {
  return entries().map(([, event]) => event);
}

function entries() {
  const found = [...memory];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix)) found.push([key, JSON.parse(localStorage.getItem(key))]);
    }
  } catch { /* no storage: what is in memory is all there is */ }
  return found.sort(([one], [other]) => (one < other ? -1 : 1));
}
