// What a figure can be saved as, all of it made in the browser: PNG, SVG, a page of its own, CSV.

const plainText = text => {
  const reader = document.createElement('textarea');  // reads entities, runs nothing
  reader.innerHTML = String(text ?? '').replace(/<br\s*\/?>/gi, ' ').replace(/<[^>]*>/g, '');
  return reader.value;
};

// A text that starts like a formula is quoted, so that no spreadsheet runs it.
const csvCell = value => {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  if (typeof value === 'number') return String(value);
  const text = plainText(value);
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

const titleOf = (place, letter, name) => {
  const axis = place._fullLayout[(name ?? letter).replace(letter, `${letter}axis`)];
  return axis?.title?.text ?? '';
};

// Of stems, three points each (foot, top, gap), the top alone is a value.
const pointRows = (place, trace) => Array.from(trace.x ?? trace.y ?? [], (_, i) => [
  trace.name, titleOf(place, 'y', trace.yaxis), trace.x?.[i], trace.y?.[i], null,
  Array.isArray(trace.text) ? trace.text[i] : null, trace.customdata?.[i] ?? null,
]).filter((_, i) => !trace.meta?.stems || i % 3 === 1);

// x and y of a map can be the borders of its cells: a cell is named by where it begins.
const mapRows = (place, trace) => Array.from(trace.z).flatMap((row, i) => Array.from(row, (z, j) => [
  trace.name, trace.colorbar?.title?.text ?? '', trace.x?.[j] ?? j, trace.y?.[i] ?? i, z, null, null,
]));

const figureCsv = place => {
  const rows = place._fullData.filter(trace => trace.visible === true)
    .flatMap(trace => (trace.z ? mapRows : pointRows)(place, trace));
  const head = ['series', 'quantity', 'x', 'y', 'z', 'note', 'number'];
  return '\ufeff' + [head, ...rows].map(row => row.map(csvCell).join(',')).join('\n') + '\n';
};

const figureImage = async (place, format) => {
  const shown = { data: place.data, layout: { ...place.layout, paper_bgcolor: place._ground } };
  const address = await window.Plotly.toImage(shown, {
    format, scale: 2, width: place.offsetWidth, height: place.offsetHeight });
  return (await fetch(address)).blob();
};

const figurePage = async place => {
  const library = await (await fetch('./app/static/plotly.min.js')).text();
  const inert = text => text.replace(/</g, '\\u003c');
  const figure = JSON.parse(place._read(place._figure));
  figure.layout = { ...figure.layout, paper_bgcolor: place._ground, autosize: true,
    shapes: [...figure.layout.shapes ?? [], ...JSON.parse(place._read(place._marks))] };
  return `<!doctype html><meta charset="utf-8"><title>Informer Lab</title>
<body style="margin:1rem;background:${place._ground}"><div id="figure"></div>
<script>${library.replaceAll('</script', '<\\/script')}</script>
<script>const figure = ${inert(JSON.stringify(figure))};
Plotly.newPlot('figure', figure.data, figure.layout, {responsive: true, displaylogo: false});</script>`;
};

const SAVE_AS = {
  PNG: place => figureImage(place, 'png'),
  SVG: place => figureImage(place, 'svg'),
  HTML: async place => new Blob([await figurePage(place)], { type: 'text/html' }),
  CSV: place => new Blob([figureCsv(place)], { type: 'text/csv' }),
};

const saveAs = async (place, kind, name) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await SAVE_AS[kind](place));
  link.download = `${name}.${kind.toLowerCase()}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

// A menu at the figure's upper right corner, for the mouse, the finger and the keyboard.
const addSaving = (place, name) => {
  const menu = document.createElement('details');
  menu.className = 'informer-save';
  const open = document.createElement('summary');
  open.innerHTML = '<svg viewBox="0 0 16 16" width="15" height="15" fill="none" stroke="currentColor"'
    + ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
    + '<path d="M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11"/></svg>';
  open.title = 'Save this figure, or its data';
  open.setAttribute('aria-label', open.title);
  menu.append(open);
  for (const kind of Object.keys(SAVE_AS)) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = kind === 'CSV' ? 'CSV, its data' : kind;
    button.addEventListener('click', () => {
      menu.open = false;
      saveAs(place, kind, name).catch(error => console.error(error));
    });
    menu.append(button);
  }
  menu.addEventListener('keydown', event => { if (event.key === 'Escape') menu.open = false; });
  menu.addEventListener('focusout', event => {
    if (!menu.contains(event.relatedTarget)) menu.open = false;
  });
  place.parentElement.append(menu);
};
