// Sends a form's file as soon as it is chosen, and goes where what came of it is shown.
for (const form of document.querySelectorAll("[data-form-file]")) {
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-status]");

  const tell = (words) => {
    status.textContent = words;
    status.hidden = !words;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > Number(form.dataset.limit)) {
      tell("Tệp dài hơn 10 MB.");
      return;
    }
    tell("Đang đọc tệp, có thể mất nửa phút…");
    const address = new URL(form.dataset.formFile, location.href);
    for (const name of ["ma", "so"]) {
      const field = form.elements.namedItem(name);
      if (field && field.value) address.searchParams.set(name, field.value);
    }
    const headers = { "x-file-name": encodeURIComponent(file.name) };
    try {
      const answer = await fetch(address, { method: "POST", headers, body: file });
      const read = await answer.json();
      if (read.to) location.assign(read.to);
      else tell(read.problem);
    } catch {
      tell("Chưa gửi được tệp. Kiểm tra mạng rồi chọn lại.");
    }
    input.value = "";
  });
}
