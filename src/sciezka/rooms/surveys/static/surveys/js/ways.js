// Where the line of result pages is longer than the screen, it begins with the page that is open in sight.
for (const line of document.querySelectorAll("[data-ways]")) {
  const here = line.querySelector("[aria-current]");
  if (here && here.offsetLeft + here.offsetWidth > line.clientWidth) line.scrollLeft = here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}
