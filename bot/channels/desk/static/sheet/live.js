// What others write, as it happens: the socket tells of rows that are another now.

import { report, root } from "./cells.js";

const FIRST_WAIT = 500; // milliseconds, doubled after every failure
const LONGEST_WAIT = 10_000;
const NOT_SIGNED_IN = 4401;
const GONE = 4404;

export class Live {
  constructor(heard, lost) {
    this.heard = heard;
    this.lost = lost;
    this.wait = FIRST_WAIT;
    this.head = root.dataset.head;
    addEventListener("online", () => this.open());
    document.addEventListener("visibilitychange", () => document.hidden || this.open());
  }

  open() {
    if (this.socket && this.socket.readyState < WebSocket.CLOSING) return;
    clearTimeout(this.timer);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const place = `/ban/ws?report=${report}&head=${encodeURIComponent(this.head)}`;
    this.socket = new WebSocket(`${scheme}://${location.host}${place}`);
    this.socket.onmessage = ({ data }) => {
      this.wait = FIRST_WAIT;
      const told = JSON.parse(data);
      this.head = told.head;
      this.lost("");
      this.heard(told);
    };
    this.socket.onclose = ({ code }) => {
      if (code === NOT_SIGNED_IN) this.lost("signed-out");
      else if (code === GONE) this.lost("gone");
      else this.lost("lost");
      if (code === GONE) return;
      this.timer = setTimeout(() => this.open(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    };
  }
}
