// The row of pages is longer than a phone is wide: the open page is moved into sight.
const row = document.querySelector(".rooms");
const here = row?.querySelector('[aria-current="page"]');
if (here) {
  const gap = here.getBoundingClientRect().left - row.getBoundingClientRect().left;
  if (gap + here.offsetWidth > row.clientWidth) row.scrollLeft = gap - (row.clientWidth - here.offsetWidth) / 2;
}
