// The page: joins connection, conversation, view and composer.

import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import * as pending from "./pending.js";
import { signIn, signOut, whoAmI } from "./signin.js";
import { Uploads } from "./upload.js";
import { View } from "./view.js";
import { followKeyboard } from "./viewport.js";

const NOTICES = {
  open: "",
  lost: "Đang kết nối lại…",
  "signed-out": "Chưa đăng nhập, hoặc đã thoát. Hãy đăng nhập lại bằng đường dẫn đã nhận (trong khung chat gõ “mở web”), hoặc đường dẫn mà chương trình đã in ra.",
};
const TRIAL_NOTICES = {
  ...NOTICES,
  "signed-out": "Bản thử này đã hết hạn hoặc đã bỏ. Trong khung chat gõ “thử biểu” để lấy đường dẫn mới.",
};
const QUIET = 700; // milliseconds before a lost connection is worth a word

const leave = document.getElementById("leave");
const trial = !document.getElementById("trial").hidden; // nobody is signed in for one
const notice = document.getElementById("connection");
let noticing = 0;

const conversation = new Conversation();
const view = new View({
  tap,
  edit: (line) => composer.edit(line),
  reply: (line, part) => composer.reply(line, part),
  answered: (line) => conversation.answered(line),
});
const connection = new Connection(heard, changed);
const composer = new Composer(
  (text, answers) => act({ type: "said", id: pending.newId(), text, ...answers }),
  (ref, text) => act({ type: "edited", id: pending.newId(), ref, text }),
);

const uploads = new Uploads(
  pending.newId,
  (id, file) => {
    conversation.add({ mine: true, key: id, spans: [], file: file.name, waiting: id });
    view.follow();
    view.show(conversation.lines);
  },
  (id, refused) => {
    conversation.settle(id, refused);
    view.show(conversation.lines);
  },
);

function act(event) {
  conversation.apply(event);
  view.follow();
  view.show(conversation.lines);
  connection.send(event);
}

const busy = new Map(); // event id → the button that waits for it

function tap(line, button, choice) {
  if (choice.getAttribute("aria-busy")) return;
  const id = pending.newId();
  choice.setAttribute("aria-busy", "true");
  busy.set(id, choice);
  act({ type: "tapped", id, button: button.payload, label: button.label });
}

function heard(message) {
  switch (message.type) {
    case "transcript":
      view.typing(false);
      conversation.reset(message.lines, pending.all());
      break;
    case "line":
      if (!message.line.mine) view.typing(false);
      conversation.add(message.line);
      break;
    case "stored":
    case "refused":
      conversation.settle(message.id, message.type === "refused");
      busy.get(message.id)?.removeAttribute("aria-busy");
      busy.delete(message.id);
      break;
    case "typing":
      view.typing(true);
      return;
    default:
      return;
  }
  view.show(conversation.lines);
  if (message.type === "transcript") view.readOut();
}

function changed(state) {
  clearTimeout(noticing);
  const say = () => {
    notice.textContent = trial ? TRIAL_NOTICES[state] : NOTICES[state];
    notice.hidden = !NOTICES[state];
  };
  if (state === "lost" && notice.hidden) noticing = setTimeout(say, QUIET);
  else say();
  if (state !== "open") view.typing(false);
  if (state !== "lost") leave.hidden = trial || state !== "open";
  document.getElementById("way-in").hidden = trial || state !== "signed-out";
  document.getElementById("composer").inert = state === "signed-out";
  if (state === "signed-out") forgetLines();
}

// What stands here is one person's: after the end of the session nobody reads it any more.
function forgetLines() {
  conversation.reset([], []);
  view.show(conversation.lines);
}

leave.addEventListener("click", async () => {
  const waiting = pending.all().length;
  const lost = waiting ? ` ${waiting} câu chưa gửi được sẽ bị bỏ.` : "";
  if (!confirm(`Thoát khỏi trang này? Số liệu đã ghi vẫn còn nguyên.${lost}`)) return;
  leave.disabled = true;
  const done = await signOut();
  leave.disabled = false;
  if (!done) {
    changed("lost");
    return;
  }
  pending.clear();
  connection.end();
});

async function begin() {
  const who = await whoAmI();
  pending.belongTo(who);
  connection.as(who);
  uploads.as(who);
  for (const event of pending.all()) conversation.apply(event);
  view.show(conversation.lines);
  connection.open();
  if (matchMedia("(hover: hover)").matches) composer.focus();
}

followKeyboard();
if (await signIn()) await begin();
