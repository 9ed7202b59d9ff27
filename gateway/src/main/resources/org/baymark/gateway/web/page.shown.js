// What the gateway says of itself, part by part. Needs page.js.
'use strict';

function show() {
  const isIn = Boolean(session.role);
  at('login').hidden = isIn;
  at('main').hidden = !isIn;
  at('plain').hidden = session.open;
  at('loginForm').hidden = !session.open;
  at('trouble').hidden = !failing;
  at('trouble').textContent = word('unreachable');
  at('name').textContent = isIn && seen.about ? seen.about.gateway : '';
  if (!isIn) return;
  at('claimOffer').hidden = session.role !== 'operator';
  at('whoIs').textContent = word('whoIs', { role: word('role.' + session.role) })
    + (session.role === 'viewer' ? ' ' + word('viewerMay') : '');
  if (seen.status) showHealth();
  if (seen.stats) showFigures();
  if (seen.statements) showStatements();
  if (seen.alarms) showAlarms();
  if (seen.bindings) showBindings();
  if (seen.devices) showDevices();
  if (seen.commands) showCommands();
  if (seen.batches) showBatches();
  if (seen.quarantine) showQuarantine();
  showFacts();
}

function clockPart() {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const isWrong = Math.abs(ahead) > CLOCK_MILLIS_MAX;
  return {
    part: 'clock', grade: isWrong ? 'note' : 'ok',
    say: isWrong ? 'clock.note' : 'clock.ok', values: { age: span(seconds * 1000), time: time(seen.status.now) }
  };
}

function showHealth() {
  const isWell = seen.status.well && !failing;
  at('health').className = isWell ? 'good' : 'bad';
  at('verdict').textContent = word(isWell ? 'well' : 'notWell');
  const order = { wrong: 0, note: 1, ok: 2 };
  const parts = seen.status.parts.concat(clockPart())
    .sort((one, other) => order[one.grade] - order[other.grade]);
  at('parts').replaceChildren(...parts.map(part => {
    const line = element('li', undefined, part.grade);
    const mark = element('span', { ok: '✓', note: '!', wrong: '✗' }[part.grade], 'mark ' + part.grade);
    mark.title = word('grade.' + part.grade);
    line.append(mark, element('span', partName(part.part), 'part'), element('span', sentence(part), 'what'));
    return line;
  }));
}

function partName(name) {
  const [first, address] = name.split(' ');
  const key = 'part.' + first;
  const said = word(key);
  return (said === key ? first : said) + (address ? ' ' + address : '');
}

function sentence(part) {
  const key = 'say.' + part.say;
  const values = {};
  for (const [name, value] of Object.entries(part.values || {})) {
    const isSize = ['size', 'free', 'reserve'].includes(name);
    values[name] = isSize ? bytes(value) : typeof value === 'number' ? number(value) : value;
  }
  if (part.values && typeof part.values.seconds === 'number') values.age = span(part.values.seconds * 1000);
  const said = word(key, values);
  return said === key ? part.sentence : said;
}

function showFigures() {
  const stats = seen.stats;
  const sum = Object.values(stats.refused).reduce((all, one) => all + one, 0);
  at('rate').textContent = rate === null ? '–'
    : new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(rate);
  at('accepted').textContent = number(stats.accepted + stats.records);
  at('duplicates').textContent = number(stats.duplicates);
  at('late').textContent = number(stats.late);
  at('lies').textContent = number(stats.equivocations);
  at('lies').className = stats.equivocations ? 'bad' : '';
  at('refused').textContent = number(sum);
  at('uptime').textContent = span(stats.uptimeMillis);
}

function reading(one) {
  return one.name.split(':').pop() + ' ' + one.value + (one.unit ? ' ' + one.unit : '');
}

function showStatements() {
  const all = seen.statements.statements;
  at('noStatements').hidden = all.length > 0;
  at('statements').replaceChildren(...all.map(said => {
    const line = element('li');
    const head = element('div', undefined, 'head');
    head.append(element('strong', kind(said.kind)), element('span', said.device, 'mono'));
    if (said.equivocation) head.append(element('span', word('lie'), 'bad soft'));
    else if (said.late) head.append(element('span', word('isLate'), 'note soft'));
    if (said.future) head.append(element('span', word('isFuture'), 'note soft'));
    if (said.past) head.append(element('span', word('isPast'), 'note soft'));
    head.append(when(said.received));
    line.append(head);
    const more = (said.readings || []).map(reading);
    if (said.subject && said.subject !== said.device) more.unshift(said.subject);
    if (more.length) line.append(element('div', more.join(' · '), 'soft'));
    return line;
  }));
}

function kind(name) {
  const key = 'kind.' + name;
  const said = word(key);
  return said === key ? name || '?' : said;
}

function silence(device) {
  return device.last ? Date.now() - ahead - Date.parse(device.last.received) : Infinity;
}

