// Everything here works as plain HTML first. No dependencies, and nothing about reading is stored on the device unless
// somebody keeps a module there (keeping.js).
document.documentElement.classList.add('scripted');

const live = makeLiveRegion();
forgetOtherSessions().catch(() => {}); // where a browser lets nothing be kept, nothing is
keepPlace();
showErrors();
warnOfUnsavedWriting();
offerCopies();
leaveByKeyboard();
document.addEventListener('submit', swapRegion);

// What is kept on this phone belongs to one session: where another is here, or nobody, it goes, and the worker with it.
async function forgetOtherSessions() {
  const mine = document.documentElement.dataset.keeping;
  if (mine === undefined || !('caches' in window)) return;
  const kept = (await caches.keys()).filter(name => name.startsWith('kept-'));
  const others = kept.filter(name => name !== mine);
  await Promise.all(others.map(name => caches.delete(name)));
  if (kept.length > others.length) return;
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

// One region announces what changed, politely.
function makeLiveRegion() {
  const region = document.createElement('div');
  region.className = 'vh';
  region.setAttribute('role', 'status');
  document.body.append(region);
  return text => {
    region.textContent = '';
    setTimeout(() => { region.textContent = text; }, 80);
  };
}

// <button data-swap="#id">: the server answers with the whole page it would give without scripts; only the named
// region is replaced, and the focus stays on the same button. On any doubt the form is sent in the plain way.
async function swapRegion(event) {
  const button = event.submitter;
  const id = button?.dataset.swap;
  if (!id || event.defaultPrevented) return;
  event.preventDefault();
  document.querySelector(id)?.setAttribute('aria-busy', 'true');
  try {
    const body = new URLSearchParams(new FormData(event.target, button));
    const answer = await fetch(button.formAction, { method: 'POST', body, headers: { 'X-Part': id } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector(id);
    const old = document.querySelector(id);
    if (!fresh || !old || ![200, 422].includes(answer.status)) throw new Error('not the page that was expected');
    old.replaceWith(fresh);
    fresh.querySelector('[data-focus]')?.focus({ preventScroll: true });
    const said = fresh.querySelector('[data-say]');
    if (said) live(said.textContent);
    document.title = page.title || document.title;
  } catch {
    delete button.dataset.swap;
    event.target.requestSubmit(button);
  }
}

// The last passage on the screen is the place; it is sent every 20 seconds at the most, and on leaving. Where another
// device has been further meanwhile, the server keeps that place and names it: a link leads there, and nothing jumps.
function keepPlace() {
  const text = document.querySelector('[data-place]');
  if (!text) return;
  let seen;
  let sent = text.dataset.at;
  let known = sent;
  const send = async () => {
    if (!seen || seen === sent) return;
    const passage = sent = seen;
    const body = new URLSearchParams({ passage, known, csrf_token: text.dataset.token });
    try {
      const answer = await fetch(text.dataset.place, { method: 'POST', body, keepalive: true, headers: { 'X-Part': 'place' } });
      const further = answer.status === 200 && document.getElementById(await answer.text());
      if (further) showFurther(further, passage);
      else known = passage;
    } catch {
      sent = undefined;
    }
  };
  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries) if (entry.isIntersecting) seen = entry.target.id;
  }, { rootMargin: '0px 0px -40% 0px' });
  // Nobody has read what only flashed by while the page opened: watching begins with the first scroll.
  addEventListener('scroll', () => text.querySelectorAll('[id^="p-"]').forEach(passage => watcher.observe(passage)), { once: true, passive: true });
  setInterval(send, 20000);
  addEventListener('visibilitychange', () => { if (document.hidden) send(); });
  addEventListener('pagehide', send);
}

function showFurther(there, passage) {
  const notice = document.querySelector('.further[hidden]');
  if (!notice) return;
  notice.querySelector('a').hash = there.id;
  document.getElementById(passage).closest('.prose > *').after(notice);
  notice.hidden = false;
  live(notice.textContent);
}

// The summary of errors takes the focus; its links lead to the field with its label in view.
function showErrors() {
  const summary = document.querySelector('.summary');
  if (!summary) return;
  summary.focus();
  summary.addEventListener('click', event => {
    const field = event.target.hash && document.querySelector(event.target.hash);
    if (!field) return;
    event.preventDefault();
    (field.closest('.field') || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

function warnOfUnsavedWriting() {
  let unsaved = false;
  addEventListener('input', event => { if (event.target.matches('textarea')) unsaved = true; });
  addEventListener('submit', () => { unsaved = false; });
  addEventListener('beforeunload', event => { if (unsaved) event.preventDefault(); });
}

// What is there to be copied gets a button for it, where the browser lets a page copy.
function offerCopies() {
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll('[data-copy]')) {
    const button = document.createElement('button');
    button.className = 'linkish';
    button.type = 'button';
    button.textContent = text.dataset.copy;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text.textContent);
      live(text.dataset.copied);
      button.textContent = text.dataset.copied;
    });
    text.after(button);
  }
}

// Esc three times within two seconds leaves, where somebody has asked for that way out; what is on the screen goes first.
function leaveByKeyboard() {
  const form = document.querySelector('form.leave');
  if (!form) return;
  let presses = [];
  addEventListener('keydown', event => {
    presses = event.key === 'Escape' ? [...presses.filter(at => event.timeStamp - at < 2000), event.timeStamp] : [];
    if (presses.length < 3) return;
    document.body.hidden = true;
    form.requestSubmit();
  });
}
