/**
 * A second click on a button of a form that is already leaving does nothing. The server is the true guard; this spares
 * the person a refusal. Coming back with the browser's own button finds the form ready again.
 */
const GUARD_MS = 15_000;

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.leaving) {
    event.preventDefault();
    return;
  }
  form.dataset.leaving = 'yes';
  const button = (event as SubmitEvent).submitter;
  button?.setAttribute('aria-disabled', 'true');
  window.setTimeout(() => ready(form), GUARD_MS);
});

window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-leaving]')) ready(form);
});

function ready(form: HTMLFormElement): void {
  delete form.dataset.leaving;
  for (const button of form.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
}

export {};
