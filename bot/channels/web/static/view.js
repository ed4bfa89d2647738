// Puts the conversation on the screen, touching only what changed, and minds the scrolling.

import { build, refresh } from "./bubble.js";

const NEAR = 80; // pixels from the end that still count as being at the end
const TYPING_FOR = 10_000; // milliseconds

const log = document.getElementById("log");
const list = document.getElementById("lines");
const dots = document.getElementById("typing");
const down = document.getElementById("to-newest");
const progress = document.getElementById("progress");

export class View {
  constructor(acts) {
    this.acts = acts;
    this.shown = new Map(); // key → [line, element]
    this.atEnd = true;
    this.timer = 0;
    log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    down.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(log);
  }

  show(lines) {
    const next = new Map();
    for (const [key, line] of lines) {
      const [old, known] = this.shown.get(key) ?? [];
      const made = known ?? build(line, this.acts);
      if (known && changed(old, line)) refresh(made, line, this.acts);
      next.set(key, [line, made]);
    }
    this.shown = next;
    this.arrange([...next.values()].map(([, made]) => made));
    this.highlight([...lines.values()]);
    if (this.atEnd) this.toEnd();
    else down.hidden = false;
  }

  arrange(elements) {
    const wanted = new Set(elements);
    for (const old of [...list.children]) if (!wanted.has(old)) old.remove();
    elements.forEach((made, index) => {
      if (list.children[index] !== made) list.insertBefore(made, list.children[index] ?? null);
    });
  }

  // The newest message of the bot keeps its buttons in full; the newest count is the progress.
  highlight(lines) {
    const bot = lines.filter((line) => !line.mine);
    const newest = bot.at(-1);
    for (const [line, made] of this.shown.values()) made.classList.toggle("newest", line === newest);
    const counted = bot.findLast((line) => line.progress)?.progress;
    progress.hidden = !counted;
    if (counted) {
      const [answered, all] = counted;
      const bar = progress.querySelector("progress");
      bar.max = Math.max(all, 1);
      bar.value = answered;
      progress.querySelector("label").textContent = `${answered}/${all}`;
      bar.setAttribute("aria-label", `Đã trả lời ${answered} trên ${all} câu`);
    }
  }

  // From now on a screen reader reads out what comes; not the whole conversation so far.
  readOut() {
    requestAnimationFrame(() => document.getElementById("spoken").setAttribute("aria-live", "polite"));
  }

  typing(on) {
    clearTimeout(this.timer);
    dots.hidden = !on;
    if (!on) return;
    this.timer = setTimeout(() => this.typing(false), TYPING_FOR);
    if (this.atEnd) this.toEnd();
  }

  scrolled() {
    this.atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (this.atEnd) down.hidden = true;
  }

  toEnd() {
    log.scrollTop = log.scrollHeight;
    this.atEnd = true;
    down.hidden = true;
  }
}

function changed(one, other) {
  return one !== other && JSON.stringify(one) !== JSON.stringify(other);
}
