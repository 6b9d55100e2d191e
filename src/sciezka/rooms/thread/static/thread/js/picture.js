// The picture of the thread: fits its place, grows and shrinks by links and keys, is moved by dragging, keeps the headings in
// sight, and lights a node's ties. Without scripts the links load it at another size, and it scrolls.

const SMALLEST = 0.3;
const LARGEST = 2.5;
const LEGIBLE = 0.85;
const STEP = 1.25;

for (const picture of document.querySelectorAll("[data-picture]")) {
  const stage = picture.querySelector(".picture__stage");
  const svg = stage.querySelector("svg");
  const { width, height } = svg.viewBox.baseVal;
  let scale = svg.width.baseVal.value / width;

  const heads = svg.querySelector(".picture__heads");
  const words = [...svg.querySelectorAll(".picture__heads [data-left]")].map((group) => ({
    group,
    left: Number(group.dataset.left),
    room: Number(group.dataset.right) - Number(group.dataset.left) - group.getBBox().width - 16,
  }));
  const keepHeads = () => {
    heads?.setAttribute("transform", `translate(0 ${stage.scrollTop / scale})`);
    // A wide layer keeps its name where it is looked at.
    for (const { group, left, room } of words) {
      const away = Math.min(Math.max(0, stage.scrollLeft / scale - left), Math.max(0, room));
      group.setAttribute("transform", `translate(${away} 0)`);
    }
  };
  stage.addEventListener("scroll", keepHeads, { passive: true });

  const resize = (wanted) => {
    const next = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    // What stands in the middle stays there.
    const x = (stage.scrollLeft + stage.clientWidth / 2) / scale;
    const y = (stage.scrollTop + stage.clientHeight / 2) / scale;
    scale = next;
    svg.setAttribute("width", Math.round(width * scale));
    svg.setAttribute("height", Math.round(height * scale));
    stage.scrollLeft = x * scale - stage.clientWidth / 2;
    stage.scrollTop = y * scale - stage.clientHeight / 2;
    keepHeads();
  };
  const fit = () => {
    resize(Math.min(1, Math.max(LEGIBLE, (stage.clientWidth - 2) / width)));
    const focus = svg.querySelector('[aria-current="true"] rect')?.getBBox();
    if (!focus) return;
    stage.scrollLeft = (focus.x + focus.width / 2) * scale - stage.clientWidth / 2;
    stage.scrollTop = (focus.y + focus.height / 2) * scale - stage.clientHeight / 2;
  };
  const moves = { smaller: () => resize(scale / STEP), larger: () => resize(scale * STEP), fit };
  if ("fit" in stage.dataset) {
    fit();
    if (!svg.querySelector('[aria-current="true"]')) stage.scrollTo(0, 0);
  }

  for (const link of picture.querySelectorAll("[data-scale]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      moves[link.dataset.scale]();
    });
  }
  const keys = { "+": moves.larger, "=": moves.larger, "-": moves.smaller, 0: fit };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      resize(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
    },
    { passive: false },
  );

  let held = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("a")) return;
    held = { x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("is-held");
  });
  stage.addEventListener("pointermove", (event) => {
    if (!held) return;
    stage.scrollLeft = held.x - event.clientX;
    stage.scrollTop = held.y - event.clientY;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, () => {
      held = null;
      stage.classList.remove("is-held");
    });
  }

  const ties = [...svg.querySelectorAll(".picture__tie")];
  const light = (code) => {
    for (const tie of ties) tie.toggleAttribute("data-lit", Boolean(code) && tie.dataset.ends.split(" ").includes(code));
  };
  for (const node of svg.querySelectorAll(".picture__node")) {
    for (const begin of ["pointerenter", "focus"]) node.addEventListener(begin, () => light(node.dataset.code));
    for (const end of ["pointerleave", "blur"]) node.addEventListener(end, () => light(null));
  }
}
