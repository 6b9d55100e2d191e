// Says, while a colour is typed, how well white letters read on it.
const field = document.querySelector("[data-colour]");
const note = document.querySelector("[data-colour-note]");

const lightness = (hex) => {
  const parts = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const judge = () => {
  const colour = field.value.trim();
  note.hidden = !/^#[0-9a-f]{6}$/i.test(colour);
  if (note.hidden) return;
  const ratio = 1.05 / (lightness(colour) + 0.05);
  const sentence = ratio >= 4.5 ? note.dataset.good : note.dataset.poor;
  const shown = ratio.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  note.querySelector("span").textContent = sentence.replace("{ratio}", shown);
  note.querySelector("rect").setAttribute("fill", colour);
};

if (field && note) {
  field.closest(".field").append(note);
  field.addEventListener("input", judge);
  judge();
}
