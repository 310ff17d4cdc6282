// Waits for the author's next save and loads the page again; the browser keeps the place by itself.

const seen = document.querySelector("[data-seen]").dataset.seen;
let waiting = new AbortController();

// Only the page that is looked at waits: a browser opens few connections to one host.
document.addEventListener("visibilitychange", () => {
  waiting.abort();
  if (!document.hidden) wait();
});

async function wait() {
  waiting = new AbortController();
  const mine = waiting.signal;
  while (!mine.aborted) {
    try {
      const answer = await fetch(`/preview/changes?seen=${encodeURIComponent(seen)}`, { signal: mine });
      if (answer.status === 200) return location.reload();
    } catch {
      await new Promise((again) => setTimeout(again, 1000)); // the preview was stopped; it may come back
    }
  }
}

if (!document.hidden) wait();
