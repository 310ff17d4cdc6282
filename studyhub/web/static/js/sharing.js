// Copying and sharing what an invitation is given by. Each button shows only where the browser can do what it says, so
// that nobody without scripts meets one; what came of it is said beside it. Nothing is sent anywhere but to the program
// that somebody chooses from their own device.
const able = { copy: 'clipboard' in navigator, share: 'share' in navigator };

document.querySelectorAll('[data-give]').forEach(offer);

function offer(place) {
  const what = document.querySelector(place.dataset.give);
  const said = place.querySelector('[role=status]');
  for (const button of place.querySelectorAll('[data-act]')) {
    button.hidden = !able[button.dataset.act];
    button.addEventListener('click', async () => {
      said.textContent = '';
      said.textContent = await give[button.dataset.act](what.value || what.textContent, place);
    });
  }
  place.hidden = !place.querySelector('[data-act]:not([hidden])');
}

const give = {
  copy: (text, place) => navigator.clipboard.writeText(text).then(() => place.dataset.copied, () => place.dataset.failed),
  // an address alone, without a title: what the other program shows is for whoever shares to say
  share: (url, place) => navigator.share({ url }).then(() => '', error => error.name === 'AbortError' ? '' : place.dataset.failed),
};
