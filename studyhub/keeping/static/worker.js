// Shows what a member keeps on this phone, where there is no connection. It stores nothing: pages do, when asked to.
const PATIENCE = 3000; // milliseconds

addEventListener('install', () => skipWaiting());
addEventListener('fetch', event => {
  const { method, mode, destination } = event.request;
  if (method !== 'GET' || !destination) return; // forms, and what a script asks for itself, go their own way
  event.respondWith(mode === 'navigate' ? open(event.request) : find(event.request.url).then(file => file || fetch(event.request)));
});

// The page as it is now; where the server cannot be reached or takes too long, the copy, or else the list.
async function open(request) {
  await forgetWhatIsOver();
  const copy = await findPage(new URL(request.url));
  const answer = fetch(request);
  try {
    const page = await (copy ? Promise.race([answer, tooLate()]) : answer);
    return copy && page.status >= 500 ? copy : page;
  } catch {
    return copy || await find('/offline') || Response.error();
  }
}

async function findPage({ pathname, searchParams }) {
  const kept = pathname.replace(/(\/kept)?$/, '/kept');
  const wanted = searchParams.get('lang');
  return pathname === '/offline' ? find(pathname)
    : (wanted && await find(`${kept}?lang=${encodeURIComponent(wanted)}`)) || find(kept, { ignoreSearch: true });
}

function find(address, options) {
  return caches.match(address, { ignoreVary: true, ...options });
}

function tooLate() {
  return new Promise((_, reject) => { setTimeout(reject, PATIENCE); });
}

// The name of what is kept says when the session ends at the latest; then it goes, connected or not.
async function forgetWhatIsOver() {
  const names = (await caches.keys()).filter(name => name.startsWith('kept-'));
  const over = names.filter(name => Number(name.split('-')[2]) * 1000 <= Date.now());
  await Promise.all(over.map(name => caches.delete(name)));
  if (over.length === names.length) await registration.unregister();
}
