// The gateway's page. What devices said was written by others: it becomes text, never markup.
'use strict';

const EVERY_MILLIS = 5000;
const SLOW_EVERY = 6; // what walks through the store is asked for each sixth time
const STATEMENTS = 20;
const DEVICES_MAX = 200;
const BATCHES = 12;
const COMMANDS = 20;
const REFUSED = 20;
const ALARMS = 50;
const BINDINGS = 100;
const CLOCK_MILLIS_MAX = 120000;
const SURE_MILLIS = 5000;
const FALLBACK = 'en';

// How dates and numbers are written: in the traditional script as in Hong Kong and Macao.
const LOCALES = { 'zh-Hant': 'zh-Hant-HK' };

let words = {};
let language = FALLBACK;
let session = { role: null, open: true };
let failing = false;
let looks = 0;
let seen = {}; // the last answer of each call, by path
let ahead = 0; // milliseconds that this browser's clock is before the gateway's
let earlier = null; // received at the look before: { received, at }
let rate = null;
let sure = null; // the device whose button asks whether it is meant
const open = new Set(); // ids of the details that the reader opened

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

function locale() {
  return LOCALES[language] || language;
}

function number(value) {
  return new Intl.NumberFormat(locale()).format(value);
}

function bytes(value) {
  if (value < 1048576) return number(Math.ceil(value / 1024)) + ' KB';
  if (value < 10737418240) return number(Math.round(value / 1048576)) + ' MB';
  return number(Math.round(value / 1073741824)) + ' GB';
}

function time(text) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' })
    .format(new Date(text));
}

function span(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) return word('seconds', { count: seconds });
  if (seconds < 7200) return word('minutes', { count: Math.round(seconds / 60) });
  if (seconds < 172800) return word('hours', { count: Math.round(seconds / 3600) });
  return word('days', { count: Math.round(seconds / 86400) });
}

function when(text) {
  const made = element('time', word('ago', { age: span(Date.now() - ahead - Date.parse(text)) }), 'when soft');
  made.dateTime = text;
  made.title = time(text);
  return made;
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

// --- Asking the gateway

class Denied extends Error {}

async function ask(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (answer.status === 401) throw new Denied(path);
  if (!answer.ok) throw new Error(path + ': ' + answer.status);
  return answer.json();
}

// Changes something: asks first for the token against forged calls, which is good for one change.
async function change(method, path, body) {
  session = await ask('session');
  if (!session.role) throw new Denied(path);
  const headers = { 'Content-Type': 'application/json', 'X-Baymark-Csrf': session.csrf };
  const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : undefined });
  if (answer.status === 401) throw new Denied(path);
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

async function fetchAll(paths) {
  await Promise.all(paths.map(async path => {
    const sent = Date.now();
    const answer = await ask(path);
    if (path === 'status') ahead = (sent + Date.now()) / 2 - Date.parse(answer.now);
    seen[path.split('?')[0]] = answer;
  }));
}

async function look() {
  if (!session.role || document.visibilityState === 'hidden') return;
  try {
    const paths = ['status', 'stats', 'statements?limit=' + STATEMENTS];
    if (looks % SLOW_EVERY === 0) {
      paths.push('devices', 'commands?limit=' + COMMANDS, 'batches?limit=' + BATCHES, 'quarantine?limit=' + REFUSED, 'about',
        'alarms?limit=' + ALARMS, 'bindings?limit=' + BINDINGS);
    }
    await fetchAll(paths);
    looks++;
    failing = false;
    measure();
  } catch (wrong) {
    if (wrong instanceof Denied) {
      leave();
      return;
    }
    failing = true;
  }
  show();
}

function measure() {
  const now = { received: seen.stats.received, at: Date.now() };
  if (earlier && now.received >= earlier.received && now.at > earlier.at) {
    rate = (now.received - earlier.received) * 1000 / (now.at - earlier.at);
  }
  earlier = now;
}

// --- Logging in and out

function leave() {
  session = { role: null, open: session.open };
  seen = {};
  looks = 0;
  closeForms();
  earlier = null;
  rate = null;
  show();
}

async function logIn(event) {
  event.preventDefault();
  at('denied').textContent = '';
  const password = at('password').value;
  at('password').value = '';
  try {
    const answer = await fetch('session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ role: at('role').value, password })
    });
    if (answer.ok) {
      session = await ask('session');
      looks = 0;
      await look();
    } else {
      at('denied').textContent = word(answer.status === 403 ? 'wrongPassword' : 'waitLogin');
    }
  } catch (unreachable) {
    at('denied').textContent = word('unreachable');
  }
}

async function logOut() {
  try {
    await change('DELETE', 'session');
  } catch (gone) {
    // Then the session ended before.
  }
  leave();
}

async function begin() {
  words = await ask('page.words.json');
  offerLanguages();
  const wanted = new URLSearchParams(location.search).get('lang') || kept();
  at('loginForm').addEventListener('submit', logIn);
  at('leave').addEventListener('click', logOut);
  offerForms();
  try {
    session = await ask('session');
  } catch (unreachable) {
    failing = true;
  }
  speak(wanted in words ? wanted : choose(navigator.languages || [navigator.language]));
  await look();
  setInterval(look, EVERY_MILLIS);
  document.addEventListener('visibilitychange', look);
}

begin();
