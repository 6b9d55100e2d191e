// The editor's comforts: saving by itself, the preview drawn anew, one more line when the last is filled. Forms work without.
(() => {
  const preview = () => document.getElementById("preview");

  // What was changed and is not sent yet: of changes in quick succession only the last one is the cause of a request.
  let isWaiting = false;
  document.addEventListener("change", (event) => {
    if (event.target.closest?.("#part-form") && !event.target.closest(".redraws")) isWaiting = true;
  }, true);

  // A change saves by itself; only what stands around the form comes back, so nobody is interrupted while typing.
  document.addEventListener("htmx:configRequest", (event) => {
    const cause = event.detail.triggeringEvent;
    const form = event.detail.elt;
    if (form.id !== "part-form" || cause?.type !== "change" || cause.target.matches('[name="kind"], [name$="-drop"]')) return;
    // A condition that is being built is saved when it is whole.
    if (cause.target.closest(".redraws") && !isWaiting) {
      event.preventDefault();
      return;
    }
    isWaiting = false;
    event.detail.parameters.auto = "1";
  });

  // A comparison without a value is whole as soon as it is drawn.
  document.addEventListener("htmx:afterSettle", (event) => {
    const block = event.target.closest?.("fieldset.condition") ?? document.getElementById(event.detail.target?.id);
    if (!block?.matches("fieldset.condition")) return;
    const last = [...block.querySelectorAll('select[name$="-operator"]')].pop();
    if (last?.value.endsWith("answered")) last.closest(".condition__line").dispatchEvent(new Event("change", { bubbles: true }));
  });

  // A condition without its answer can't be kept, and the question without it would be asked of everybody.
  const findUnfinished = () => [...document.querySelectorAll("#part-form .condition__line")].find((line) => {
    const held = (name) => line.querySelector(`[name$="-${name}"]`);
    const value = held("value");
    return held("item")?.value && !held("drop")?.checked && value && value.type !== "hidden" && !value.value;
  });
  let isLeft = false;
  const ask = () => isLeft || confirm(document.querySelector("[data-unfinished]").dataset.unfinished);
  document.addEventListener("htmx:confirm", (event) => {
    const isElsewhere = !event.target.closest("#part-form") && event.target.closest(".outline, .part-steps");
    if (isElsewhere && findUnfinished() && !ask()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]:not([target]):not([href^='#'])");
    if (!link || link.closest("#part-form, .outline, .part-steps") || !findUnfinished()) return;
    if (ask()) isLeft = true;
    else event.preventDefault();
  }, true);
  addEventListener("beforeunload", (event) => {
    if (!isLeft && findUnfinished()) event.preventDefault();
  });

  // The outline keeps its place when another part is chosen.
  let place = 0;
  document.addEventListener("htmx:beforeSwap", () => {
    place = document.querySelector(".outline")?.scrollTop ?? 0;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "editor" || event.detail.elt?.id === "editor") {
      const list = document.querySelector(".outline");
      if (list) list.scrollTop = place;
      fold();
    }
  });

  document.addEventListener("questionnaire-saved", () => preview()?.contentWindow?.location.reload());

  // The preview shows the question that is being edited.
  document.addEventListener("load", (event) => {
    if (event.target.id !== "preview") return;
    const code = event.target.dataset.item;
    const asked = !code ? null : event.target.contentDocument?.querySelector(`[data-item="${CSS.escape(code)}"]`);
    if (!asked) return;
    // Only the preview moves, not the page around it.
    const { top, height } = asked.getBoundingClientRect();
    const view = event.target.contentWindow;
    view.scrollBy(0, top - Math.max(24, (view.innerHeight - height) / 2));
    asked.classList.add("ask--edited");
  }, true);

  const fold = () => {
    if (matchMedia("(width < 900px)").matches) document.querySelector("[data-fold]")?.removeAttribute("open");
    // Only the outline moves, never the page.
    const list = document.querySelector(".outline");
    const chosen = list?.querySelector('[aria-current="true"]');
    if (!chosen) return;
    const top = chosen.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (top < 0 || top > list.clientHeight - 60) list.scrollTop += top - list.clientHeight / 2;
  };
  fold();

  // One more empty line once the last one is filled.
  const renumber = (text, from, to) => text.replaceAll(`-${from}-`, `-${to}-`);
  document.addEventListener("input", (event) => {
    const list = event.target.closest("[data-lines]");
    const line = event.target.closest(".line-form");
    if (!list || !line || line !== list.lastElementChild || !event.target.value) return;
    const total = document.querySelector(`[name="${list.dataset.lines}-TOTAL_FORMS"]`);
    const count = Number(total.value);
    const fresh = line.cloneNode(true);
    for (const part of fresh.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, renumber(part.getAttribute(name), count - 1, count));
      }
      if (part.matches("input:not([type=checkbox])")) { part.value = ""; part.removeAttribute("value"); }
      if (part.matches("input[type=checkbox]")) part.checked = false;
      if (part.matches("select")) part.selectedIndex = 0;
      if (part.matches("details")) part.open = false;
    }
    list.append(fresh);
    total.value = count + 1;
  });
})();
