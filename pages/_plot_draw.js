// A pen over the first pair of axes: it draws a line, or picks a span of time. Mouse and finger.
// The steps are those of the trace whose meta is 'pen'; what was drawn is told on release.
const ink = place => {
  let svg = place.parentElement.querySelector('.informer-ink');
  if (!svg) {
    svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.classList.add('informer-ink');
    svg.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
    place.parentElement.append(svg);
  }
  return svg;
};

const wipe = place => place.parentElement.querySelector('.informer-ink')?.remove();

const between = (value, low, high) => Math.min(Math.max(value, low), high);

// Where an event lies in the plot, in pixels, and whether that is inside it.
const spot = (place, event) => {
  const { xaxis, yaxis } = place._fullLayout, box = place.getBoundingClientRect();
  const x = event.clientX - box.left - xaxis._offset, y = event.clientY - box.top - yaxis._offset;
  return { x: between(x, 0, xaxis._length), y: between(y, 0, yaxis._length),
    inside: x >= 0 && x <= xaxis._length && y >= 0 && y <= yaxis._length };
};

const nearest = (pixels, x) => pixels.reduce(
  (best, pixel, step) => Math.abs(pixel - x) < Math.abs(pixels[best] - x) ? step : best, 0);

// Steps that were jumped over by a quick hand lie on the line between two events.
const extend = (stroke, at) => {
  const step = nearest(stroke.pixels, at.x), from = stroke.last ?? { step, y: at.y };
  const n = Math.abs(step - from.step);
  for (let i = 0; i <= n; i++) {
    const share = n ? i / n : 1;
    stroke.drawn.set(from.step + Math.sign(step - from.step) * i, from.y + share * (at.y - from.y));
  }
  stroke.last = { step, y: at.y };
};

const picture = (place, stroke) => {
  const { xaxis, yaxis } = place._fullLayout, svg = ink(place);
  const steps = [...stroke.drawn.keys()].sort((a, b) => a - b);
  const left = step => xaxis._offset + stroke.pixels[step];
  const path = place._pen === 'line'
    ? 'M' + steps.map(s => `${left(s)},${yaxis._offset + stroke.drawn.get(s)}`).join('L')
    : `M${left(steps[0])},${yaxis._offset}V${yaxis._offset + yaxis._length}`
      + `H${left(steps.at(-1))}V${yaxis._offset}Z`;
  svg.dataset.pen = place._pen;
  svg.firstChild.setAttribute('d', path);
};

const addPen = place => {
  let stroke;
  const heard = {
    pointerdown: event => {
      const trace = place._pen && place._fullData.find(one => one.meta === 'pen');
      const at = trace && spot(place, event);
      if (!at?.inside || event.button !== 0 || event.target.closest('.modebar')) return;
      event.preventDefault();  // neither zooms Plotly, nor is text selected
      event.stopPropagation();
      place.setPointerCapture(event.pointerId);
      const { xaxis } = place._fullLayout;
      stroke = { trace, pixels: Array.from(trace.x, x => xaxis.d2p(x)), drawn: new Map() };
      extend(stroke, at);
      picture(place, stroke);
    },
    pointermove: event => {
      if (!stroke) return;
      event.stopPropagation();
      extend(stroke, spot(place, event));
      picture(place, stroke);
    },
    pointerup: () => {
      if (!stroke) return;
      const { yaxis } = place._fullLayout;
      const steps = [...stroke.drawn.keys()].sort((a, b) => a - b);
      place._tell('pen', steps.map(s => [String(stroke.trace.x[s]), yaxis.p2d(stroke.drawn.get(s))]));
      stroke = undefined;
      setTimeout(() => stroke || wipe(place), 3000);  // unless a new figure has come before
    },
    pointercancel: () => { stroke = undefined; wipe(place); },
  };
  // A finger that draws, or picks a span sideways, doesn't scroll the page; any other does.
  let start;
  heard.touchstart = event => { start = event.touches[0]; };
  heard.touchmove = event => {
    const now = event.touches[0];
    const sideways = Math.abs(now.clientX - start.clientX) > Math.abs(now.clientY - start.clientY);
    if (stroke && (place._pen === 'line' || sideways) && event.cancelable) event.preventDefault();
  };
  Object.entries(heard).forEach(([kind, hear]) =>
    place.addEventListener(kind, hear, { capture: true, passive: false }));
};
