// Telegram puts what it has signed behind "#", which a browser never sends by itself: hand it over.

const told = document.getElementById("told");
const going = document.getElementById("going");
const data = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") ?? "";
history.replaceState(null, "", location.pathname);

try {
  const answer = await fetch("/ban/telegram", { method: "POST", body: data });
  const said = await answer.json();
  if (answer.ok) location.replace(said.to);
  else told.textContent = said.why;
} catch {
  told.textContent = "Chưa kết nối được với máy chủ. Đóng lại rồi mở lần nữa.";
}
if (told.textContent) going.hidden = true;
