// In a frame of another site: the page around it is told how tall a page of questions is, and nothing else.
export function fitFrame() {
  const home = document.body.dataset.embed;
  if (!home || parent === window) return;
  // A frame holds no cookie, so back and reload begin anew instead of asking to send a page twice.
  history.replaceState(null, "", home);
  const tell = () => parent.postMessage({ sciezka: "height", height: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.body);
  // The next page begins at its top, also where the frame is taller than the window.
  if (document.getElementById("answers")) parent.postMessage({ sciezka: "page" }, "*");
}
