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

const listen = (place, Plotly) => {
  place.on('plotly_click', event => {
    const point = event.points[0];
    if (!place._clickable || !point) return;
    place._tell('click', { trace: point.data.name ?? '', x: point.x, y: point.y,
      index: point.pointIndex ?? point.pointNumber, custom: point.customdata ?? null });
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
  const read = json => JSON.parse(dark ? recolour(json, data.dark) : json);
  const drawn = () => { place.dataset.drawn = String(Number(place.dataset.drawn ?? 0) + 1); };
  const marks = read(data.marks);
  if (place._figure === data.figure && place._dark === dark && place._font === font) {
    if (place._marks === data.marks) return;
    place._marks = data.marks;  // only the marks moved: no trace is drawn again
    await Plotly.relayout(place, { shapes: [...place._shapes, ...marks] });
    return drawn();
  }
  const figure = read(data.figure);
  // A finger scrolls the page; dragging inside a chart, and its buttons, are for the mouse.
  const touch = matchMedia('(pointer: coarse)').matches;
  const layout = {
    ...figure.layout,
    shapes: [...figure.layout.shapes ?? [], ...marks],
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { ...figure.layout.font, ...(font && { family: font }) },
    ...(touch && { dragmode: false }),
  };
  place.style.minHeight = `${layout.height ?? 360}px`;
  await Plotly.react(place, figure.data, layout, {
    responsive: true, displaylogo: false, displayModeBar: touch ? false : 'hover',
    showSendToCloud: false, // a figure's data stay on this machine
    modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'],
    toImageButtonOptions: { format: 'svg', filename: 'informer-lab' },
  });
  if (place._figure === undefined) listen(place, Plotly);
  Object.assign(place, { _figure: data.figure, _dark: dark, _font: font, _marks: data.marks,
    _shapes: figure.layout.shapes ?? [] });
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
  place._newest = data;
  // One after the other: a newer figure never meets a half-drawn one.
  place._queue = (place._queue ?? Promise.resolve()).then(() => draw(place, data, dark, font))
    .catch(error => {
      console.error(error);
      if (place._figure === undefined)
        place.textContent = 'This figure could not be drawn. Reload the page.';
    });
}
