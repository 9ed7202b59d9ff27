// How devices come to the gateway: claimed by their labels, adopted, paused. Needs page.js.
'use strict';

function offerForms() {
  at('adopt').addEventListener('submit', adopt);
  at('adoptNot').addEventListener('click', () => { at('adopt').hidden = true; });
  at('claimOffer').addEventListener('click', offerClaim);
  at('claim').addEventListener('submit', claim);
  at('claimNot').addEventListener('click', () => { at('claim').hidden = true; });
  offerKinds('adopt');
  offerKinds('claim');
}

function closeForms() {
  for (const form of ['adopt', 'claim']) at(form).hidden = true;
  for (const said of ['adopted', 'claimed']) at(said).textContent = '';
}

function deviceButtons(device) {
  const row = element('div', undefined, 'row');
  if (device.status === 'active') row.append(pausing(device.name, 'suspend'));
  if (device.status === 'suspended') row.append(pausing(device.name, 'resume'));
  row.append(revoking(device.name));
  return row;
}

// Either can be taken back by the other, so neither asks twice.
function pausing(name, verb) {
  const button = element('button', word(verb), 'plain ' + verb);
  button.type = 'button';
  button.addEventListener('click', () => act(() => change('POST', 'devices/' + verb, { name })));
  return button;
}

// --- Expecting a device by its label

function offerClaim() {
  at('claimLabel').value = '';
  at('claimOwner').value = '';
  at('claimDenied').textContent = '';
  at('claimed').textContent = '';
  at('claim').hidden = false;
  at('claimLabel').focus();
}

async function claim(event) {
  event.preventDefault();
  const wish = { label: at('claimLabel').value.trim(), kinds: kinds('claim') };
  if (at('claimOwner').value.trim()) wish.owner = at('claimOwner').value.trim();
  try {
    const answer = await change('POST', 'devices/claim', wish);
    at('claim').hidden = true;
    at('claimed').textContent = word('claimDone', { name: answer.name });
    looks = 0;
    await look();
  } catch (wrong) {
    if (wrong instanceof Denied) leave();
    else at('claimDenied').textContent = wrong.message;
  }
}

function kinds(form) {
  return [...at(form + 'Allowed').querySelectorAll('input:checked')].map(box => box.value);
}

// --- Taking up a device that spoke before it was added

function offerAdoption(name) {
  at('adoptName').textContent = name;
  at('adoptKey').value = '';
  at('adoptDenied').textContent = '';
  at('adopted').textContent = '';
  at('adopt').hidden = false;
  at('adopt').scrollIntoView({ block: 'nearest' });
  at('adoptKey').focus();
}

function offerKinds(form) {
  const kinds = Object.keys(words[FALLBACK]).filter(key => key.startsWith('kind.'));
  at(form + 'Allowed').replaceChildren(...kinds.map(key => {
    const label = element('label');
    const box = element('input');
    box.type = 'checkbox';
    box.value = key.slice('kind.'.length);
    box.checked = box.value === 'telemetry';
    const name = element('span', word(key));
    name.dataset.word = key;
    label.append(box, name);
    return label;
  }));
}

async function adopt(event) {
  event.preventDefault();
  try {
    const answer = await change('POST', 'quarantine/adopt',
      { name: at('adoptName').textContent, key: at('adoptKey').value.trim(), kinds: kinds('adopt') });
    at('adopt').hidden = true;
    at('adopted').textContent = word('adopted',
      { name: answer.name, stored: number(answer.messages.stored), refused: number(answer.messages.refused) });
    looks = 0;
    await look();
  } catch (wrong) {
    if (wrong instanceof Denied) leave();
    else at('adoptDenied').textContent = wrong.message;
  }
}
