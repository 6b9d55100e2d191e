// A place: pointed at on a map, by the device, or typed. Everything is rounded here before it is written anywhere; the server
// rounds once more. Without this script the coordinates are typed.
const DEGREE = 111320; // metres of latitude; the grid is that of core/polls/places.py
const SHOWN = 0.3; // nearer than so many kilometres is "in the middle"
const WAYS = { ArrowUp: [0, -40], ArrowDown: [0, 40], ArrowLeft: [-40, 0], ArrowRight: [40, 0] };
const language = document.documentElement.lang;

export function findCell(lat, lon, metres) {
  const height = metres / DEGREE;
  const row = Math.floor(lat / height);
  const middle = Math.max(-90, Math.min(90, (row + 0.5) * height));
  const width = height / Math.max(0.01, Math.cos((middle * Math.PI) / 180));
  const column = Math.floor(lon / width);
  const across = Math.max(-180, Math.min(180, (column + 0.5) * width));
  return { lat: middle, lon: across, box: [[row * height, column * width], [(row + 1) * height, (column + 1) * width]] };
}

// How far and in which direction a point lies from another, in kilometres and eighths of a turn from the north.
function measure([lat, lon], point) {
  const north = ((point.lat - lat) * DEGREE) / 1000;
  const east = ((point.lon - lon) * DEGREE * Math.cos((lat * Math.PI) / 180)) / 1000;
  return [Math.hypot(north, east), (Math.round(Math.atan2(east, north) / (Math.PI / 4)) + 8) % 8];
}

const isDegrees = (number, most) => number !== null && Math.abs(number) <= most;
const read = (input) => (/^\s*-?\d{1,3}([.,]\d+)?\s*$/.test(input.value) ? Number(input.value.trim().replace(",", ".")) : null);

// Leaflet's style sheet, before ours, so that ours has the last word.
let style;
const loadStyle = () => (style ??= new Promise((done) => {
  const href = document.querySelector("[data-map-style]").dataset.mapStyle;
  document.head.prepend(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done }));
}));

class Place {
  constructor(box) {
    this.box = box;
    this.about = JSON.parse(box.dataset.place);
    this.words = JSON.parse(box.dataset.words);
    this.find = (name) => box.querySelector(`[data-${name}]`);
    this.inputs = [...box.querySelectorAll("input")];
    this.find("locate").addEventListener("click", () => this.locate());
    this.find("clear").addEventListener("click", () => this.clear());
    this.find("type").addEventListener("click", () => this.showFields(this.find("typed").hidden));
    box.addEventListener("paste", (event) => this.part(event));
    for (const input of this.inputs) input.addEventListener("input", () => this.follow());
    this.find("clear").hidden = !this.value;
  }

  get value() {
    const [lat, lon] = this.inputs.map(read);
    return isDegrees(lat, 90) && isDegrees(lon, 180) ? { lat, lon } : null;
  }

  say(words) { this.find("announce").textContent = words; }

  write(number) { return number.toFixed(this.about.decimals).replace(".", language === "en" ? "." : ","); }

