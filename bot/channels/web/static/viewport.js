// Safari lays its keyboard over the page instead of shrinking it: make room ourselves.

export function followKeyboard() {
  const app = document.querySelector(".app");
  const seen = window.visualViewport;
  if (!seen) return;
  seen.addEventListener("resize", () => {
    const covered = seen.scale === 1 && seen.height < window.innerHeight - 1;
    app.style.height = covered ? `${seen.height}px` : "";
    if (covered) window.scrollTo(0, 0);
  });
}
