// Binds the drawing to the page: scrolling, the filter, the switches, and what is pointed at.

const data = JSON.parse(document.getElementById('data').textContent);
const element = id => document.getElementById(id);
const pane = element('pane');
const drawing = new Drawing(element('canvas'), data);
const CHANGES = new Set(['state', 'fault', 'healed', 'election', 'session', 'failure']);
let options;
let plan;
let drawn = {top: 0, bottom: -1};
let chosen = -1;
// What was revealed last, and where that scrolled to: it holds until the reader scrolls.
let revealed = {index: -1, top: -1};

function readOptions() {
  options = {
    pings: element('pings').checked,
    peers: element('peers').checked,
    texts: element('texts').checked,
    terms: element('filter').value.toLowerCase().split(',').map(term => term.trim()).filter(term => term)};
}

function heads() {
  element('heads').replaceChildren(...data.lanes.map(([name, sort], index) => {
    const head = document.createElement('span');
    head.className = sort;
    head.textContent = name;
    head.title = name;
    head.style.left = drawing.x(index) + 'px';
    head.style.maxWidth = drawing.laneWidth + 'px';
    return head;
  }));
  element('heads').style.width = drawing.width + 'px';
}

function redraw() {
  const spare = pane.clientHeight;
  drawn = {
    top: Math.max(0, pane.scrollTop - spare),
    bottom: Math.min(plan.height, pane.scrollTop + 2 * spare)};
  drawing.draw(plan, options, drawn.top, drawn.bottom, chosen);
  drawing.slide(pane.scrollLeft);
}

function scrolled() {
  const top = pane.scrollTop;
  const bottom = Math.min(plan.height, top + pane.clientHeight);
  if (top < drawn.top || bottom > drawn.bottom) {
    redraw();
  } else {
    drawing.slide(pane.scrollLeft);
  }
}

function arrange(anchor) {
  readOptions();
  drawing.resize(pane.clientWidth);
  plan = layout(data, options);
  // Room to bring the last event up to where the screen ends.
  element('space').style.height = plan.height + pane.clientHeight - sightHeight() + 'px';
  element('space').style.width = drawing.width + 'px';
  element('count').textContent = plan.rows.length + ' of ' + data.events.length + ' events shown';
  heads();
  if (anchor !== undefined) reveal(anchor);
  redraw();
}

// How much of the pane is on the screen, or will be once the reader comes to it.
function sightHeight() {
  const bottom = Math.min(pane.getBoundingClientRect().bottom, innerHeight - element('detail').offsetHeight);
  const height = bottom - Math.max(0, pane.getBoundingClientRect().top);
  return height > 160 ? height : pane.clientHeight;
}

// Two thirds down: what led to an event matters more than what followed.
function reveal(index) {
  if (index < 0 || index >= data.events.length) return;
  pane.scrollTop = plan.heights[index] - sightHeight() * 0.66;
  revealed = {index: index, top: pane.scrollTop};
  const x = drawing.x(data.events[index][EVENT.lane]) - pane.scrollLeft;
  if (x < drawing.gutter || x > pane.clientWidth - 40) pane.scrollLeft += x - pane.clientWidth * 0.6;
}

function inFocus() {
  if (revealed.index >= 0 && Math.abs(pane.scrollTop - revealed.top) < 2) return revealed.index;
  const y = pane.scrollTop + sightHeight() * 0.66;
  let best = -1;
  for (const index of plan.rows) {
    if (best < 0 || Math.abs(plan.heights[index] - y) < Math.abs(plan.heights[best] - y)) best = index;
  }
  return best;
}

function jump(step) {
  let index = chosen >= 0 ? chosen : inFocus();
  do {
    index += step;
  } while (index >= 0 && index < data.events.length
      && !(CHANGES.has(kindOf(data, index)) && isVisible(data, index, options)));
  if (index < 0 || index >= data.events.length) return;
  choose(index);
  reveal(index);
  redraw();
}

function choose(index) {
  chosen = index;
  describeEvent(index);
}

function describe(head, rest, text) {
  const bold = document.createElement('b');
  bold.textContent = head;
  const code = document.createElement('code');
  code.textContent = text;
  element('detail').replaceChildren(bold, ' ' + rest + ' ', document.createElement('br'), code);
}

function describeEvent(index) {
  const event = data.events[index];
  const kind = kindOf(data, index);
  const here = data.lanes[event[EVENT.lane]][0];
  let where = here + ', ' + kind;
  if (event[EVENT.peer] >= 0) {
    const there = data.lanes[data.events[event[EVENT.peer]][EVENT.lane]][0];
    const end = kind === 'sent' ? kindOf(data, event[EVENT.peer]) : kind;
    where = (kind === 'sent' ? here + ' → ' + there : there + ' → ' + here)
        + (end === 'lost' ? ', lost' : ', underway for ' + event[EVENT.transit]);
  }
  describe(event[EVENT.words], where, event[EVENT.text]);
}

function describeSpan(index) {
  const span = data.spans[index];
  const time = at => data.events[at][EVENT.words];
  const from = span[SPAN.from] < 0 ? 'before what is shown' : time(span[SPAN.from]);
  const to = span[SPAN.to] < 0 ? 'the end of what is shown, or later' : time(span[SPAN.to]);
  describe(from + ' to ' + to, data.lanes[span[SPAN.lane]][0] + ', ' + span[SPAN.sort], span[SPAN.text]);
}

function pointed(event) {
  const target = event.target;
  if (target.dataset.event !== undefined) {
    describeEvent(Number(target.dataset.event));
  } else if (target.dataset.span !== undefined) {
    describeSpan(Number(target.dataset.span));
  }
}

async function copy() {
  const command = element('command');
  try {
    await navigator.clipboard.writeText(command.textContent);
    element('copy').textContent = 'Copied';
  } catch (refused) {
    // A page opened from a file may not be trusted with the clipboard; selected is half copied.
    getSelection().selectAllChildren(command);
    element('copy').textContent = 'Selected';
  }
}

element('canvas').addEventListener('pointerover', pointed);
element('canvas').addEventListener('click', event => {
  if (event.target.dataset.event === undefined) {
    pointed(event);
    return;
  }
  choose(Number(event.target.dataset.event));
  redraw();
});
pane.addEventListener('pointerleave', () => {
  if (chosen >= 0) describeEvent(chosen);
});
pane.addEventListener('scroll', scrolled, {passive: true});
addEventListener('resize', () => arrange(inFocus()));
for (const id of ['pings', 'peers', 'texts']) element(id).addEventListener('change', () => arrange(inFocus()));
element('filter').addEventListener('input', () => arrange(inFocus()));
element('start').addEventListener('click', () => { pane.scrollTop = 0; });
element('focus').addEventListener('click', () => { chosen = -1; reveal(data.focus); });
element('earlier').addEventListener('click', () => jump(-1));
element('later').addEventListener('click', () => jump(1));
element('copy').addEventListener('click', copy);
arrange(data.focus);
