// Links over the parts of a page become tabs (WAI-ARIA pattern: arrows move, Home and End jump, the address remembers).
for (const box of document.querySelectorAll("[data-tabs]:not([data-ready])")) {
  box.dataset.ready = "";
  const list = box.querySelector(".tabs__list");
  const tabs = [...list.querySelectorAll("a")];
  const panels = tabs.map((tab) => document.getElementById(tab.hash.slice(1)));

  const choose = (chosen, { focus = false, remember = false } = {}) => {
    tabs.forEach((tab, index) => {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      panels[index].hidden = !isChosen;
    });
    if (focus) chosen.focus();
    if (remember) history.replaceState(null, "", chosen.hash);
  };

  list.setAttribute("role", "tablist");
  tabs.forEach((tab, index) => {
    tab.parentElement.setAttribute("role", "presentation");
    tab.setAttribute("role", "tab");
    tab.id = `${panels[index].id}-tab`;
    tab.setAttribute("aria-controls", panels[index].id);
    panels[index].setAttribute("role", "tabpanel");
    panels[index].setAttribute("aria-labelledby", tab.id);
    panels[index].tabIndex = 0;
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      choose(tab, { remember: true });
    });
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    choose(tabs[(to + tabs.length) % tabs.length], { focus: true, remember: true });
  });
  const open = () => choose(tabs.find((tab) => tab.hash === location.hash) ?? tabs.find((tab) => tab.ariaSelected === "true") ?? tabs[0]);
  open();
  addEventListener("hashchange", open);
}
