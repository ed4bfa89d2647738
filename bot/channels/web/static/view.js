// Puts the conversation on the screen, touching only what changed, and minds the scrolling.

import { build, refresh } from "./bubble.js";

const NEAR = 80; // pixels from the end that still count as being at the end
const GAP = 8; // pixels over a message that is taller than the screen
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
    this.following = true; // the newest is kept in view
    this.first = null; // the first of the bot's messages since the officer spoke
    this.placed = 0; // where we scrolled to
    this.timer = 0;
    log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    down.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.following && this.settle()).observe(log);
  }

  show(lines) {
    const next = new Map();
    const come = [];
    for (const [key, line] of lines) {
      const [old, known] = this.shown.get(key) ?? [];
      const made = known ?? build(line, this.acts);
      if (known && changed(old, line)) refresh(made, line, this.acts);
      if (line.mine && !known) come.length = 0; // what comes before it was read
      if (!line.mine && old?.id !== line.id) come.push(made);
      if (line.mine && !known && this.following) this.first = null;
      next.set(key, [line, made]);
    }
    const opened = [...this.shown.values()].every(([line]) => line.mine);
    this.shown = next;
    this.arrange([...next.values()].map(([, made]) => made));
    this.highlight([...lines.values()]);
    if (!this.following) {
      down.hidden = come.length === 0 && down.hidden;
      return;
    }
    this.first ??= (opened ? come.at(-1) : come[0]) ?? null;
    this.settle();
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
    if (this.following) this.settle();
  }

  scrolled() {
    if (Math.abs(log.scrollTop - this.placed) < 2) return;
    this.following = end() - log.scrollTop < NEAR;
    if (!this.following) return;
    this.first = null;
    down.hidden = true;
  }

  // What comes from now on is to be seen.
  follow() {
    this.following = true;
    this.first = null;
  }

  // To the end, but never so far that the beginning of what the bot has said is out of view.
  settle() {
    const top = this.first?.isConnected ? topOf(this.first) - GAP : end();
    log.scrollTop = Math.max(0, Math.min(end(), top));
    this.placed = log.scrollTop;
    down.hidden = end() - log.scrollTop < GAP;
  }

  toEnd() {
    this.follow();
    this.settle();
  }
}

function end() {
  return log.scrollHeight - log.clientHeight;
}

// Where the element begins, in what is scrolled.
function topOf(element) {
  return element.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
}

function changed(one, other) {
  return one !== other && JSON.stringify(one) !== JSON.stringify(other);
}