function showDevices() {
  const all = seen.devices.devices;
  const claims = (seen.devices.claims || []).filter(claim => claim.status === 'pending');
  at('noDevices').hidden = all.length + claims.length > 0;
  at('moreDevices').hidden = all.length <= DEVICES_MAX;
  at('moreDevices').textContent = word('moreDevices', { count: number(all.length - DEVICES_MAX) });
  // Who is silent for longest comes first, and those that are believed no more come last.
  const sorted = all.slice().sort((one, other) =>
    (one.status === 'active' ? 0 : 1) - (other.status === 'active' ? 0 : 1)
    || silence(other) - silence(one) || 0);
  at('devices').replaceChildren(
    ...sorted.slice(0, DEVICES_MAX).map(deviceCard), ...claims.slice(0, DEVICES_MAX).map(claimCard));
}

function deviceCard(device) {
  const card = element('li');
  card.dataset.device = device.name;
  card.append(element('strong', device.name, 'mono'));
  const status = word('status.' + device.status) + (device.reason ? ': ' + device.reason : '');
  card.append(element('span', status, device.status === 'active' ? 'good soft' : 'bad soft'));
  const last = element('span', word('lastWord') + ': ');
  last.append(device.last ? when(device.last.received) : element('span', word('never'), 'soft'));
  card.append(last);
  card.append(element('span', word('gaps', { count: number(device.gaps) }), device.gaps ? 'bad' : 'soft'));
  if (device.battery) card.append(element('span', word('battery') + ': ' + batteryText(device.battery)));
  card.append(element('span',
    word('counts', { accepted: number(device.accepted), anchored: number(device.anchored) }), 'soft'));
  const unsigned = device.records.provisional + device.records.covered;
  if (unsigned) {
    card.append(element('span', word('records',
      { count: number(unsigned), covered: number(device.records.covered) }), 'soft'));
  }
  card.append(element('span', device.owner + ' · ' + device.kinds.map(kind).join(', '), 'soft'));
  if (session.role === 'operator' && device.status !== 'revoked') card.append(deviceButtons(device));
  return card;
}

// Whom the operator expects: nothing that it says is believed before it has proved its key.
function claimCard(claim) {
  const card = element('li');
  card.append(element('strong', claim.name, 'mono'));
  card.append(element('span', word('status.pending'), 'note soft'));
  card.append(element('span', claim.owner + ' · ' + claim.kinds.map(kind).join(', '), 'soft'));
  if (session.role === 'operator') card.append(revoking(claim.name));
  return card;
}

function batteryText(battery) {
  return battery.unit === '%EL' ? battery.value + ' %' : battery.value + ' s';
}

// To revoke is for good: the button asks once more before it does.
function revoking(name) {
  const isSure = sure === name;
  const button = element('button', word(isSure ? 'revokeSure' : 'revoke'), isSure ? 'danger sure' : 'danger');
  button.type = 'button';
  button.addEventListener('click', () => {
    if (sure === name) {
      sure = null;
      act(() => change('POST', 'devices/revoke', { name }));
      return;
    }
    sure = name;
    showDevices();
    setTimeout(() => {
      if (sure === name) sure = null;
      if (seen.devices) showDevices();
    }, SURE_MILLIS);
  });
  return button;
}

async function act(work) {
  try {
    await work();
    looks = 0;
    await look();
  } catch (wrong) {
    if (wrong instanceof Denied) {
      leave();
    } else {
      show();
      at('trouble').hidden = false;
      at('trouble').textContent = wrong.message;
    }
  }
}

function showCommands() {
  const all = seen.commands.commands;
  const tones = { delivered: 'good', sent: 'note', queued: 'note', expired: 'bad', revoked: 'bad', superseded: 'soft' };
  at('noCommands').hidden = all.length > 0;
  at('commands').replaceChildren(...all.map(command => {
    const line = element('li');
    const head = element('div', undefined, 'head');
    const order = word('order.' + command.order, { seconds: number(command.seconds || 0) });
    head.append(element('strong', order), element('span', command.name, 'mono'));
    head.append(element('span', word('command.' + command.state), tones[command.state]));
    if (command.transport) head.append(element('span', command.transport, 'soft'));
    head.append(when(command[command.state === 'expired' ? 'expires' : command.state] || command.queued));
    line.append(head);
    return line;
  }));
}

// What to do stands beside what is wrong: silence and lies have words of their own.
function alarmLine(alarm) {
  const line = element('li');
  const head = element('div', undefined, 'head');
  head.append(element('strong', alarm.code, alarm.ended ? 'soft' : 'bad'), element('span', alarm.subject, 'mono'));
  head.append(when(alarm.raised));
  line.append(head, element('div', alarm.detail));
  if (alarm.device !== alarm.subject) line.append(element('div', alarm.device, 'mono soft'));
  if (alarm.rule) line.append(element('div', alarm.rule, 'mono soft'));
  if (alarm.ended) {
    line.append(element('div', word('alarmOver') + ' ' + alarm.why, 'soft'));
  } else {
    const isOwn = ['silence', 'equivocation', 'key-refused'].includes(alarm.code);
    line.append(element('div', word('alarmDo.' + (isOwn ? alarm.code : 'rule'))));
  }
  if (alarm.statement) {
    const fate = alarm.fate === 'stored' || alarm.fate === 'waiting' ? word('alarmFate.' + alarm.fate) : alarm.fate;
    line.append(element('div', fate + ' ' + alarm.statement.slice(0, 16), 'soft'));
  }
  return line;
}

