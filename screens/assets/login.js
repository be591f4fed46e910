// Large keys and the keyboard fill the same field; what is sent is answered in words, with the seconds to wait.

const form = document.getElementById('login');
const { next, language, offline } = document.body.dataset;

async function ask(address, body) {
  const answer = await fetch(address, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  return { ok: answer.ok, ...(await answer.json()) };
}

function enable(isOn) {
  for (const part of form.querySelectorAll('#pin, .keys button')) part.disabled = !isOn;
}

function lock(seconds, text) {
  const pin = document.getElementById('pin'), said = document.getElementById('said');
  const until = Date.now() + seconds * 1000;
  const parts = text.split(String(seconds));
  enable(false);
  (function tick() {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) {
      enable(true);
      said.textContent = '';
      pin.focus();
      return;
    }
    said.textContent = parts.join(String(left));
    setTimeout(tick, 250);
  })();
}

if (form) {
  const pin = document.getElementById('pin'), said = document.getElementById('said');
  let sending = false;
  form.addEventListener('click', (event) => {
    const key = event.target.closest('[data-key]')?.dataset.key;
    if (!key) return;
    said.textContent = '';
    pin.value = key === 'back' ? pin.value.slice(0, -1) : (pin.value + key).slice(0, pin.maxLength);
  });
  form.addEventListener('change', (event) => { if (event.target.name === 'who') pin.focus(); });
  pin.addEventListener('input', () => { pin.value = pin.value.replace(/\D/g, ''); said.textContent = ''; });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    try {
      const answer = await ask('/api/login', { who: form.elements.who.value, pin: pin.value, language });
      if (answer.ok) return location.assign(next);
      pin.value = '';
      said.textContent = answer.error;
      if (answer.wait_s) lock(answer.wait_s, answer.error); else pin.focus();
    } catch {
      said.textContent = offline;
    } finally {
      sending = false;
    }
  });
  enable(true);
  if (form.elements.who.value) pin.focus();
}

document.getElementById('logout')?.addEventListener('click', async () => {
  await ask('/api/logout', {});
  location.reload();
});
