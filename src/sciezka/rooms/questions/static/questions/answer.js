// Comforts for those who answer; every page works without them, and the server decides everything by itself.
import { watchConditions } from "./answer-logic.js";
import { fitFrame } from "./answer-frame.js";
import { startKiosk } from "./answer-kiosk.js";

const form = document.getElementById("answers");

// The page has an address of its own, so that a reload or the back button opens it again instead of asking to send it twice.
if (form?.dataset.page) history.replaceState(null, "", `?strona=${form.dataset.page}&lang=${document.documentElement.lang}`);

document.querySelector("[data-focus]")?.focus();

// A line of what is to be mended leads to the first control of its question, or of the row that is wrong.
document.addEventListener("click", async (event) => {
  const line = event.target.closest(".mend a");
  if (line) {
    event.preventDefault();
    const item = document.getElementById(line.hash.slice(1));
    const row = item.querySelector(".grid__row--wrong, .pole--wrong, :has(> [aria-invalid=true])");
    const find = (kinds) => (row ?? item).querySelector(kinds);
    (row ?? item.closest(".ask")).scrollIntoView({ block: row ? "center" : "start" });
    const first = item.matches("fieldset") ? find("input:checked") ?? find("input, select, textarea") : item;
    first.focus({ preventScroll: true });
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).value);
    copy.querySelector("span").textContent = copy.dataset.said;
  }
});

// One press sends once; the answer comes with a page of its own.
form?.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => form && delete form.dataset.sent);

// "None of these" takes the others off, and the others take it off.
form?.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const all = form.querySelectorAll(`input[type=checkbox][name="${target.name}"]`);
  const isAlone = "exclusive" in target.dataset;
  for (const box of all) if (box !== target && (isAlone || "exclusive" in box.dataset)) box.checked = false;
});

// How much may still be written.
for (const said of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(said.dataset.count);
  const tell = () => {
    const left = Number(field.dataset.longest) - field.value.length;
    const words = left < 0 ? said.dataset.over : left < 100 || left < Number(field.dataset.longest) * 0.3 ? said.dataset.left : "";
    said.textContent = words.replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
    said.toggleAttribute("data-wrong", left < 0);
  };
  field.addEventListener("input", tell);
  tell();
}

// Points that are left.
for (const list of document.querySelectorAll("[data-total]")) {
  const said = list.parentElement.querySelector("[data-left]");
  const tell = () => {
    const spent = [...list.querySelectorAll("input")].reduce((sum, one) => sum + (parseInt(one.value, 10) || 0), 0);
    const left = Number(list.dataset.total) - spent;
    said.dataset.state = left > 0 ? "some" : left < 0 ? "over" : "none";
    said.textContent = said.dataset[said.dataset.state].replace("%d", Math.abs(left));
  };
  list.addEventListener("input", tell);
  tell();
}

// An order by buttons: up gives the next free place, or changes places with the one above.
for (const list of document.querySelectorAll("[data-ranking]")) {
  const said = list.parentElement.querySelector("[data-announce]");
  const lines = [...list.children];
  const place = (line) => Number(line.querySelector("select").value) || 0;
  const name = (line) => line.querySelector("label").textContent;
  const room = lines[0].querySelector("select").length - 1;
  // There may be fewer places than lines: whoever is pushed off the last one has none.
  const put = (line, number) => { line.querySelector("select").value = number <= room && number ? number : ""; };
  const ranked = () => lines.filter(place).sort((one, other) => place(one) - place(other));
  const settle = (moved, focus) => {
    ranked().forEach((line, index) => put(line, index + 1));
    const order = ranked();
    list.append(...order, ...lines.filter((line) => !place(line)));
    for (const line of lines) {
      line.querySelector("[data-move=up]").disabled = place(line) === 1 || (!place(line) && order.length === room);
      line.querySelector("[data-move=down]").disabled = !place(line);
    }
    if (moved) said.textContent = list.dataset.said.replace("%s", name(moved)).replace("%d", place(moved) || "–");
    (focus?.disabled ? moved.querySelector("button:not(:disabled)") : focus)?.focus();
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  for (const line of lines) {
    const moves = Object.assign(document.createElement("span"), { className: "rank__moves" });
    line.append(moves);
    for (const way of ["up", "down"]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: `rank__move rank__move--${way}` });
      button.dataset.move = way;
      button.setAttribute("aria-label", list.dataset[way].replace("%s", name(line)));
      button.addEventListener("click", () => {
        const order = ranked();
        const here = order.indexOf(line);
        if (way === "up" && here < 0) put(line, order.length + 1);
        else if (way === "up") { put(order[here - 1], here + 1); put(line, here); }
        else if (here === order.length - 1) put(line, 0);
        else { put(order[here + 1], here + 1); put(line, here + 2); }
        settle(line, button);
      });
      moves.append(button);
    }
    const select = line.querySelector("select");
    select.addEventListener("change", (event) => {
      event.stopPropagation();
      const wanted = Number(select.value);
      // Whoever stood there makes room.
      const others = ranked().filter((other) => other !== line);
      if (wanted) others.splice(wanted - 1, 0, line);
      others.forEach((other, index) => put(other, index + 1));
      settle(line, select);
    });
  }
  settle();
}

// An answer that need not be given can be taken back.
for (const ask of document.querySelectorAll(".ask--single, .ask--nps, .ask--grid, .ask--semantic")) {
  const template = document.querySelector("[data-clear-word]");
  if (!template || ask.querySelector(".ask__need")) continue;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link clear", textContent: template.dataset.clearWord });
  const tell = () => { button.hidden = !ask.querySelector("input:checked"); };
  button.addEventListener("click", () => {
    for (const one of ask.querySelectorAll("input:checked")) one.checked = false;
    ask.dispatchEvent(new Event("change", { bubbles: true }));
    ask.querySelector("input").focus();
  });
  ask.addEventListener("change", tell);
  ask.querySelector("fieldset").append(button);
  tell();
}

watchConditions(form);
startKiosk();
fitFrame();
