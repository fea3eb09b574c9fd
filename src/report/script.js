"use strict";
// Buttons that copy tables as tab-separated text, and what charts say under the pointer, a finger or the arrow keys.
for (const box of document.querySelectorAll("div.table")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = box.dataset.copy;
  button.addEventListener("click", async () => {
    const lines = [...box.querySelectorAll("tr")].map(row => [...row.cells].map(cell => cell.textContent).join("\t"));
    const text = lines.join("\n") + "\n";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A file opened from the disk may have no clipboard: a selection always has.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = box.dataset.copied;
    setTimeout(() => { button.textContent = box.dataset.copy; }, 1500);
  });
  box.after(button);
}

const colon = document.documentElement.lang === "fr" ? "\u00a0: " : ": ";

// A chart tells what can be read off it: rows of places, each with its edges in units of the drawing and its words. The stops
// of a panel are places as high as its plot.
function rowsOf({ panel, spots }) {
  if (spots) return spots.map(([area, text]) => ({ area, text }));
  const [left, top, right, bottom] = panel.plot;
  const places = panel.stops.map(([x, stop], index) => {
    const lines = panel.series.filter(([, values]) => values[index] !== null);
    const said = lines.map(([name, values]) => `${name}${colon}${values[index]}`);
    return { x, area: [left, top, right, bottom], text: [stop, panel.label, ...said, ...(panel.note ? [panel.note] : [])].join("\n") };
  });
  return places;
}

const middle = place => place.x ?? (place.area[0] + place.area[2]) / 2;
const nearest = (row, x) => row.reduce((best, place) => Math.abs(middle(place) - x) < Math.abs(middle(best) - x) ? place : best);
const within = ({ area: [left, top, right, bottom] }, x, y) => x >= left && x <= right && y >= top && y <= bottom;

// Keys cross a row in about so many steps.
const STEPS = 40;

for (const figure of document.querySelectorAll("figure.chart")) {
  const canvas = figure.querySelector(".canvas");
  const svg = canvas.querySelector("svg");
  const source = svg.querySelector("metadata");
  if (!source) continue;
  const rows = JSON.parse(source.textContent).map(rowsOf);
  // The arrow keys are the chart's: a screen reader leaves them to it.
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-describedby", svg.querySelector("desc").id);
  const box = document.createElement("div");
  box.className = "values";
  box.setAttribute("role", "status");
  figure.append(box);
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
  mark.setAttribute("class", "mark");
  svg.append(mark);
  let at = null;

  const hide = () => { box.textContent = ""; mark.removeAttribute("d"); };
  const beside = (x, y) => {
    // On the side where there is room.
    const [outer, drawn] = [figure.getBoundingClientRect(), svg.getBoundingClientRect()];
    const unit = drawn.width / svg.viewBox.baseVal.width;
    const place = drawn.left - outer.left + x * unit;
    const left = place + box.offsetWidth + 24 < outer.width ? place + 12 : place - box.offsetWidth - 12;
    box.style.left = `${Math.max(0, Math.min(left, outer.width - box.offsetWidth))}px`;
    box.style.top = `${Math.max(0, drawn.top - outer.top + y * unit)}px`;
  };
  const show = place => {
    const [left, top, right, bottom] = place.area;
    at = place;
    box.textContent = place.text;
    mark.setAttribute("d", place.x === undefined ? `M${left} ${top}H${right}V${bottom}H${left}Z` : `M${place.x} ${top}V${bottom}`);
    beside(place.x ?? right, top);
  };

  const point = event => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const row = rows.find(row => row.some(place => within(place, spot.x, spot.y)));
    if (!row) return hide();
    const under = row.filter(place => within(place, spot.x, spot.y));
    show(nearest(under, spot.x));
  };
  // A finger scrolls when it moves: it reads where it taps.
  canvas.addEventListener("pointermove", event => { if (event.pointerType !== "touch") point(event); });
  canvas.addEventListener("pointerleave", event => { if (event.pointerType !== "touch") hide(); });
  canvas.addEventListener("click", point);
  document.addEventListener("pointerdown", event => { if (!canvas.contains(event.target)) hide(); });

  canvas.addEventListener("focus", () => {
    if (!canvas.matches(":focus-visible")) return;
    box.textContent = document.body.dataset.keys;
    beside(0, 0);
  });
  canvas.addEventListener("blur", hide);
  canvas.addEventListener("keydown", event => {
    if (event.key === "Escape") return hide();
    const row = rows.find(row => row.includes(at)) ?? rows[0];
    const [index, rank] = [row.indexOf(at), rows.indexOf(row)];
    const step = Math.max(1, Math.round(row.length / STEPS));
    const last = row.length - 1;
    // A first key goes to the first place.
    const along = by => row[at ? Math.min(last, Math.max(0, index + by)) : 0];
    const across = by => at && rows.length > 1 ? nearest(rows[(rank + by + rows.length) % rows.length], middle(at)) : along(by);
    const moves = {
      ArrowRight: () => along(step), ArrowLeft: () => along(-step),
      ArrowDown: () => across(1), ArrowUp: () => across(-1),
      Home: () => row[0], End: () => row[last],
    };
    if (!(event.key in moves) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(moves[event.key]());
  });
}
