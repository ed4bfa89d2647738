// The active cell stays in sight: on a small screen the panel lies over the end of the page, and
// rows above the cell grow when something is told of them.

const panel = document.getElementById("panel");
const active = () => document.querySelector("#sheet .c.active");

export function show(cell) {
  document.documentElement.style.setProperty("scroll-padding-bottom", `${panel.offsetHeight + 4}px`);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function isShown(cell) {
  const { top, bottom } = cell.getBoundingClientRect();
  return top >= 0 && bottom <= Math.min(innerHeight, panel.getBoundingClientRect().top) + 1;
}

// Run what changes rows; an active cell that was seen before is seen afterwards.
export function keepShown(change) {
  const cell = active();
  const seen = cell && isShown(cell);
  const result = change();
  if (seen) show(cell);
  return result;
}

new ResizeObserver(() => active() && show(active())).observe(panel);
