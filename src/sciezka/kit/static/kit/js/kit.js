// Small comforts; every page works without them. One listener on the document serves what htmx brings in later too.
(() => {
  const root = document.documentElement;
  const isDark = () =>
    root.dataset.colorScheme === "dark" ||
    (root.dataset.colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);

  const acts = {
    "[data-scheme-switch]": () => {
      root.dataset.colorScheme = isDark() ? "light" : "dark";
      localStorage.setItem("scheme", root.dataset.colorScheme);
    },
    "[data-dialog]": (opener, event) => {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (!dialog?.showModal) return;
      event.preventDefault();
      dialog.showModal();
    },
    "[data-copy]": async (button) => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      const said = button.querySelector("[data-said]");
      if (said) said.hidden = false;
    },
    "[data-print]": () => print(),
    "[data-dismiss]": (button) => {
      const toast = button.closest(".toast");
      const next = toast.nextElementSibling?.querySelector("[data-dismiss]") ?? document.getElementById("main");
      toast.remove();
      next.focus();
    },
  };
  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(acts)) {
      const target = event.target.closest(selector);
      if (target) act(target, event);
    }
    // A menu of the bar closes when something else is pressed; a dialog when its backdrop is.
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    if (event.target.matches("dialog.dialog")) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // The side menu is folded on a phone, open on a desk.
  const fold = document.querySelector(".side__fold");
  if (fold && matchMedia("(width < 1000px)").matches) fold.removeAttribute("open");

  const focusSummary = (scope) => scope.querySelector?.("[data-focus]")?.focus();
  focusSummary(document);
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));

  // Filters send themselves when something is chosen.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
})();
