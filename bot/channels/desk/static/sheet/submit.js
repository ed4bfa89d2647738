// Before a report is handed in: what is typed and not stored is saved, or pointed out.

import { cellAt, unsettled } from "./cells.js";
import * as editor from "./editor.js";
import { isBusy } from "./saving.js";

const PATIENCE = 5_000; // milliseconds in which what is on its way may arrive
const LOOK = 100;

const wait = (time) => new Promise((done) => setTimeout(done, time));

async function settle() {
  for (let waited = 0; isBusy() && waited < PATIENCE; waited += LOOK) await wait(LOOK);
}

export function guardSubmit(say) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("#submit");
    if (!link || (!isBusy() && !unsettled.size)) return;
    event.preventDefault();
    say("Đang lưu nốt…");
    await settle();
    if (!unsettled.size) {
      location.assign(link.href);
      return;
    }
    const first = [...unsettled.keys()].map(cellAt).find(Boolean);
    if (first) editor.go(first);
    say(`Chưa nộp: còn ${unsettled.size} ô gõ mà chưa ghi được. Sửa hoặc bỏ chữ vừa gõ rồi nộp.`);
  });
}
