// Draws what lies between two heights. Text only ever enters as text, never as markup.

const LETTER = 6.2;

class Drawing {
  constructor(svg, data) {
    this.svg = svg;
    this.data = data;
    this.columns = columns(data);
    this.columnsOf = new Map();
    // As wide as the longest time.
    const letters = data.events.reduce((most, event) => Math.max(most, event[EVENT.words].length), 12);
    this.gutter = Math.ceil(26 + letters * 6.7);
    data.spans.forEach((span, index) => {
      const key = span[SPAN.sort] + ' ' + span[SPAN.lane];
      this.columnsOf.set(key, Math.max(this.columnsOf.get(key) || 0, this.columns[index] + 1));
    });
  }

  resize(width) {
    const count = Math.max(1, this.data.lanes.length);
    this.laneWidth = Math.max(112, (width - this.gutter - 8) / count);
    this.width = this.gutter + this.laneWidth * count + 8;
  }

  x(lane) {
    return this.gutter + this.laneWidth * (lane + 0.5);
  }

  draw(plan, options, top, bottom, chosen) {
    this.plan = plan;
    this.options = options;
    this.top = top;
    this.bottom = bottom;
    this.svg.replaceChildren();
    this.svg.setAttribute('width', this.width);
    this.svg.setAttribute('height', bottom - top);
    this.svg.setAttribute('viewBox', '0 ' + top + ' ' + this.width + ' ' + (bottom - top));
    this.svg.style.top = top + 'px';
    plan.gaps.filter(gap => this.inSight(gap.top, gap.bottom)).forEach(gap => this.gap(gap));
    this.spans(true);
    this.data.lanes.forEach((lane, index) =>
      this.add('line', {class: 'lane', x1: this.x(index), x2: this.x(index), y1: top, y2: bottom}));
    const rows = plan.rows.filter(index => this.rowInSight(index));
    rows.forEach(index => this.hit(index, chosen));
    this.spans(false);
    rows.forEach(index => this.arrow(index));
    rows.forEach(index => this.event(index));
    this.times(rows);
  }

  inSight(from, to) {
    return to >= this.top && from <= this.bottom;
  }

  // A message is in sight when any part of its arrow is.
  rowInSight(index) {
    const y = this.plan.heights[index];
    const peer = this.data.events[index][EVENT.peer];
    const other = peer < 0 ? y : this.plan.heights[peer];
    return this.inSight(Math.min(y, other) - 40, Math.max(y, other) + 40);
  }

