"use strict";
// Buttons that copy tables as tab-separated text, and the values of a chart under the pointer or the arrow keys.
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

const language = document.documentElement.lang;
// The page writes the day before the month.
const calendar = language === "en" ? "en-GB" : language;
const numbers = text => (text || "").split(" ").map(Number);

// The points of a line or the outline of a band, in units of the drawing.
const points = shape => shape.getAttribute("points").trim().split(/\s+/).map(pair => pair.split(",").map(Number));

// Heights at which the edges of a shape cross a vertical line.
function crossings(shape, x) {
  const all = points(shape);
  if (shape.tagName === "polygon") all.push(all[0]);
  const heights = [];
  for (let index = 1; index < all.length; index++) {
    const [[x0, y0], [x1, y1]] = [all[index - 1], all[index]];
    if (x < Math.min(x0, x1) || x > Math.max(x0, x1)) continue;
    heights.push(x0 === x1 ? y0 : y0 + (y1 - y0) * (x - x0) / (x1 - x0));
  }
  return heights;
}

// A panel is an axis that tells its scales, with the lines and bands drawn since the one before.
function panelsOf(svg) {
  const panels = [];
  let shapes = [];
  for (const group of svg.children) {
    if (group.dataset.series !== undefined) {
      for (const shape of group.querySelectorAll("polyline, polygon")) shapes.push([group.dataset, shape]);
    } else if (group.dataset.plot) {
      panels.push({ data: group.dataset, bands: shapes.filter(([, shape]) => shape.tagName === "polygon"), lines: [] });
      shapes = [];
    }
    if (panels.length) {
      const lines = shapes.filter(([, shape]) => shape.tagName === "polyline");
      panels[panels.length - 1].lines.push(...lines);
      shapes = shapes.filter(([, shape]) => shape.tagName === "polygon");
    }
  }
  return panels;
}

function scale(panel) {
  const [left, top, right, bottom] = numbers(panel.data.plot);
  const [from, to] = numbers(panel.data.across);
  const [low, high] = numbers(panel.data.values);
  const value = y => {
    const share = (bottom - y) / (bottom - top);
    return panel.data.scale === "log" ? low * (high / low) ** share : low + share * (high - low);
  };
  return { left, top, right, bottom, value, across: x => from + (to - from) * (x - left) / (right - left) };
}

function say(value, span) {
  const digits = Math.max(0, 3 - Math.ceil(Math.log10(Math.max(Math.abs(span), 1e-9))));
  const text = new Intl.NumberFormat(language, { maximumFractionDigits: Math.min(digits, 6) }).format(value);
  return text.replace("-", "\u2212");
}

function moment(panel, days, start) {
  if (panel.data.time !== "dates") return say(days, days);
  const date = new Date(Date.parse(start + "Z") + days * 864e5);
  return date.toLocaleDateString(calendar, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

for (const figure of document.querySelectorAll("figure.chart")) {
  const canvas = figure.querySelector(".canvas");
  const svg = canvas.querySelector("svg");
  const panels = panelsOf(svg);
  if (!panels.length) continue;
  const box = document.createElement("div");
  box.className = "values";
  box.setAttribute("role", "status");
  figure.append(box);
  const rule = document.createElementNS("http://www.w3.org/2000/svg", "path");
  rule.setAttribute("stroke", "#54585E");
  rule.setAttribute("stroke-width", "8");
  svg.append(rule);
  let [at, step] = [0, 0];

  const hide = () => { box.textContent = ""; rule.removeAttribute("d"); };
  const show = (panel, x) => {
    const { left, right, top, bottom, value, across } = scale(panel);
    const span = value(top) - value(bottom);
    const lines = [moment(panel, across(x), figure.dataset.start)];
    for (const [data, shape] of panel.lines) {
      const heights = crossings(shape, x);
      if (!heights.length) continue;
      const band = panel.bands.filter(([of]) => of.series === data.series && of.columns === "p10 p90")[0];
      const edges = band ? crossings(band[1], x).map(value).sort((a, b) => a - b) : [];
      const spread = edges.length > 1 ? ` (${say(edges[0], span)}\u2013${say(edges[edges.length - 1], span)})` : "";
      lines.push(`${data.series}${language === "fr" ? "\u00a0" : ""}: ${say(value(heights[0]), span)}${spread}`);
    }
    if (lines.length === 1) return hide();
    box.textContent = lines.join("\n");
    rule.setAttribute("d", `M${x} ${top}V${bottom}`);
    // Beside the line, on the side where there is room.
    const [outer, drawn] = [figure.getBoundingClientRect(), svg.getBoundingClientRect()];
    const unit = drawn.width / svg.viewBox.baseVal.width;
    const place = drawn.left - outer.left + x * unit;
    const fits = place + box.offsetWidth + 24 < outer.width;
    box.style.left = `${Math.max(0, fits ? place + 12 : place - box.offsetWidth - 12)}px`;
    box.style.top = `${Math.max(0, drawn.top - outer.top + top * unit)}px`;
  };

  canvas.addEventListener("pointermove", event => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const inside = panel => {
      const { left, top, right, bottom } = scale(panel);
      return spot.x >= left && spot.x <= right && spot.y >= top && spot.y <= bottom;
    };
    const panel = panels.find(inside);
    if (panel) show(panel, spot.x); else hide();
  });
  canvas.addEventListener("pointerleave", hide);
  canvas.addEventListener("blur", hide);
  canvas.addEventListener("keydown", event => {
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 0, ArrowUp: 0 };
    if (event.key === "Escape") return hide();
    if (!(event.key in moves)) return;
    event.preventDefault();
    if (event.key === "ArrowDown") at = (at + 1) % panels.length;
    if (event.key === "ArrowUp") at = (at + panels.length - 1) % panels.length;
    step = Math.min(40, Math.max(0, step + moves[event.key]));
    const { left, right } = scale(panels[at]);
    show(panels[at], left + (right - left) * step / 40);
  });
}
