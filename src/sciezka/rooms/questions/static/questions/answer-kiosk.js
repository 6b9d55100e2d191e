// A screen in a hall: after a silence, or a while after the end, it is ready for the next person.
const SILENCE = 90_000;
const LAST_CALL = 20_000;

export function startKiosk() {
  const home = document.body.dataset.kiosk;
  if (!home) return;
  const leave = () => location.replace(home);
  // Back and reload lead to the start, never to what the person before has typed.
  history.replaceState(null, "", home);
  addEventListener("pageshow", (event) => event.persisted && leave());
  const again = document.querySelector("[data-again]");
  if (again) setTimeout(leave, Number(again.dataset.again) * 1000);
  const idle = document.querySelector("[data-idle]");
  if (!idle || !document.getElementById("answers")) return;
  let call;
  let end;
  const wait = () => {
    clearTimeout(call);
    clearTimeout(end);
    idle.hidden = true;
    call = setTimeout(() => {
      idle.hidden = false;
      idle.querySelector("button").focus();
      end = setTimeout(leave, LAST_CALL);
    }, SILENCE - LAST_CALL);
  };
  for (const sign of ["pointerdown", "keydown", "input"]) document.addEventListener(sign, wait, { passive: true });
  wait();
}
