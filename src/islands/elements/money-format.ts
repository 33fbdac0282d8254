/** On leaving an amount, groups its digits by three so that the eye checks it. The server reads both. */
class MoneyFormat extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input');
    input?.addEventListener('blur', () => {
      const grouped = group(input.value);
      if (grouped === null || grouped === input.value) return;
      input.value = grouped;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }
}

/** `null` on anything but plain digits with at most two decimals: what is doubtful is left as typed. */
function group(text: string): string | null {
  const compact = text.replace(/[\s\u00a0\u202f€]/g, '');
  const parts = /^(\d{1,11})(?:[,.](\d{1,2}))?$/.exec(compact);
  if (!parts?.[1]) return null;
  const whole = parts[1].replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return parts[2] ? `${whole},${parts[2].padEnd(2, '0')}` : whole;
}

customElements.define('money-format', MoneyFormat);
