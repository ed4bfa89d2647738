// The sign-in link carries its key after "#", which a browser never sends by itself: hand it
// over, and take it out of the address and the history.

import { WHO } from "./pending.js";

// The link pasted into an open page changes only what stands after "#".
addEventListener("hashchange", () => location.reload());

const WIDE = 1280; // pixels: there the report stands beside the chat

// Whether the page stays: on a wide screen another one begins.
export async function signIn() {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (!key) return true;
  history.replaceState(null, "", location.pathname + location.search);
  try {
    const answer = await fetch(new URL("sign-in", document.baseURI), { method: "POST", body: key });
    const landing = answer.ok && innerWidth >= WIDE && answer.headers.get("x-landing");
    if (landing) location.replace(landing);
    return !landing;
  } catch {
    return true; // not reachable: the connection says so
  }
}

// End this browser's session; whether the server has done so.
export async function signOut() {
  try {
    const answer = await fetch(new URL("sign-out", document.baseURI), { method: "POST" });
    return answer.ok;
  } catch {
    return false;
  }
}

// Whether this browser still has that person's conversation; false when nobody answers.
export async function isStill(who) {
  try {
    const answer = await fetch(new URL("who", document.baseURI));
    return answer.ok && (await answer.text()) === who;
  } catch {
    return false;
  }
}

// Whose conversation this browser has; it is asked for under that name. Not reachable: as the
// last time.
export async function whoAmI() {
  let who = "";
  try {
    const answer = await fetch(new URL("who", document.baseURI));
    if (answer.ok) who = await answer.text();
  } catch { /* not reachable: the connection says so */ }
  try {
    if (who === "local") localStorage.removeItem(WHO);
    else if (who) localStorage.setItem(WHO, who);
    return who || localStorage.getItem(WHO) || "local";
  } catch {
    return who || "local";
  }
}
