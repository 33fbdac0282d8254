/** Escape, or a click elsewhere, folds the menus of the header. */
const open = () => document.querySelectorAll<HTMLDetailsElement>('.site-header details[open]');

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

document.addEventListener('click', (event) => {
  for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
});

export {};
