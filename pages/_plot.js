// Draws a figure with Plotly.react; called again whenever its data or the theme change.
let library;
const load = () => library ??= new Promise((done, failed) => {
  if (window.Plotly) return done(window.Plotly);
  const script = document.createElement('script');
  script.src = './app/static/plotly.min.js';
  script.onload = () => done(window.Plotly);
  script.onerror = () => { library = undefined; failed(new Error('plotly.min.js did not load')); };
  document.head.append(script);
});

const isDark = colour => {
  const hex = colour.trim().replace('#', '');
  const [r, g, b] = [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
};

const escapeRegExp = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// Figures are built in light colours; each has one counterpart in the dark.
const recolour = (json, swap) => {
  const found = new RegExp(Object.keys(swap).map(escapeRegExp).join('|'), 'gi');
  return json.replace(found, colour => swap[colour.toLowerCase()] ?? colour);
};

// The range of an axis, if it is this one that a person has changed.
const zoomed = (place, axis, change) => {
  const touched = Object.keys(change).some(name => name.startsWith(`${axis}axis.`));
  return touched ? [...place._fullLayout[`${axis}axis`].range] : null;
};

// While a part of the page is pointed at or has the focus, its shapes are drawn over the figure.
const light = place => {
  const within = part => Object.keys(place._highlights ?? {})
    .find(key => part?.closest?.(`.st-key-${key}`));
  const show = event => {
    if (!place.isConnected) return stop();
    const key = within(event.target) ?? within(document.activeElement);
    if (key === place._lit || place._shapes === undefined) return;
    place._lit = key;
    window.Plotly.relayout(place, { shapes: shapesOf(place) });
  };
  // Parts may be drawn after the figure: they join the tab order before Tab moves on.
  const reach = event => {
    if (event.key !== 'Tab') return;
    for (const key of Object.keys(place._highlights ?? {}))
      document.querySelectorAll(`.st-key-${key}`).forEach(part => { part.tabIndex = 0; });
  };
  const heard = { pointerover: show, focusin: show, keydown: reach };
  const stop = () => Object.entries(heard)
    .forEach(([kind, hear]) => document.removeEventListener(kind, hear, true));
  Object.entries(heard).forEach(([kind, hear]) => document.addEventListener(kind, hear, true));
};

const shapesOf = place => [...place._shapes, ...JSON.parse(place._read(place._marks)),
  ...(place._lit ? JSON.parse(place._read(JSON.stringify(place._highlights[place._lit] ?? []))) : [])];

const listen = (place, Plotly) => {
  place.on('plotly_click', event => {
    const point = event.points[0];
    if (!place._clickable || !point) return;
    place._tell('click', { trace: point.data.name ?? '', x: point.x, y: point.y,
      index: point.pointIndex ?? point.pointNumber, custom: point.customdata ?? null });
  });
  place.on('plotly_relayout', change => {
    const ends = ['x', 'y'].map(axis => zoomed(place, axis, change));
    if (place._zoomable && ends.some(Boolean)) place._tell('zoom', { x: ends[0], y: ends[1] });
  });
  new ResizeObserver(() => {
    if (place.isConnected && place.offsetWidth) Plotly.Plots.resize(place);
  }).observe(place);
};

// What can be seen is drawn first: a figure further off waits until the browser has time for it.
const turn = async place => {
  const { top, bottom } = place.getBoundingClientRect();
  if (bottom > 0 && top < innerHeight) return;
  await new Promise(done => window.requestIdleCallback
    ? requestIdleCallback(done, { timeout: 1000 }) : setTimeout(done, 50));
};

const draw = async (place, data, dark, font) => {
  const Plotly = await load();
  await turn(place);
  if (place._newest !== data) return;  // a newer one follows: this one would never be looked at
  place._read = json => dark ? recolour(json, data.dark) : json;
  place._highlights = data.highlights;
  const drawn = () => { place.dataset.drawn = String(Number(place.dataset.drawn ?? 0) + 1); };
  const pen = Boolean(data.pen);
  if (place._figure === data.figure && place._dark === dark && place._font === font
      && place._penned === pen) {
    if (place._marks === data.marks) return;
    place._marks = data.marks;  // only the marks moved: no trace is drawn again
    await Plotly.relayout(place, { shapes: shapesOf(place) });
    wipe(place);
    return drawn();
  }
  const figure = JSON.parse(place._read(data.figure));
  const first = place._figure === undefined;
  Object.assign(place, { _figure: data.figure, _dark: dark, _font: font, _marks: data.marks,
    _shapes: figure.layout.shapes ?? [], _penned: pen });
  // A finger scrolls the page; dragging inside a chart, and its buttons, are for the mouse.
  const touch = matchMedia('(pointer: coarse)').matches;
  const layout = {
    ...figure.layout,
    shapes: shapesOf(place),
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { ...figure.layout.font, ...(font && { family: font }) },
    ...((touch || data.pen) && { dragmode: false }),
  };
  place.style.minHeight = `${layout.height ?? 360}px`;
  await Plotly.react(place, figure.data, layout, {
    responsive: true, displaylogo: false, displayModeBar: touch || data.pen ? false : 'hover',
    showSendToCloud: false, // a figure's data stay on this machine
    modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d', 'toImage'],
  });
  if (first) {
    listen(place, Plotly);
    light(place);
    addSaving(place, data.name);
    addPen(place);
  }
  wipe(place);
  drawn();
};

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector('.informer-plot');
  const css = getComputedStyle(place);
  const dark = isDark(css.getPropertyValue('--st-background-color') || '#ffffff');
  const font = css.getPropertyValue('--st-font').trim();
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', data.alt);
  place._tell = setTriggerValue;
  place._clickable = data.clickable;
  place._zoomable = data.zoomable;
  place._pen = data.pen;
  place.dataset.pen = data.pen ?? '';
  place._ground = css.getPropertyValue('--st-background-color').trim() || '#ffffff';
  place.style.minWidth = `${data.min_width}px`;
  place.parentElement.style.overflowX = data.min_width ? 'auto' : '';
  place._newest = data;
  // One after the other: a newer figure never meets a half-drawn one.
  place._queue = (place._queue ?? Promise.resolve()).then(() => draw(place, data, dark, font))
    .catch(error => {
      console.error(error);
      if (place._figure === undefined)
        place.textContent = 'This figure could not be drawn. Reload the page.';
    });
}
