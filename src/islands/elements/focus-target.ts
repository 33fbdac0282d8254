/** A form that came back puts the reader on what must be corrected. */
document.querySelector<HTMLElement>('[data-focus]')?.focus();

export {};
