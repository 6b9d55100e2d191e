// Makes the still drawings of charts interactive. Colours are variables of the style sheet, so light and dark need nothing here.
// Expressions go through Vega's interpreter: our policy allows no code made from text.

async function bringToLife(figure) {
  const data = figure.querySelector("script[type='application/json']");
  const stage = figure.querySelector(".chart__stage");
  const live = document.createElement("div");
  live.className = "chart__live";
  live.dataset.state = "coming";
  live.setAttribute("aria-hidden", "true"); // the stage around it is one image with its sentence; the table says the rest
  stage.append(live);
  try {
    const { embed, expressionInterpreter } = await import(figure.dataset.runtime);
    const { spec, numbers, times } = JSON.parse(data.textContent);
    await document.fonts.ready;
    await embed(live, spec, {
      mode: "vega-lite",
      renderer: "svg",
      actions: false,
      logLevel: 1, // errors alone: the rest is advice to who writes charts
      ast: true,
      expr: expressionInterpreter,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
      formatLocale: numbers,
      timeFormatLocale: times,
    });
    live.dataset.state = "here";
    for (const still of stage.querySelectorAll(".chart__still")) still.remove();
  } catch (error) {
    live.remove();
    throw error;
  }
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      bringToLife(entry.target);
    }
  },
  { rootMargin: "200px" },
);
const watch = (scope) => {
  for (const figure of scope.querySelectorAll?.("[data-chart]:not([data-watched])") ?? []) {
    figure.dataset.watched = "";
    seen.observe(figure);
  }
};
watch(document);
document.addEventListener("htmx:afterSwap", (event) => watch(event.target));