  add(name, attributes, text, parent) {
    const element = document.createElementNS(this.svg.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    (parent || this.svg).append(element);
    return element;
  }

  gap(gap) {
    this.add('rect', {class: 'gap', x: 0, y: gap.top, width: this.width, height: gap.bottom - gap.top});
    for (const y of [gap.top, gap.bottom]) {
      this.add('line', {class: 'gap-edge', x1: 0, x2: this.width, y1: y, y2: y});
    }
  }

  hit(index, chosen) {
    const y = this.plan.heights[index];
    const height = rowHeight(this.data, index);
    this.add('rect', {
      class: 'hit' + (index === chosen ? ' chosen' : ''), 'data-event': index,
      x: 0, y: y - height + 5, width: this.width, height: height});
  }

  spans(faults) {
    this.data.spans.forEach((span, index) => {
      if ((span[SPAN.sort] === 'fault') !== faults) return;
      const from = span[SPAN.from] < 0 ? 0 : this.plan.heights[span[SPAN.from]];
      const to = span[SPAN.to] < 0 ? this.plan.height : this.plan.heights[span[SPAN.to]];
      if (!this.inSight(from, to)) return;
      const [left, width] = this.place(span, index);
      this.add('rect', {
        class: 'bar ' + tone(span), 'data-span': index, x: left, width: width,
        y: Math.max(from, this.top), height: Math.max(2, Math.min(to, this.bottom) - Math.max(from, this.top))});
      if (faults) {
        this.add('line', {
          class: 'fault-edge', x1: left, x2: left,
          y1: Math.max(from, this.top), y2: Math.max(from + 2, Math.min(to, this.bottom))});
      }
      if (width > 6 && (faults || span[SPAN.sort] === 'note')) {
        this.along(span[SPAN.text], 'said-' + span[SPAN.sort], left + (faults ? 14 : width + 10), from, to);
      }
    });
  }

  // Says again and again down a long bar what it is, since its beginning may be out of sight.
  along(text, style, x, from, to) {
    const words = text.length > 36 ? text.slice(0, 35) + '…' : text;
    const needed = words.length * LETTER + 30;
    for (let y = from + 60; y + needed < to; y += Math.max(340, needed)) {
      if (this.inSight(y, y + needed)) {
        this.add('text', {class: 'along ' + style, transform: `translate(${x} ${y}) rotate(90)`}, words);
      }
    }
  }

  // Returns the left edge and the width of a bar.
  place(span, index) {
    const x = this.x(span[SPAN.lane]);
    const column = this.columns[index];
    const abreast = this.columnsOf.get(span[SPAN.sort] + ' ' + span[SPAN.lane]);
    switch (span[SPAN.sort]) {
      case 'session': {
        const share = Math.min(6, 0.4 * this.laneWidth / abreast);
        return [x - 5 - share * (column + 1), share * 0.7];
      }
      case 'note': {
        const share = Math.min(11, 0.4 * this.laneWidth / abreast);
        return [x + 6 + share * column, share * 0.8];
      }
      case 'fault': {
        const share = (this.laneWidth - 14) / abreast;
        return [x - (this.laneWidth - 14) / 2 + share * column, share * 0.95];
      }
      default: return [x - 4, 8];
    }
  }

  // Arrows are drawn from where they began, whether that row is in sight or not.
  arrow(index) {
    const event = this.data.events[index];
    const kind = kindOf(this.data, index);
    const peer = event[EVENT.peer];
    if (kind === 'sent') {
      this.flight(index, peer);
    } else if ((kind === 'received' || kind === 'lost') && peer >= 0 && !this.rowInSight(peer)) {
      this.flight(peer, index);
    }
  }

  flight(sent, end) {
    const event = this.data.events[sent];
    const y = this.plan.heights[sent];
    const x = this.x(event[EVENT.lane]);
    const ping = event[EVENT.ping] ? ' ping' : '';
    if (end < 0) {
      this.add('line', {class: 'arrow lost' + ping, x1: x, y1: y, x2: x + this.outward(event) * 44, y2: y + 5});
      this.cross(x + this.outward(event) * 44, y + 5);
      return;
    }
    const lost = kindOf(this.data, end) === 'lost';
    const part = lost ? 0.62 : 1;
    const toX = x + (this.x(this.data.events[end][EVENT.lane]) - x) * part;
    const toY = y + (this.plan.heights[end] - y) * part;
    const role = lost ? 'lost' : this.role(event, end);
    this.add('line', {class: 'arrow ' + role + ping, x1: x, y1: y, x2: toX, y2: toY});
    if (lost) {
      this.cross(toX, toY);
    } else {
      this.head(x, y, toX, toY, role + ping);
    }
  }

  role(event, end) {
    if (this.data.lanes[event[EVENT.lane]][1] !== 'server') return 'request';
    return this.data.lanes[this.data.events[end][EVENT.lane]][1] === 'server' ? 'peer' : 'reply';
  }

  // Whose other end is unknown points to where its other ends usually are.
  outward(event) {
    return this.data.lanes[event[EVENT.lane]][1] === 'server' ? -1 : 1;
  }

  cross(x, y) {
    this.add('path', {class: 'cross', d: `M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x + 5} ${y - 5}L${x - 5} ${y + 5}`});
  }

  head(fromX, fromY, x, y, role) {
    const angle = Math.atan2(y - fromY, x - fromX);
    const corner = turn => `${x - 8 * Math.cos(angle + turn)} ${y - 8 * Math.sin(angle + turn)}`;
    this.add('path', {class: 'head ' + role, d: `M${x} ${y}L${corner(0.4)}L${corner(-0.4)}Z`});
  }

  event(index) {
    const event = this.data.events[index];
    const kind = kindOf(this.data, index);
    const y = this.plan.heights[index];
    const x = this.x(event[EVENT.lane]);
    if (kind === 'failure') {
      this.add('rect', {class: 'failure', 'data-event': index, x: 0, y: y - 25, width: this.width, height: 30});
      return;
    }
    if (kind === 'sent') {
      this.add('circle', {class: 'dot', cx: x, cy: y, r: 2.2});
      if (this.options.texts) this.sentLabel(index, x, y);
      return;
    }
    if ((kind === 'received' || kind === 'lost') && event[EVENT.peer] >= 0) return;
    this.add('circle', {class: 'dot', cx: x, cy: y - 3, r: 3});
    const quiet = kind === 'connected' || kind === 'disconnected' || kind === 'received';
    const words = quiet ? kind + ' ' + event[EVENT.text] : event[EVENT.text];
    this.label(kind === 'session' ? 'session ' + words : words, x, y + 1, this.isRightHalf(x) ? -1 : 1, 24, (quiet ? 'muted ' : '') + 'said-' + kind);
  }

  sentLabel(index, x, y) {
    const event = this.data.events[index];
    const peer = event[EVENT.peer];
    const toX = peer < 0 ? x + this.outward(event) : this.x(this.data.events[peer][EVENT.lane]);
    this.label(event[EVENT.text], x, y - 4, toX < x ? -1 : 1, 14, event[EVENT.ping] ? 'ping' : '');
  }

  isRightHalf(x) {
    return x > this.gutter + (this.width - this.gutter) * 0.55;
  }

  label(words, x, y, direction, distance, style) {
    const room = direction > 0 ? this.width - x - distance : x - distance - this.gutter;
    const letters = Math.floor(Math.min(room, 3.2 * this.laneWidth) / LETTER);
    const text = words.length > letters ? words.slice(0, Math.max(1, letters - 1)) + '…' : words;
    this.add('text', {
      class: 'label ' + style, x: x + direction * distance, y: y,
      'text-anchor': direction > 0 ? 'start' : 'end'}, text);
  }

  // Stay at the left edge of the pane, see slide().
  times(rows) {
    this.margin = this.add('g', {});
    this.add('rect', {class: 'margin', x: 0, y: this.top, width: this.gutter - 6, height: this.bottom - this.top}, undefined, this.margin);
    let last = -Infinity;
    for (const index of rows) {
      const y = this.plan.heights[index];
      const failure = kindOf(this.data, index) === 'failure';
      if (failure) {
        this.add('rect', {class: 'failure', x: 0, y: y - 25, width: this.gutter - 6, height: 30}, undefined, this.margin);
        const [, words] = this.data.events[index];
        this.add('text', {class: 'failure-text', x: 8, y: y - 5}, words + ' ✕ ' + this.data.events[index][EVENT.text], this.margin);
        last = y;
      } else if (y - last >= 15) {
        this.add('text', {class: 'time', x: this.gutter - 12, y: y + 1, 'text-anchor': 'end'}, this.data.events[index][EVENT.words], this.margin);
        last = y;
      }
    }
    for (const gap of this.plan.gaps.filter(each => this.inSight(each.top, each.bottom))) {
      this.add('text', {class: 'label gap-text', x: 10, y: gap.bottom - 7}, '⋮ ' + gap.label, this.margin);
    }
  }

  slide(left) {
    if (this.margin) this.margin.setAttribute('transform', 'translate(' + left + ' 0)');
  }
}
