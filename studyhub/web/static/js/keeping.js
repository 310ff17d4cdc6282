// Keeping a module on this phone, where somebody asks for it, and the list of what is kept. The page says under which
// name; the worker (/sw.js) shows the copy where there is no connection.
const name = document.documentElement.dataset.keeping;
const LIST = '/offline';

if (name !== undefined && 'caches' in window && 'serviceWorker' in navigator) {
  document.querySelectorAll('[data-keep]').forEach(offer);
  document.querySelectorAll('[data-kept]').forEach(list);
  document.querySelectorAll('[data-kept-in-all]').forEach(all);
}

async function offer(place) {
  const address = place.dataset.keep;
  const part = copyOf(place);
  const show = async problem => {
    const kept = await find(address);
    say(part, problem || (!kept ? 'no' : kept.headers.get('X-Edition') === place.dataset.edition ? 'yes' : 'old'));
    if (kept) part.querySelector('[data-saved]').textContent = savedIn(await read(kept));
  };
  on(part, { keep: () => keep(address), remove: () => remove(address) }, show);
  await show();
  place.append(part);
}

async function list(place) {
  const items = place.querySelector('ul');
  const below = copyOf(place, '[data-below]');
  below.hidden = true; // until it is known whether there is anything: nothing on the page is to jump
  place.append(below);
  const away = !navigator.onLine || location.pathname !== LIST;
  const draw = async () => {
    const rows = [];
    for (const address of await modules()) rows.push(await row(place, address, draw));
    rows.sort((one, other) => one.textContent.localeCompare(other.textContent));
    items.replaceChildren(...rows);
    say(place, rows.length ? away ? 'away' : 'some' : away ? 'away-empty' : 'none');
    if (rows.length) place.querySelector('[data-all]').textContent = inKilobytes(await sizeOf(await cached()));
  };
  on(place, { 'remove-all': forget }, draw);
  await draw();
  if (!away) items.querySelectorAll('[data-address]').forEach(lookForNew);
}

async function all(place) {
  const part = copyOf(place);
  const show = async () => {
    const size = await sizeOf(await cached());
    part.querySelector('[data-all]').textContent = inKilobytes(size);
    say(part, size ? 'some' : 'none');
  };
  on(part, { 'remove-all': forget }, show);
  await show();
  place.replaceChildren(part);
}

async function row(place, address, draw) {
  const part = copyOf(place);
  part.dataset.address = address;
  const show = async problem => {
    const kept = await find(address);
    if (!kept) return draw();
    const page = await read(kept);
    const link = part.querySelector('a');
    link.href = address.replace('/kept', '');
    link.replaceChildren(document.importNode(page.querySelector('h1 bdi'), true));
    link.lang = page.querySelector('h1').lang;
    part.querySelector('[data-saved]').textContent = savedIn(page);
    part.querySelector('[data-size]').textContent = inKilobytes(await sizeOf([address, ...filesOf(page, 'img[src]')]));
    say(part, problem || 'yes');
  };
  on(part, { keep: () => keep(address), remove: () => remove(address) }, show);
  await show();
  return part;
}

async function lookForNew(part) {
  const now = await fetch(part.dataset.address, { method: 'HEAD' }).catch(() => undefined);
  if (!now?.ok) return;
  if (now.redirected) return location.reload(); // signed out meanwhile: the page that comes removes everything
  const kept = await find(part.dataset.address);
  if (kept && kept.headers.get('X-Edition') !== now.headers.get('X-Edition')) say(part, 'old');
}

async function keep(address) {
  const [page, listed] = await Promise.all([address, LIST].map(async wanted => {
    const answer = await fetch(wanted);
    if (!answer.ok || answer.redirected) throw new Error('not the page that was expected');
    return answer;
  }));
  const fonts = performance.getEntriesByType('resource').map(entry => entry.name).filter(file => file.endsWith('.woff2'));
  const files = [...filesOf(await read(page.clone())), ...filesOf(await read(listed.clone())), ...fonts];
  try {
    await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    await navigator.serviceWorker.ready;
    const cache = await caches.open(name);
    await Promise.all([...new Set(files)].map(async file => await find(file) || cache.add(file)));
    await cache.put(LIST, listed);
    await cache.put(address, page);
  } finally {
    await tidy(); // whatever came of it: nothing is left that no kept module needs
  }
}

async function remove(address) {
  await (await caches.open(name)).delete(address);
  await tidy();
}

async function tidy() {
  const kept = await modules();
  if (!kept.length) return forget();
  const cache = await caches.open(name);
  const needed = new Set([LIST, ...kept].map(address => new URL(address, location).href));
  for (const address of [...needed]) filesOf(await read(await find(address))).forEach(file => needed.add(file));
  for (const file of await cached()) if (!needed.has(file) && !file.endsWith('.woff2')) await cache.delete(file);
}

async function forget() {
  await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

async function find(address) {
  return await caches.has(name) ? (await caches.open(name)).match(address, { ignoreVary: true }) : undefined;
}

async function cached() {
  return await caches.has(name) ? (await (await caches.open(name)).keys()).map(request => request.url) : [];
}

async function modules() {
  const addresses = (await cached()).map(address => new URL(address));
  return addresses.filter(at => at.pathname.endsWith('/kept')).map(at => at.pathname + at.search);
}

async function sizeOf(addresses) {
  const sizes = addresses.map(async address => (await (await find(address))?.blob())?.size || 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function read(answer) {
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

function filesOf(page, which = 'link[href], script[src], img[src], use') {
  const named = [...page.querySelectorAll(which)].map(one => one.getAttribute('src') || one.getAttribute('href'));
  return named.map(address => new URL(address, location)).map(at => at.origin + at.pathname);
}

function savedIn(page) {
  return page.querySelector('[data-saved]').textContent;
}

function inKilobytes(bytes) {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format(Math.ceil(bytes / 1000));
}

function copyOf(place, which = 'template') {
  return document.importNode(place.querySelector(which).content, true).firstElementChild;
}

function say(part, state) {
  for (const one of part.querySelectorAll('[data-when]')) one.hidden = !one.dataset.when.split(' ').includes(state);
}

// Buttons by what they do; the focus stays near the one that was pressed, also where that is no longer there.
function on(part, acts, show) {
  part.addEventListener('click', async event => {
    const button = event.target.closest('[data-act]');
    const act = acts[button?.dataset.act];
    if (!act || part.ariaBusy === 'true') return;
    part.ariaBusy = 'true';
    const problem = await act().then(() => '', () => 'problem');
    await show(problem);
    part.ariaBusy = 'false';
    if (!button.checkVisibility()) (part.isConnected ? part.querySelector('[data-act]:not([hidden])') : document.querySelector('main'))?.focus();
  });
}
