// Draws the figures of a report from the JSON beside them: light, dark, narrow, and on paper.
const PAPER_WIDTH = 680; // pixels between the margins of A4, as browsers count them
const dusk = matchMedia('(prefers-color-scheme: dark)');
const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const found = new RegExp(Object.keys(DARK).map(escaped).join('|'), 'gi');
const recolour = json => json.replace(found, colour => DARK[colour.toLowerCase()] ?? colour);

const drawings = [...document.querySelectorAll('figure')].map(place => {
  const source = place.querySelector('script').textContent;
  place.textContent = '';
  return { place, source };
});

const draw = (paper = false) => drawings.forEach(({ place, source }) => {
  const figure = JSON.parse(dusk.matches && !paper ? recolour(source) : source);
  const clear = { paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)' };
  const touch = matchMedia('(pointer: coarse)').matches;
  const layout = { ...figure.layout, ...clear, ...(touch && { dragmode: false }),
    ...(paper ? { width: PAPER_WIDTH, autosize: false } : { autosize: true }) };
  place.style.minHeight = `${layout.height ?? 360}px`;
  window.Plotly.react(place, figure.data, layout, {
    responsive: !paper, displaylogo: false, displayModeBar: false, showSendToCloud: false });
});

draw();
dusk.addEventListener('change', () => draw());

let folded = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not([open])')];
  folded.forEach(part => { part.open = true; });
  draw(true);
});
addEventListener('afterprint', () => {
  folded.forEach(part => { part.open = false; });
  draw();
});
