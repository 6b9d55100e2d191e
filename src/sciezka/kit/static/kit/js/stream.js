// Follows what others change: a stream of events where there is one, else a question every two seconds. Each answer holds the
// whole state, so a screen that was cut off needs only to come back.

const EVERY = 2000;
const TRY_AGAIN = 30000;

/**
 * @param {{stream: string, state: string, sleeps?: boolean, show: (state: object) => void, tell: (how: string) => void}} to
 */
export function follow({ stream, state, sleeps = false, show, tell }) {
  let source = null;
  let asking = 0;
  let again = 0;

  const take = (text) => {
    const { now, state: shown } = JSON.parse(text);
    show(shown, now - Date.now());
  };

  function close() {
    source?.close();
    source = null;
    clearTimeout(asking);
    clearTimeout(again);
  }

  function open() {
    close();
    source = new EventSource(stream);
    source.onopen = () => tell("on");
    source.onmessage = (event) => {
      tell("on");
      take(event.data);
    };
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) {
        // Refused: no place left, or no right any more. Asking tells which.
        close();
        ask();
        again = setTimeout(open, TRY_AGAIN);
      } else {
        tell("off");
      }
    };
  }

  async function ask() {
    try {
      const answer = await fetch(state, { headers: { accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 404 || answer.status === 403) {
        close();
        tell("gone");
        return;
      }
      if (answer.ok) {
        take(await answer.text());
        tell("slow");
      }
    } catch {
      tell("off");
    }
    asking = setTimeout(ask, EVERY);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden && sleeps) close();
    else if (!document.hidden && source?.readyState !== EventSource.OPEN) open();
  });
  // A page that is kept for going back must hold no connection.
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
  addEventListener("online", open);
  open();
}

/** Counts the timers of a page on by the server's clock. */
export function runTimers(root, offset) {
  for (const timer of root.querySelectorAll("[data-timer]")) {
    const ends = Number(timer.dataset.ends);
    const left = ends ? Math.max(0, Math.ceil((ends - Date.now() - offset()) / 1000)) : Number(timer.dataset.left);
    const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const time = timer.querySelector("[data-timer-time]");
    if (time.textContent !== text) time.textContent = text;
    timer.classList.toggle("timer--over", left === 0);
    timer.querySelector("[data-timer-over]").hidden = left !== 0;
  }
}
