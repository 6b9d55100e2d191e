// The screen to project and a participant's own: both show what the meeting shows, as soon as it does.
import { follow, runTimers } from "../../kit/js/stream.js";

const live = document.querySelector("[data-live]");

if (live) {
  const board = live.querySelector("[data-live-board]");
  const said = live.querySelector("[data-live-said]");
  const state = live.querySelector("[data-live-state]");
  let shown = null;
  let offset = 0;

  const tell = (how) => {
    if (live.dataset.how === how) return;
    live.dataset.how = how;
    state.textContent = live.dataset[`word${how[0].toUpperCase()}${how.slice(1)}`];
  };

  const show = (next, drift) => {
    offset = drift;
    if (next.html !== shown) {
      shown = next.html;
      board.innerHTML = next.html;
      markOwn();
    }
    if (said.textContent !== next.said) said.textContent = next.said;
    runTimers(board, () => offset);
  };

  tell("wait");
  follow({ stream: live.dataset.stream, state: live.dataset.state, sleeps: "sleeps" in live.dataset, show, tell });
  markOwn();
  setInterval(() => runTimers(board, () => offset), 250);
}

/** Puts a mark beside the level that the reader chose; only their own page knows it. */
function markOwn() {
  const own = document.querySelector("[data-own]");
  const mark = document.querySelector("template[data-own-mark]");
  if (!own) return;
  const topics = new Set([...live.querySelectorAll("[data-topic]")].map((topic) => topic.dataset.topic));
  for (const line of own.children) {
    const { topic, value } = line.dataset;
    const row = topics.has(topic) && live.querySelector(`[data-topic="${topic}"] [data-value="${value}"]`);
    // What stands in no row ("don't know") is said below.
    line.hidden = Boolean(row) || !topics.has(topic);
    if (row && mark) row.append(mark.content.cloneNode(true));
  }
  own.dataset.ready = "";
}

const whole = document.querySelector("[data-whole-screen]");
if (whole && document.fullscreenEnabled) {
  whole.hidden = false;
  whole.addEventListener("click", () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
  );
  // A projector that goes dark in the middle of a meeting helps nobody.
  const stayAwake = () => navigator.wakeLock?.request("screen").catch(() => {});
  stayAwake();
  document.addEventListener("visibilitychange", () => document.hidden || stayAwake());
}
