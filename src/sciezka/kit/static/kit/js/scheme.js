// Runs before the page is drawn, so that a chosen colour scheme does not flash.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("scheme");
    if (chosen) root.dataset.colorScheme = chosen;
  } catch {
    // In a frame of another site the browser may keep nothing.
  }
})();
