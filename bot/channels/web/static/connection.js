// The WebSocket: connects again whenever it is lost, and repeats what is not confirmed.

import * as pending from "./pending.js";
import { isStill } from "./signin.js";

const FIRST_WAIT = 500; // milliseconds, doubled after every failure
const LONGEST_WAIT = 10_000;
const PATIENCE = 15_000; // how long the server may leave us without a word we wait for
const AGAIN_AFTER = 10_000; // milliseconds between two attempts to come in anew
const NOT_SIGNED_IN = 4401; // as in bot/web/visit.py

export class Connection {
  // `heard(message)` gets every message, `changed(state)` gets "open", "lost" or "signed-out".
  constructor(heard, changed) {
    this.heard = heard;
    this.changed = changed;
    this.wait = FIRST_WAIT;
    this.who = "local";
    this.socket = null;
    this.timer = 0;
    this.watchdog = 0;
    this.refusedAt = 0;
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  // Speak for this person from now on.
  as(who) {
    this.who = who;
  }

  open() {
    clearTimeout(this.timer);
    const address = new URL(`ws?as=${this.who}`, document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.socket = socket;
    this.watch();
    socket.onopen = () => this.begin();
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onclose = (event) => socket === this.socket && this.lost(event.code);
  }

  // First what is not confirmed, then hello: so the transcript that answers hello has it all.
  begin() {
    for (const event of pending.all()) this.tell(event);
    this.tell({ type: "hello" });
    this.watch();
  }

  // Keep an event until the server has it, and say it if there is a connection.
  send(event) {
    pending.keep(event);
    this.tell(event);
    this.watch();
  }

  tell(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  take(message) {
    if (message.type === "stored" || message.type === "refused") pending.forget(message.id);
    if (message.type === "transcript") {
      this.wait = FIRST_WAIT;
      this.changed("open");
    }
    clearTimeout(this.watchdog);
    if (pending.all().length) this.watch();
    this.heard(message);
  }

  // A phone that changed networks may hold a dead socket that looks open.
  watch() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.renew(), PATIENCE);
  }

  renew() {
    const old = this.socket;
    this.socket = null;
    old?.close();
    this.lost(0);
  }

  // Signed out: say nothing more and do not come back.
  end() {
    const old = this.socket;
    this.socket = null;
    clearTimeout(this.watchdog);
    clearTimeout(this.timer);
    this.timer = 0;
    old?.close();
    this.changed("signed-out");
  }

  lost(code) {
    clearTimeout(this.watchdog);
    clearTimeout(this.timer);
    this.socket = null;
    if (code === NOT_SIGNED_IN) {
      this.timer = 0;
      this.refused();
      return;
    }
    this.changed("lost");
    this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // The session has ended, unless the same person has come in anew in this browser.
  async refused() {
    const again = Date.now() - this.refusedAt > AGAIN_AFTER && (await isStill(this.who));
    this.refusedAt = Date.now();
    if (again) this.open();
    else this.changed("signed-out");
  }

  hurry() {
    if (this.socket === null && this.timer) this.open();
  }
}
