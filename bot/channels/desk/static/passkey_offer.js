// The button that makes a passkey, on the page that offers one and on that of all sessions.

import { available, register } from "./passkeys.js";

const button = document.getElementById("make-passkey");
const field = document.getElementById("new-name");
const told = document.getElementById("passkey-told");
const next = document.querySelector("[data-next]").dataset.next;

// What kind of device this is, for its person to know the passkey again.
function deviceName() {
  const known = [["Windows", "Máy Windows"], ["Android", "Điện thoại Android"], ["iPhone", "iPhone"],
    ["iPad", "iPad"], ["Mac OS", "Máy Mac"], ["Linux", "Máy Linux"]];
  return known.find(([mark]) => navigator.userAgent.includes(mark))?.[1] ?? "Thiết bị này";
}

if (available()) {
  button.hidden = false;
  document.getElementById("new-passkey")?.removeAttribute("hidden");
  button.addEventListener("click", async () => {
    button.disabled = true;
    told.textContent = "";
    try {
      await register(field?.value.trim() || deviceName());
      location.assign(next);
    } catch (error) {
      told.textContent = error.message;
      button.disabled = false;
    }
  });
} else {
  told.textContent = "Trình duyệt này chưa hỗ trợ khóa đăng nhập.";
}
