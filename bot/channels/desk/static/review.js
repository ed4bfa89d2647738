// A reviewer's page: what is ticked and why is kept until it is sent, and the button counts it.

const form = document.getElementById("decide");
const key = `review ${form.dataset.report} ${form.dataset.version}`;
const button = document.getElementById("send-back");
const boxes = () => [...form.querySelectorAll("input[name=row]")];
const reason = (box) => form.elements.namedItem(`why:${box.value}`);

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

// Rows that another view hides stay as they were kept.
function keep() {
  const kept = read();
  for (const box of boxes()) {
    delete kept[box.value];
    if (box.checked) kept[box.value] = reason(box).value;
  }
  sessionStorage.setItem(key, JSON.stringify(kept));
  draw();
}

function restore() {
  const kept = read();
  for (const box of boxes()) {
    if (!(box.value in kept) || box.checked) continue;
    box.checked = true;
    reason(box).value = kept[box.value];
  }
  draw();
}

function draw() {
  if (!button) return;
  const count = Object.keys(read()).length;
  button.parentElement.classList.toggle("kept", count > 0);
  button.textContent = count ? `Trả lại ${count} dòng đã đánh dấu` : "Trả lại dòng đã đánh dấu";
}

// What was kept of rows that this view does not show is sent along.
function sendHidden() {
  const shown = new Set(boxes().map((box) => box.value));
  for (const [row, why] of Object.entries(read())) {
    if (shown.has(row)) continue;
    for (const [name, value] of [["row", row], [`why:${row}`, why]]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
  }
}

form.addEventListener("input", keep);
form.addEventListener("submit", sendHidden);
restore();
if (boxes().some((box) => box.checked)) keep(); // ticked before this script had come
