// A spreadsheet is read by the server, and its lines are put where they could have been pasted.
const form = document.querySelector("[data-list]");
if (form) {
  const [label, input] = form.querySelectorAll("[data-file]");
  const status = form.querySelector("[data-status]");
  const lines = form.elements.namedItem("lines");
  label.hidden = input.hidden = false;

  const tell = (words) => {
    status.textContent = words;
    status.hidden = !words;
  };

  // Whoever is quicker than the reading waits for it: the lines go out with it.
  let reading = false;
  form.addEventListener("submit", (event) => {
    if (reading) event.preventDefault();
  });

  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > Number(form.dataset.limit)) {
      tell("Tệp dài hơn 10 MB.");
      return;
    }
    tell("Đang đọc tệp…");
    reading = true;
    try {
      const reader = form.dataset.reader ?? "/ban/quan-tri/don-vi/doc-tep";
      const answer = await fetch(reader, { method: "POST", body: file });
      const read = await answer.json();
      reading = false;
      if (read.lines === undefined) {
        tell(read.problem);
        return;
      }
      lines.value = read.lines;
      form.requestSubmit();
    } catch {
      reading = false;
      tell("Chưa gửi được tệp. Kiểm tra mạng rồi chọn lại.");
    }
  });
}
