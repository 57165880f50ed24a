'use strict';

const PERIOD = 1000;
const POINTS = 60;
const CAPS = {
  budget: 'cut: other answers hold the memory for more', store: 'cut by a limit of the store',
};
const SVG = 'http://www.w3.org/2000/svg';
const $ = (id) => document.getElementById(id);
const lags = new Map();
const examples = new Map();
const cards = new Map();
let answer = null;
let asTable = true;

/** An element with a class, and text or children; text is never read as HTML. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

async function fetchJson(path, options) {
  const response = await fetch(path, options);
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch (e) {
    throw new Error(`The gateway answered ${response.status}.`);
  }
  if (!response.ok) throw new Error(json.detail || `The gateway answered ${response.status}.`);
  return { json, text };
}

const grouped = (n) => (n === null || n === undefined ? 'unknown' : n.toLocaleString('en'));

function ago(instant) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

function svg(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Draws the last lags, the newest at the right; a lag that is unknown leaves a gap. */
function spark(drawing, values) {
  const top = Math.max(1, ...values.filter((v) => v !== null));
  const left = POINTS - values.length;
  let line = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    line += `${pen}${left + i} ${(30 - (value / top) * 26).toFixed(1)}`;
    pen = 'L';
  });
  const under = line && !values.includes(null) ? `${line}L${POINTS - 1} 32L${left} 32Z` : '';
  drawing.replaceChildren(svg('path', { d: under, class: 'under' }), svg('path', { d: line }));
}

function cardOf(name) {
  if (!cards.has(name)) {
    const card = element('article', 'card');
    const drawing = svg('svg', {
      class: 'spark', viewBox: `0 0 ${POINTS - 1} 32`, preserveAspectRatio: 'none', 'aria-hidden': 'true',
    });
    card.dataset.view = name;
    $('cards').append(card);
    cards.set(name, { card, drawing });
  }
  return cards.get(name);
}

function showView(view) {
  const { card, drawing } = cardOf(view.name);
  const history = lags.get(view.name) || [];
  history.push(view.lag);
  if (history.length > POINTS) history.shift();
  lags.set(view.name, history);
  spark(drawing, history);
  const badge = element('span', `badge ${view.state}`, view.state.replace('_', ' ').toLowerCase());
  const numbers = element('dl', '');
  for (const [term, value] of [
    ['Applied here', grouped(view.resources)], ['Dead letters', grouped(view.deadLetters)],
    ['Revision', String(view.revision)], ['In this state for', ago(view.since)],
  ]) numbers.append(element('dt', '', term), element('dd', '', value));
  const lag = element('div', 'lag',
    element('div', '', element('strong', '', grouped(view.lag)), element('span', '', 'events behind')), drawing);
  card.replaceChildren(
    element('h3', '', view.name, element('small', '', view.type), badge), lag, numbers);
  if (view.message) card.append(element('p', 'message', view.message));
}

function showBudget({ bytes, held }) {
  const mebibytes = (n) => (n / 1048576).toFixed(n < 10485760 ? 1 : 0);
  $('budget').textContent = `Answers and request bodies hold ${mebibytes(held)} of ${mebibytes(bytes)} MiB.`;
  $('budget-held').value = held / bytes;
}

function table(columns, rows) {
  const head = element('tr', '');
  columns.forEach((column) => {
    const cell = element('th', '', column);
    cell.scope = 'col';
    head.append(cell);
  });
  const body = element('tbody', '');
  rows.forEach((row) => body.append(element('tr', '', ...row.map((value) => element('td', '', value)))));
  return element('table', '', element('thead', '', head), body);
}

function showLetters({ deadLetters, total }) {
  if (total === 0) {
    $('dead').replaceChildren(element('p', 'none', 'None: no view has rejected an event.'));
    return;
  }
  $('dead').replaceChildren(table(['View', 'Resource', 'Place', 'Why', 'When', ''], deadLetters.map((l) => {
    const link = element('a', '', l.position);
    link.href = `/dead-letters/${encodeURIComponent(l.id)}`;
    return [l.view, l.subject || '—', link, l.message, l.at.replace('T', ' ').replace(/\..*/, ''), l.superseded ? 'superseded' : ''];
  })));
  if (total > deadLetters.length) {
    $('dead').append(element('p', 'none', `The oldest ${deadLetters.length} of ${grouped(total)}.`));
  }
}