  tell(point) {
    const numbers = `${this.write(point.lat)}; ${this.write(point.lon)}`;
    if (!this.about.middle) return numbers;
    const [far, way] = measure(this.about.middle, point);
    const km = far.toLocaleString(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
    return `${numbers} (${far < SHOWN ? this.words.here : this.words.ways[way].replace("%s", km)})`;
  }

  choose(point) {
    const cell = findCell(point.lat, point.lon, this.about.metres);
    this.inputs[0].value = this.write(cell.lat);
    this.inputs[1].value = this.write(cell.lon);
    this.changed();
    this.say(this.words.chosen.replace("%s", this.tell(cell)));
  }

  clear() {
    for (const input of this.inputs) input.value = "";
    this.changed();
    this.say(this.words.cleared);
    (this.map ? this.map.getContainer() : this.inputs[0]).focus();
  }

  changed() {
    this.inputs[0].dispatchEvent(new Event("change", { bubbles: true }));
    this.draw();
  }

  locate() {
    const fail = () => this.say(this.box.dataset.failed);
    if (!navigator.geolocation) return fail();
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const point = { lat: coords.latitude, lon: coords.longitude };
      this.choose(point);
      if (!this.map) return this.say(this.box.dataset.found);
      const [south, west, north, east] = this.about.area;
      if (point.lat < south || point.lat > north || point.lon < west || point.lon > east) return this.say(this.words.outside);
      this.map.setView([point.lat, point.lon], Math.max(this.map.getZoom(), 14), { animate: false });
    }, fail, { timeout: 15000, maximumAge: 60000 });
  }

  // Both coordinates pasted at once are parted.
  part(event) {
    const found = event.target.closest("input") && /^\s*\(?(-?\d{1,2}[.,]\d+)[,;\s]+(-?\d{1,3}[.,]\d+)\)?\s*$/.exec(event.clipboardData.getData("text"));
    if (!found) return;
    event.preventDefault();
    this.inputs.forEach((input, index) => { input.value = found[index + 1]; });
    this.changed();
    this.follow();
  }

  // What is typed is drawn, and the map comes along.
  follow() {
    this.draw();
    const { value, map } = this;
    if (value && map && !map.getBounds().contains([value.lat, value.lon])) map.setView([value.lat, value.lon], map.getZoom(), { animate: false });
  }

  showFields(isShown) {
    this.find("typed").hidden = !isShown;
    this.find("type").setAttribute("aria-expanded", isShown);
    if (isShown) this.inputs[0].focus();
  }

  // The square that is kept, with a pin on it.
  draw() {
    const { value, map } = this;
    this.find("clear").hidden = !this.inputs.some((input) => input.value);
    if (!map) return;
    for (const layer of this.drawn ?? []) layer.remove();
    this.drawn = [];
    if (!value) return;
    const { DivIcon, Marker, Rectangle } = this.parts;
    const cell = findCell(value.lat, value.lon, this.about.metres);
    const icon = new DivIcon({ className: "place__pin", html: this.find("pin").innerHTML, iconSize: [36, 36], iconAnchor: [18, 34] });
    this.drawn = [
      new Rectangle(cell.box, { className: "place__cell", interactive: false }).addTo(map),
      new Marker([cell.lat, cell.lon], { icon, interactive: false, keyboard: false }).addTo(map),
    ];
  }

  // A map needs something to go by: tiles, or the commune's outline. Where there is neither, coordinates are typed.
  async prepare() {
    const address = document.body.dataset.outline;
    const outline = address ? await fetch(address).then((answer) => (answer.ok ? answer.json() : { rings: [] })).catch(() => ({ rings: [] })) : { rings: [] };
    if (!this.about.tiles && !outline.rings.length) return;
    [this.parts] = await Promise.all([import("../vendor/map.js"), loadStyle()]);
    this.find("drawn").hidden = false;
    this.find("type").hidden = false;
    const isWrong = this.box.closest(".ask--wrong") && !this.value && this.inputs.some((input) => input.value);
    if (!isWrong) this.showFields(false);
    // A question that another answer shows has no size before.
    const frame = this.find("map");
    new ResizeObserver(() => {
      if (this.map) this.map.invalidateSize();
      else if (frame.clientWidth) this.start(frame, outline.rings);
    }).observe(frame);
  }

  start(frame, rings) {
    const { Control, LatLngBounds, Map: Drawn, Polygon, TileLayer } = this.parts;
    const [south, west, north, east] = this.about.area;
    const [minZoom, maxZoom] = this.about.zooms;
    const edges = new LatLngBounds([south, west], [north, east]);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = new Drawn(frame, {
      attributionControl: false, zoomControl: false, doubleClickZoom: false, boxZoom: false, scrollWheelZoom: false,
      keyboard: false, maxBounds: edges, maxBoundsViscosity: 1, minZoom, maxZoom,
      zoomAnimation: !isStill, fadeAnimation: !isStill, inertia: !isStill,
    });
    const outline = rings.length ? new Polygon(rings, { className: "place__outline", interactive: false }) : null;
    if (this.about.middle) map.setView(this.about.middle, this.about.zoom);
    else map.fitBounds(outline?.getBounds() ?? edges);
    this.map = map;
    const { value } = this;
    if (value && edges.contains([value.lat, value.lon])) map.setView([value.lat, value.lon], Math.max(map.getZoom(), 13));
    if (this.about.tiles) this.cover(new TileLayer(this.about.tiles, { minZoom, maxZoom, bounds: edges, keepBuffer: 1 }));
    outline?.addTo(map);
    new Control.Zoom({ zoomInTitle: this.words.in, zoomOutTitle: this.words.out }).addTo(map);
    map.on("click", ({ latlng, containerPoint }) => this.mark(latlng, containerPoint));
    this.listen(frame);
    this.draw();
    frame.dataset.ready = "";
  }

  // A tile that did not come is asked for once more.
  cover(layer) {
    layer.on("tileerror", ({ tile }) => {
      if (tile.dataset.again) return;
      tile.dataset.again = "1";
      setTimeout(() => { tile.src = tile.src; }, 2000); // eslint-disable-line no-self-assign
    });
    layer.addTo(this.map);
  }

  // A place near the edge comes nearer to the middle: so the map can be moved by taps alone.
  mark({ lat, lng }, at) {
    this.choose({ lat, lon: lng });
    const size = this.map.getSize();
    const isNearEdge = Math.abs(at.x / size.x - 0.5) > 0.33 || Math.abs(at.y / size.y - 0.5) > 0.33;
    if (isNearEdge) this.map.panTo([lat, lng]);
  }

  listen(frame) {
    const { map } = this;
    const cover = frame.parentElement;
    // One finger scrolls the page, two move the map; the wheel zooms only with Ctrl, as browsers do.
    cover.addEventListener("pointerdown", ({ pointerType }) => {
      cover.classList.remove("place__frame--keys");
      map.dragging[pointerType === "touch" ? "disable" : "enable"]();
    }, { capture: true });
    cover.addEventListener("wheel", ({ ctrlKey }) => map.scrollWheelZoom[ctrlKey ? "enable" : "disable"](), { capture: true, passive: true });
    // Who comes by the keyboard sees the cross; who taps does not need it.
    frame.addEventListener("keyup", ({ key }) => { if (key === "Tab") cover.classList.add("place__frame--keys"); });
    let waits;
    frame.addEventListener("keydown", (event) => {
      if (event.target !== frame || event.ctrlKey || event.altKey || event.metaKey) return;
      cover.classList.add("place__frame--keys");
      const { key, shiftKey } = event;
      const middle = map.getCenter();
      const isMove = key in WAYS || "+-=".includes(key);
      // At once, as keys are often pressed faster than a map glides.
      if (key in WAYS) map.panBy(WAYS[key].map((pixels) => pixels * (shiftKey ? 4 : 1)), { animate: false });
      else if (isMove) map.setZoom(map.getZoom() + (key === "-" ? -1 : 1), { animate: false });
      else if (key === "Enter" || key === " ") this.choose({ lat: middle.lat, lon: middle.lng });
      else if (key === "Delete" || key === "Backspace") this.clear();
      else return;
      event.preventDefault();
      clearTimeout(waits);
      if (isMove) {
        waits = setTimeout(() => {
          const { lat, lng } = map.getCenter();
          this.say(this.words.cross.replace("%s", this.tell({ lat, lon: lng })));
        }, 600);
      }
    });
  }
}

const boxes = [...document.querySelectorAll("[data-place]")];
if (boxes.length) {
  for (const link of document.querySelectorAll(".place__credit a")) link.target = "_blank";
  for (const box of boxes) new Place(box).prepare();
}