function showAlarms() {
  const all = seen.alarms;
  at('noAlarms').hidden = all.open.length > 0;
  at('unposted').textContent = all.webhook.trouble
    ? word('unposted', { why: all.webhook.trouble, waiting: number(all.webhook.waiting), dropped: number(all.webhook.dropped) }) : '';
  at('alarmsOpen').replaceChildren(...all.open.map(alarmLine));
  at('alarmsBefore').hidden = all.ended.length === 0;
  at('alarmsEnded').replaceChildren(...all.ended.map(alarmLine));
}

function showBindings() {
  const all = seen.bindings.bindings;
  at('noBindings').hidden = all.length > 0;
  at('bindings').replaceChildren(...all.map(binding => {
    const line = element('li');
    const head = element('div', undefined, 'head');
    head.append(element('strong', binding.device, 'mono'), element('span', '→ ' + binding.shipment, 'mono'));
    head.append(element('span', word(binding.attached ? 'attached' : 'detached'), binding.attached ? 'good' : 'soft'));
    head.append(when(binding.since));
    line.append(head, element('div', word('bindingBy', {
      name: binding.by, after: binding.after || '?', until: binding.until || '?' }), 'soft'));
    if (binding.retracted) line.append(element('div', word('bindingRetracted'), 'bad'));
    return line;
  }));
}

function showBatches() {
  const all = seen.batches.batches;
  const tones = { anchored: 'good', taken: 'note', sealed: 'note', refused: 'bad' };
  at('noBatches').hidden = all.length > 0;
  at('batches').replaceChildren(...all.map(batch => {
    const line = element('li');
    const head = element('div', undefined, 'head');
    head.append(element('strong', word('batch', { number: number(batch.number) })));
    head.append(element('span', word('batchHolds', { count: number(batch.statements) })));
    head.append(element('span', word('state.' + batch.state), tones[batch.state]));
    if (batch.entry !== null) head.append(element('span', word('entry', { number: number(batch.entry) }), 'soft'));
    head.append(when(batch.sealed));
    line.append(head);
    if (batch.reason) line.append(element('div', batch.reason, 'bad'));
    return line;
  }));
}

function showQuarantine() {
  const all = seen.quarantine;
  at('kept').textContent = word(all.dropped ? 'keptDropped' : 'kept',
    { kept: number(all.kept), dropped: number(all.dropped) });
  const reasons = Object.assign({}, seen.stats ? seen.stats.refused : {}, seen.stats ? seen.stats.turnedAway : {});
  at('reasons').replaceChildren(...Object.entries(reasons).map(([reason, count]) =>
    element('li', reason + ' ' + number(count))));
  at('quarantined').replaceChildren(...all.refused.map(refusal));
}

function refusal(one) {
  const line = element('li');
  const head = element('div', undefined, 'head');
  head.append(element('strong', one.reason), element('span', one.transport, 'soft'), when(one.at));
  line.append(head, element('div', one.detail));
  if (one.claimed) line.append(element('div', word('claimed', { name: one.claimed, kid: one.kid }), 'soft'));
  const more = element('details');
  const id = one.at + one.bytes.slice(0, 64);
  more.open = open.has(id);
  more.addEventListener('toggle', () => more.open ? open.add(id) : open.delete(id));
  more.append(element('summary', word('bytes', { count: number(one.size) })), element('pre', one.bytes));
  line.append(more);
  const isStrange = one.claimed && /^unknown-(device|key)$/.test(one.reason)
    && !(seen.devices ? seen.devices.devices : []).some(it => it.name === one.claimed);
  if (session.role === 'operator' && isStrange) {
    const button = element('button', word('adopt') + '…', 'adopting');
    button.type = 'button';
    button.addEventListener('click', () => offerAdoption(one.claimed));
    line.append(button);
  }
  return line;
}

function showFacts() {
  const facts = [];
  const fact = (key, text, className) => {
    if (text === undefined || text === null) return;
    const row = element('div');
    row.append(element('dt', word(key)), element('dd', text, className));
    facts.push(row);
  };
  const about = seen.about;
  if (about) {
    fact('fact.log', about.origin);
    fact('fact.mqtt', about.mqtt);
    fact('fact.coap', about.coap);
  }
  const stats = seen.stats;
  if (stats) {
    fact('fact.head', stats.checkpoint ? number(stats.checkpoint.size) : word('none'));
    fact('fact.root', stats.checkpoint ? stats.checkpoint.root : undefined, 'mono');
    fact('fact.store', bytes(stats.databaseBytes));
    fact('fact.memory', stats.residentBytes ? bytes(stats.residentBytes) : undefined);
  }
  if (seen.status) fact('fact.time', time(seen.status.now));
  at('facts').replaceChildren(...facts);
}
