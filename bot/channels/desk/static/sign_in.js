// The page of coming in: the passkey button, and whoever is in already goes on.

import { available, signIn } from "./passkeys.js";

const to = document.querySelector("[data-to]").dataset.to;

// A browser that was led here from another site has not shown its session: ask once from here.
async function goOnIfSignedIn() {
  try {
    const answer = await fetch("/ban/vao/con");
    if (answer.ok) location.replace(to);
  } catch { /* not reachable: the forms say so */ }
}

const section = document.getElementById("passkey");
const button = document.getElementById("use-passkey");
if (section && available()) {
  const told = document.getElementById("passkey-told");
  section.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    told.textContent = "";
    try {
      location.assign(await signIn(to));
    } catch (error) {
      told.textContent = error.message;
      button.disabled = false;
    }
  });
}
await goOnIfSignedIn();