function offerViews(views) {
  const select = $('view');
  if (select.options.length === views.length) return;
  const chosen = select.value;
  select.replaceChildren(...views.map((view) => {
    const option = element('option', '', view.name);
    option.value = view.name;
    return option;
  }));
  if (chosen) select.value = chosen;
  showExample();
}

async function showExample() {
  const view = $('view').value;
  if (!view) return;
  try {
    if (!examples.get(view)) examples.set(view, (await fetchJson(`/views/${encodeURIComponent(view)}`)).json.example);
    const example = examples.get(view);
    $('body').value = example ? JSON.stringify(JSON.parse(example), null, 2) : '';
    $('body').rows = Math.min(14, Math.max(4, $('body').value.split('\n').length));
  } catch (e) {
    say(e.message, true);
  }
}

function say(text, wrong) {
  $('said').textContent = text;
  $('said').classList.toggle('wrong', Boolean(wrong));
}

/** Rows with every number as {"#": its digits}, so that 1.10 is not shown as 1.1. */
function exactRows(text) {
  const digits = (token) => (token[0] === '"' ? token : `{"#":"${token}"}`);
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, digits)).rows;
}

function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  const json = JSON.stringify(value).replace(/\{"#":"([^"]*)"\}/g, '$1');
  return '#' in value ? json : element('code', '', json);
}

function showAnswer() {
  $('as-table').setAttribute('aria-pressed', String(asTable));
  $('as-json').setAttribute('aria-pressed', String(!asTable));
  if (!answer) return;
  const rows = exactRows(answer.text);
  if (!asTable || rows.length === 0) {
    $('result').replaceChildren(element('pre', '', indented(answer.text)));
    return;
  }
  const columns = [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))].slice(0, 40);
  $('result').replaceChildren(table(columns, rows.slice(0, 500).map((row) => columns.map((c) => cell(row[c])))));
}

/** Line breaks for JSON text without reading its numbers: 1.10 stays 1.10. */
function indented(text) {
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return text.replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g, (token, at) => {
    if (token === '{' || token === '[') {
      if (text[at + 1] === '}' || text[at + 1] === ']') return token;
      depth++;
      return token + line();
    }
    if (token === '}' || token === ']') {
      if (text[at - 1] === '{' || text[at - 1] === '[') return token;
      depth--;
      return line() + token;
    }
    if (token === ',') return token + line();
    return token === ':' ? ': ' : token;
  });
}

async function ask(event) {
  event.preventDefault();
  $('run').disabled = true;
  say('…');
  try {
    answer = await fetchJson(`/views/${encodeURIComponent($('view').value)}/query`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: $('body').value,
    });
    const { rows, truncated, cap, tookMillis, total } = answer.json;
    const count = `${grouped(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`;
    say(count + (total === undefined ? '' : ` of ${grouped(total)}`) + (truncated ? `, ${CAPS[cap] || `cut at query.${cap}`}` : '') + `, ${tookMillis} ms`);
    showAnswer();
  } catch (e) {
    answer = null;
    $('result').replaceChildren();
    say(e.message, true);
  }
  $('run').disabled = false;
}

async function refresh() {
  try {
    const { views, budget } = (await fetchJson('/views')).json;
    views.forEach(showView);
    showBudget(budget);
    offerViews(views);
    showLetters((await fetchJson('/dead-letters?limit=200')).json);
    $('connection').textContent = '';
  } catch (e) {
    $('connection').textContent = e instanceof TypeError ? 'The gateway cannot be reached.' : e.message;
  }
  setTimeout(refresh, document.hidden ? 5 * PERIOD : PERIOD);
}

$('query').addEventListener('submit', ask);
$('view').addEventListener('change', showExample);
$('example').addEventListener('click', showExample);
$('as-table').addEventListener('click', () => { asTable = true; showAnswer(); });
$('as-json').addEventListener('click', () => { asTable = false; showAnswer(); });
$('body').addEventListener('keydown', (e) => {
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) $('query').requestSubmit();
});
refresh();
