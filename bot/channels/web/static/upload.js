// Files on their way to the server: one after the other, each until the server has it.

const LIMIT = 10 * 1024 * 1024; // bytes, as in bot/web/uploading.py
const AGAIN = 3000; // milliseconds
const WAIT = 429; // too much from this person
const FULL = 507; // no room on the server

const picker = document.getElementById("file");

export class Uploads {
  // `began(id, file)` shows the file, `ended(id, refused)` says what became of it.
  constructor(newId, began, ended) {
    this.newId = newId;
    this.began = began;
    this.ended = ended;
    // A file that is chosen before the server knows whose page this is waits for that.
    this.last = new Promise((known) => {
      this.known = known;
    });
    this.who = "local";
    document.getElementById("attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      this.take(picker.files);
      picker.value = "";
    });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(event.dataTransfer?.files ?? []);
    });
  }

  // Send for this person from now on.
  as(who) {
    this.who = who;
    this.known();
  }

  take(files) {
    for (const file of files) {
      const id = this.newId();
      this.began(id, file);
      this.last = this.last.then(() => this.send(id, file));
    }
  }

  async send(id, file) {
    if (file.size > LIMIT) {
      this.ended(id, `nặng quá ${LIMIT / 1024 / 1024} MB`);
      return;
    }
    for (;;) {
      const { status, words } = await post(id, file, this.who);
      if (status === 204) {
        this.ended(id, "");
        return;
      }
      if ((status >= 400 && status < 500) || status === FULL) {
        const heavy = status === 413 ? `nặng quá ${LIMIT / 1024 / 1024} MB` : "không gửi được";
        this.ended(id, words || heavy);
        return;
      }
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}

// The answer's status, 0 when there was none; and why a file is refused, in words to show.
async function post(id, file, who) {
  try {
    const address = new URL(`upload?as=${who}`, document.baseURI);
    const headers = { "X-Event": id, "X-File-Name": encodeURIComponent(file.name) };
    const answer = await fetch(address, { method: "POST", headers, body: file });
    const told = answer.status === WAIT || answer.status === FULL;
    return { status: answer.status, words: told ? await answer.text() : "" };
  } catch {
    return { status: 0, words: "" };
  }
}
