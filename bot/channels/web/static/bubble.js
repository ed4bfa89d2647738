// One line of the conversation as elements. Every text goes in as text, never as markup.

const SHORT = 80; // characters that are repeated of a line

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawing(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function plain(line) {
  return line.spans.map((span) => span.text).join("");
}

// Telephone numbers, each a link that a phone dials.
function numbers(text) {
  const all = element("span");
  text.split("; ").forEach((number, at) => {
    if (at) all.append("; ");
    const link = element("a", "phone", number);
    link.href = `tel:${number.replace(/\(.*|[^\d+]/g, "")}`;
    all.append(link);
  });
  return all;
}

// What a text holds, with addresses of our own pages as links; those of others stay words.
function addresses(text) {
  const all = document.createDocumentFragment();
  for (const part of text.split(/(https?:\/\/[^\s<>"]+)/)) {
    if (part.startsWith(`${location.origin}/`)) {
      const link = element("a", "", part);
      link.href = part;
      link.target = "_blank";
      link.rel = "noopener";
      all.append(link);
    } else all.append(part);
  }
  return all;
}

function words(spans) {
  const paragraph = element("p");
  for (const span of spans) {
    let node = span.phone ? numbers(span.text) : addresses(span.text);
    for (const [wanted, tag] of [[span.italic, "i"], [span.bold, "b"]]) {
      if (wanted) {
        const styled = element(tag);
        styled.append(node);
        node = styled;
      }
    }
    paragraph.append(node);
  }
  return paragraph;
}

// `acts` are `tap(line, button, element)`, `edit(line)`, `reply(line, part)` with what of it was
// picked out, and `answered(line)`: the earlier line that this one answers.
export function build(line, acts) {
  const item = element("li", `line ${line.mine ? "mine" : "theirs"}`);
  if (!line.mine) item.dataset.id = line.id;
  return refresh(item, line, acts);
}

export function refresh(item, line, acts) {
  const bubble = element("div", "bubble");
  bubble.append(element("span", "unseen", line.mine ? "Bạn: " : "Phụ lục: "));
  const answered = acts.answered(line);
  if (answered) bubble.append(element("span", "answered", shortened(plain(answered))));
  if (plain(line)) bubble.append(words(line.spans));
  if (line.file) bubble.append(line.mine ? element("p", "sent-file", `📎 ${line.file}`) : file(line));
  item.classList.toggle("waiting", Boolean(line.waiting));
  if (line.mine) {
    bubble.append(element("span", "mark", mark(line)));
    item.replaceChildren(...(line.ref ? [pencil(line, acts), arrow(line, bubble, acts)] : []), bubble);
  } else {
    const said = element("div", "said");
    said.append(bubble, arrow(line, bubble, acts));
    item.replaceChildren(said, ...(line.buttons?.length ? [choices(line, acts)] : []));
  }
  return item;
}

export function shortened(text, most = SHORT) {
  const words = text.trim().replace(/\s+/g, " ");
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}

function arrow(line, bubble, acts) {
  const button = element("button", "pencil reply");
  button.type = "button";
  button.setAttribute("aria-label", `Trả lời tin: ${shortened(plain(line)) || line.file}`);
  button.append(drawing("reply"));
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keep what is picked
  button.addEventListener("click", () => acts.reply(line, picked(bubble)));
  return button;
}

// What is selected within this bubble alone.
function picked(bubble) {
  const selection = getSelection();
  const inside = selection.rangeCount && bubble.contains(selection.getRangeAt(0).commonAncestorContainer);
  return inside ? selection.toString().trim() : "";
}

function mark(line) {
  if (line.waiting) return "đang gửi…";
  if (line.refused) return line.refused === true ? "không gửi được" : line.refused;
  return line.edited ? "đã sửa" : "";
}

function pencil(line, acts) {
  const button = element("button", "pencil");
  button.type = "button";
  button.setAttribute("aria-label", `Sửa câu: ${plain(line)}`);
  button.append(drawing("pencil"));
  button.addEventListener("click", () => acts.edit(line));
  return button;
}

function choices(line, acts) {
  const group = element("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Lựa chọn");
  for (const row of line.buttons) {
    const shown = element("div");
    for (const button of row) {
      const choice = element("button", "choice", button.label);
      choice.type = "button";
      choice.addEventListener("click", () => acts.tap(line, button, choice));
      shown.append(choice);
    }
    group.append(shown);
  }
  return group;
}

function file(line) {
  const link = element("a", "file");
  link.href = new URL(`files/${encodeURIComponent(line.id)}`, document.baseURI).href;
  link.download = "";
  if (line.file.endsWith(".png")) {
    const picture = element("img", "picture");
    picture.src = link.href;
    picture.alt = line.file;
    link.append(picture);
    return link;
  }
  const icon = element("span", "file-icon");
  icon.append(drawing("document"));
  const about = element("span", "file-words");
  about.append(element("strong", "", line.file), element("span", "", "Tải về"));
  link.append(icon, about);
  return link;
}
