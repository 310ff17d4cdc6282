// Passkeys: the server says what is to be signed, the browser asks the phone, and the form is sent with the answer.
// Where a browser cannot, there is no button, and a sentence says so. On any doubt the form is sent without an
// answer: the page that comes back says what to do.
const isNumber = /^[\d.]+$|:/.test(location.hostname);
const can = !isNumber && 'parseRequestOptionsFromJSON' in (window.PublicKeyCredential ?? {});
const refusals = ['NotAllowedError', 'InvalidStateError', 'AbortError'];

if (can) for (const offer of document.querySelectorAll('[data-passkey-offer]')) offer.replaceWith(document.importNode(offer.content, true));
for (const sentence of document.querySelectorAll('[data-without-passkeys]')) sentence.hidden = can;
addEventListener('submit', answer);

async function answer(event) {
  const button = event.submitter;
  const asks = button?.dataset.passkey;
  if (!asks || event.defaultPrevented) return;
  const form = event.target;
  const said = form.querySelector('[data-passkey-refused]');
  if (form.elements.label?.value.trim() === '') return; // else the phone would keep a key that the server does not take
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = 'true';
  said.hidden = true;
  try {
    form.querySelector('[name=passkey]').value = JSON.stringify(await ask(asks, form.elements.csrf_token.value));
  } catch (fault) {
    if (refusals.includes(fault.name)) {
      said.hidden = false;
      return;
    }
  } finally {
    form.ariaBusy = null;
  }
  delete button.dataset.passkey;
  form.requestSubmit(button);
}

async function ask(address, csrf_token) {
  const body = new URLSearchParams({ csrf_token });
  const { create, get } = await (await fetch(address, { method: 'POST', body, headers: { 'X-Part': 'passkey' } })).json();
  return create
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(create) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(get) });
}
