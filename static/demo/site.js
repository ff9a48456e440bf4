/** Every page of the demo site: whatever offers help opens the chat, as a product team would wire it. */

const menu = /** @type {HTMLDetailsElement} */ (document.querySelector('.help'));

for (const button of document.querySelectorAll('[data-chat]')) {
  button.addEventListener('click', () => {
    menu.open = false;
    window.chatserver('open');
  });
}

document.addEventListener('click', (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});

menu.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
