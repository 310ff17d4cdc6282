// Copying and sharing what an invitation is given by. A button is there only where the browser can do what it says, and
// what came of it is said beside it. Nothing is sent anywhere but to the program that somebody chooses on their own device.
const able = { copy: 'clipboard' in navigator, share: 'share' in navigator };
const give = {
  copy: (text, place) => navigator.clipboard.writeText(text).then(() => place.dataset.copied, () => place.dataset.failed),
  // an address alone, without a title: what the other program shows is for whoever shares to say
  share: (url, place) => navigator.share({ url }).then(() => '', error => error.name === 'AbortError' ? '' : place.dataset.failed),
};

document.querySelectorAll('[data-give]').forEach(offer);

function offer(place) {
  const what = document.querySelector(place.dataset.give);
  const said = place.querySelector('[role=status]');
  const buttons = document.importNode(place.querySelector('template').content, true);
  for (const button of buttons.querySelectorAll('[data-act]')) {
    if (!able[button.dataset.act]) button.remove();
    button.addEventListener('click', async () => {
      said.textContent = '';
      said.textContent = await give[button.dataset.act](what.value || what.textContent, place);
    });
  }
  said.before(buttons);
}
