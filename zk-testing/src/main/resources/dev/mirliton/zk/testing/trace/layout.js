// Where each event stands: time runs down the page, but only as far as something happens.

const EVENT = {time: 0, words: 1, kind: 2, lane: 3, peer: 4, transit: 5, ping: 6, text: 7};
const SPAN = {sort: 0, lane: 1, from: 2, to: 3, text: 4};
const BREAK_AFTER_NS = 300e6;

function kindOf(data, index) {
  return data.kinds[data.events[index][EVENT.kind]];
}

function isBetweenServers(data, index) {
  const event = data.events[index];
  const peer = event[EVENT.peer];
  return peer >= 0
      && data.lanes[event[EVENT.lane]][1] === 'server'
      && data.lanes[data.events[peer][EVENT.lane]][1] === 'server';
}

// What a filter looks at: both ends of a message are found by either's lane and text.
function said(data, index) {
  const event = data.events[index];
  const own = data.lanes[event[EVENT.lane]][0] + ' ' + kindOf(data, index) + ' ' + event[EVENT.text];
  return own.toLowerCase();
}

function matches(data, index, terms) {
  const peer = data.events[index][EVENT.peer];
  const all = said(data, index) + (peer < 0 ? '' : '\n' + said(data, peer));
  return terms.every(term => all.includes(term));
}

function isVisible(data, index, options) {
  if (kindOf(data, index) === 'failure') return true;
  if (data.events[index][EVENT.ping] && !options.pings) return false;
  if (!options.peers && isBetweenServers(data, index)) return false;
  return options.terms.length === 0 || matches(data, index, options.terms);
}

function rowHeight(data, index) {
  const joined = data.events[index][EVENT.peer] >= 0;
  switch (kindOf(data, index)) {
    case 'failure': return 36;
    case 'received': return joined ? 9 : 20;
    case 'lost': return joined ? 12 : 20;
    default: return 20;
  }
}

// Returns rows (what is visible), gaps (where time was cut short), and the height of every event.
function layout(data, options) {
  const rows = [];
  const gaps = [];
  const heights = new Float64Array(data.events.length);
  let y = 16;
  let hidden = 0;
  let before = -1;
  for (let index = 0; index < data.events.length; index++) {
    if (!isVisible(data, index, options)) {
      heights[index] = y + 4;
      hidden++;
      continue;
    }
    const passed = before < 0 ? 0 : data.events[index][EVENT.time] - data.events[before][EVENT.time];
    if (passed >= BREAK_AFTER_NS) {
      const label = (passed / 1e9).toFixed(1) + ' s' + (hidden ? ', ' + hidden + ' hidden' : '');
      gaps.push({top: y + 8, bottom: y + 30, label: label});
      y += 34;
    } else {
      y += Math.min(22, 4 * Math.log2(1 + passed / 1e6));
    }
    y += rowHeight(data, index);
    heights[index] = y;
    rows.push(index);
    before = index;
    hidden = 0;
  }
  return {rows: rows, gaps: gaps, heights: heights, height: y + 40};
}

// Gives bars of one sort on one lane, that last at the same time, columns of their own.
function columns(data) {
  const taken = new Map();
  return data.spans.map(span => {
    const key = span[SPAN.sort] + ' ' + span[SPAN.lane];
    const ends = taken.get(key) || [];
    taken.set(key, ends);
    const from = span[SPAN.from];
    const to = span[SPAN.to] < 0 ? Infinity : span[SPAN.to];
    let column = ends.findIndex(end => end <= from);
    if (column < 0) column = ends.length;
    ends[column] = to;
    return column;
  });
}

function tone(span) {
  const first = span[SPAN.text].toLowerCase().split(/[^a-z]/)[0];
  switch (span[SPAN.sort]) {
    case 'state':
      if (first === 'connected') return 'good';
      return first === 'suspended' || first === 'connecting' ? 'doubt' : 'bad';
    case 'role':
      if (first.startsWith('lead')) return 'leader';
      return first.startsWith('follow') ? 'follower' : 'other';
    default:
      return span[SPAN.sort];
  }
}
