// Small comforts; every page works without them.
(() => {
  const root = document.documentElement;

  for (const button of document.querySelectorAll("[data-scheme-switch]")) {
    button.addEventListener("click", () => {
      const isDark =
        root.dataset.colorScheme === "dark" ||
        (root.dataset.colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
      root.dataset.colorScheme = isDark ? "light" : "dark";
      localStorage.setItem("scheme", root.dataset.colorScheme);
    });
  }

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

  for (const opener of document.querySelectorAll("[data-dialog]")) {
    opener.addEventListener("click", () => document.getElementById(opener.dataset.dialog)?.showModal());
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      const said = button.querySelector("[data-said]");
      if (said) said.hidden = false;
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
})();
