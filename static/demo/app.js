/** The demo's product: a single page that moves between its views by pushState. */

const views = [...document.querySelectorAll('[data-view]')];
const links = [...document.querySelectorAll('[data-goes-to]')];
const language = document.querySelector('[data-language-link]');

/** Show the view that the address names. */
function show() {
  const name = location.pathname.split('/')[3] ?? views[0].dataset.view;
  for (const view of views) view.hidden = view.dataset.view !== name;
  for (const link of links) {
    if (link.dataset.goesTo === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = views.find((view) => !view.hidden)?.dataset.title ?? document.title;
  language.href = location.pathname + new URL(language.href).search;
}

for (const link of links) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.href !== location.href) history.pushState({}, '', link.href);
    show();
  });
}

addEventListener('popstate', show);

const form = document.querySelector('[data-kept-here]');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  form.querySelector('output').hidden = false;
});
form.addEventListener('input', () => (form.querySelector('output').hidden = true));
