// The page of a member's node. What comes from the log was written by others: it becomes text,
// never markup, and only addresses of http and https become links.
'use strict';

const EVERY_MILLIS = 5000;

// Who has not answered by then does not answer: a node that stands still must not look as if it worked.
const PATIENCE_MILLIS = 10000;
const HEADS_MAX = 50;
const FALLBACK = 'en';

// How dates and numbers are written: in the traditional script as in Hong Kong and Macao.
const LOCALES = { 'zh-Hant': 'zh-Hant-HK' };

let words = {};
let language = FALLBACK;
let overview = null;
let failing = false;
let found = null;
let searches = 0;
const heads = [];

const at = id => document.getElementById(id);

function word(key, values) {
  const table = words[language] || {};
  let text = key in table ? table[key] : (words[FALLBACK] || {})[key] || key;
  for (const [name, value] of Object.entries(values || {})) {
    text = text.split('{' + name + '}').join(String(value));
  }
  return text;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(text, address) {
  if (!/^https?:\/\//.test(address)) return element('span', text);
  const made = element('a', text);
  made.href = address;
  made.rel = 'noreferrer';
  return made;
}

function own(text, path, file) {
  const made = element('a', text);
  made.href = path;
  if (file) made.download = file;
  return made;
}

function locale() {
  return LOCALES[language] || language;
}

function number(value) {
  return new Intl.NumberFormat(locale()).format(value);
}

function time(millis) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' })
    .format(new Date(millis));
}

function age(millis) {
  const seconds = Math.round(millis / 1000);
  if (seconds < 120) return word('seconds', { count: seconds });
  if (seconds < 7200) return word('minutes', { count: Math.round(seconds / 60) });
  if (seconds < 172800) return word('hours', { count: Math.round(seconds / 3600) });
  return word('days', { count: Math.round(seconds / 86400) });
}

function place(code) {
  const key = 'place.' + code;
  const name = word(key);
  return name === key ? code : name + ' (' + code + ')';
}

function company(name) {
  const member = overview.members.find(it => it.name === name);
  return member ? member.company : name;
}

// --- Languages

function choose(tags) {
  for (const tag of tags) {
    const lower = String(tag).toLowerCase();
    if (/^zh\b/.test(lower)) {
      return /hant|-hk|-mo|-tw/.test(lower) && !/hans/.test(lower) ? 'zh-Hant' : 'zh-Hans';
    }
    if (/^pt\b/.test(lower)) return 'pt-PT';
    if (/^en\b/.test(lower)) return 'en';
  }
  return FALLBACK;
}

function kept() {
  try {
    return localStorage.getItem('language');
  } catch (denied) {
    return null;
  }
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = word('title') + ' – Baymark';
  for (const part of document.querySelectorAll('[data-word]')) {
    part.textContent = word(part.dataset.word);
  }
  for (const button of at('languages').children) {
    button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  }
  show();
  showFound();
}

function offerLanguages() {
  for (const tag of Object.keys(words)) {
    const button = element('button', words[tag].language);
    button.type = 'button';
    button.lang = tag;
    button.dataset.language = tag;
    button.addEventListener('click', () => {
      try {
        localStorage.setItem('language', tag);
      } catch (denied) {
        // It is chosen for this visit, then.
      }
      speak(tag);
    });
    at('languages').append(button);
  }
}

// --- What the node says

function show() {
  at('trouble').hidden = !failing;
  at('trouble').textContent = word('unreachable');
  if (!overview) return;
  const head = overview.head;
  at('origin').textContent = overview.origin || '';
  at('size').textContent = head ? number(head.size) : word('noHead');
  at('age').textContent = head ? age(head.ageMillis) : '–';
  at('waiting').textContent = number(overview.size - (head ? head.size : 0));
  at('root').textContent = head ? head.root : '';
  at('note').textContent = head ? head.note : word('noHead');
  const signed = overview.members.filter(member => member.cosignedAt !== null).length;
  at('cosigned').textContent = head ? signed + ' / ' + overview.members.length : '–';
  const says = overview.works ? (overview.leads ? 'leads' : 'works') : 'stopped';
  at('health').textContent = failing ? '–' : word(says); // who is silent says nothing of itself
  at('health').className = overview.works && !failing ? 'good' : 'bad';
  showHeads();
  showMembers();
  showConflicts();
  showGateways();
}

function showHeads() {
  at('seen').hidden = heads.length < 2;
  at('heads').replaceChildren(...heads.map(head => {
    const line = element('li', number(head.size) + ' – ' + head.who.map(company).join(', '));
    line.append(element('br'), element('code', head.root));
    return line;
  }));
}

function showMembers() {
  at('quorum').textContent =
    word('quorum', { k: overview.quorum, n: overview.members.length });
  at('members').replaceChildren(...overview.members.map(member => {
    const card = element('li');
    const isThis = member.name === overview.member ? ' – ' + word('thisMember') : '';
    card.append(element('strong', member.company + isThis));
    card.append(element('span', place(member.jurisdiction)));
    card.append(element('span', member.name, 'mono soft'));
    card.append(member.cosignedAt === null
      ? element('span', word('notSigned'), 'bad soft')
      : element('span', word('signedAt', { time: time(member.cosignedAt * 1000) }), 'good soft'));
    card.append(link(member.url, member.url));
    return card;
  }));
}

// Who signed two things that exclude each other, and the file that shows it.
function showConflicts() {
  const shown = (conflicts, text, look) => conflicts.map(conflict => {
    const line = element('li', word(text, { member: company(conflict.member) }) + ' ', look);
    line.append(own(word('evidenceFile'), conflict.file.slice(1), conflict.id + '.accusation'));
    return line;
  });
  const all = shown(overview.conflicts, 'conflict', 'bad')
    .concat(shown(overview.pastConflicts, 'pastConflict', 'soft'));
  at('conflicts').hidden = all.length === 0;
  at('conflicts').replaceChildren(...all);
}

function showGateways() {
  at('noGateways').hidden = overview.gateways.length > 0;
  const more = overview.gatewayCount - overview.gateways.length;
  at('moreGateways').hidden = more === 0;
  at('moreGateways').textContent = word('moreGateways', { count: number(more) });
  at('gateways').replaceChildren(...overview.gateways.map(gateway => {
    const card = element('li');
    card.append(element('strong', gateway.name, 'mono'));
    card.append(element('span', word('looksAfter', { member: company(gateway.member) }), 'soft'));
    if (!gateway.live) card.append(element('span', word('revoked'), 'bad'));
    card.append(element('span', gateway.batches
      ? word('batches', { count: number(gateway.batches) }) : word('noBatches')));
    if (gateway.header) {
      const look = element('a', word('lastHeader'));
      look.href = '#' + gateway.header;
      card.append(look);
    }
    return card;
  }));
}

function showEpoch(status) {
  at('epoch').textContent = status && Number.isInteger(status.epoch) ? number(status.epoch) : '–';
}

function showProposal(council) {
  const open = council && council.open;
  at('proposal').hidden = !open || !overview;
  if (!open || !overview) return;
  const change = open.change || {};
  const who = change.company || company(change.member);
  const what = word('change.' + change.kind, { who, gateway: change.gateway });
  at('proposal').textContent =
    word('proposal', { change: what, for: open.inFavour, needed: open.needed });
}

async function ask(path) {
  const answer = await fetch(path, {
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(PATIENCE_MILLIS),
  });
  if (!answer.ok) throw new Error(path + ': ' + answer.status);
  return answer.json();
}

async function look() {
  try {
    overview = await ask('explorer/overview');
    failing = false;
    const head = overview.head;
    if (head && (heads.length === 0 || heads[0].root !== head.root)) {
      const who = overview.members.filter(it => it.cosignedAt !== null).map(it => it.name);
      heads.unshift({ size: head.size, root: head.root, who });
      heads.length = Math.min(heads.length, HEADS_MAX);
    }
  } catch (unreachable) {
    failing = true;
  }
  show();
  ask('status').then(showEpoch, () => showEpoch(null));
  ask('proposals').then(showProposal, () => showProposal(null));
}

// --- Finding an entry

async function find(what) {
  const search = ++searches;
  const answer = await answerTo(what.trim().toLowerCase());
  if (search !== searches) return; // something else was searched for meanwhile
  found = answer;
  showFound();
}

async function answerTo(asked) {
  if (!/^([0-9a-f]{64}|0|[1-9][0-9]{0,15})$/.test(asked)) return { word: 'badQuery' };
  try {
    return { entry: await ask('explorer/find?what=' + asked) };
  } catch (none) {
    return { word: /: 404$/.test(none.message) ? 'notFound' : 'unreachable' };
  }
}

function showFound() {
  if (!found) return;
  if (found.word) {
    at('found').replaceChildren(element('p', word(found.word), 'bad'));
    return;
  }
  const entry = found.entry;
  const table = element('table');
  const row = (key, text, className) => {
    const line = element('tr');
    line.append(element('th', word(key)), element('td', text, className));
    table.append(line);
  };
  row('entry', number(entry.index));
  if (entry.kind) row('kind', word('kind.' + entry.kind));
  row('isCertified', word(entry.certified ? 'yes' : 'notYet'), entry.certified ? 'good' : 'bad');
  if (entry.id) row('id', entry.id, 'mono');
  if (entry.issuer) row('issuer', entry.issuer, 'mono');
  if (entry.subject && entry.subject !== entry.issuer) row('subject', entry.subject, 'mono');
  if (entry.batch) {
    row('batch', number(entry.batch.number));
    row('statements', number(entry.batch.statements));
    row('subjects', number(entry.batch.subjects));
    row('sealed', time(entry.batch.sealedMillis));
  }
  const links = element('p', undefined, 'links');
  if (entry.certified) {
    const index = entry.index;
    links.append(
      own(word('proof'), 'entries/' + index + '/tlog-proof', 'entry-' + index + '.tlog-proof'),
      own(word('entryFile'), 'entries/' + index, 'entry-' + index + '.bin'));
    if (entry.id) links.append(own(word('receipt'), 'entries/' + entry.id, entry.id + '.receipt'));
  }
  at('found').replaceChildren(table, links);
}

// What stands behind # in the address: whatever somebody put there.
function nameInAddress() {
  const written = location.hash.slice(1);
  try {
    return decodeURIComponent(written);
  } catch (brokenEscape) {
    return written;
  }
}

function findNamed() {
  const named = nameInAddress();
  if (named) {
    at('what').value = named;
    at('find').scrollIntoView();
    find(named);
  }
}

async function begin() {
  try {
    words = await ask('explorer.words.json');
  } catch (unreachable) {
    setTimeout(begin, EVERY_MILLIS);
    return;
  }
  offerLanguages();
  const wanted = new URLSearchParams(location.search).get('lang') || kept();
  speak(choose([wanted, ...(navigator.languages || [navigator.language])]));
  at('find').addEventListener('submit', event => {
    event.preventDefault();
    find(at('what').value);
  });
  addEventListener('hashchange', findNamed);
  await look();
  findNamed();
  setInterval(look, EVERY_MILLIS);
}

begin();
