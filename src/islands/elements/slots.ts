type Versions = Record<string, number>;

const versionField = (form: ParentNode) => form.querySelector<HTMLInputElement>('input[name="version"]');
const versionsOf = (form: ParentNode) => JSON.parse(versionField(form)?.value || '{}') as Versions;

/**
 * Fields that a choice asks further stand in slots, `<div data-slot="key">`, empty while they are not asked. After a save
 * the server says which are: those that appear come from the page as it stands now, with the version they build on; one
 * that goes is forgotten by the form, so that its answer is kept; the others keep what is being typed.
 */
export async function refreshSlots(form: HTMLFormElement, asked: readonly string[]): Promise<void> {
  const changed = [...form.querySelectorAll<HTMLElement>('[data-slot]')].filter(
    (slot) => slot.childElementCount > 0 !== asked.includes(keyOf(slot)),
  );
  if (changed.length === 0) return;
  const response = await fetch(location.href);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = versionsOf(page);
  const versions = versionsOf(form);
  for (const slot of changed) {
    const key = keyOf(slot);
    slot.replaceChildren(...(page.querySelector(`[data-slot="${CSS.escape(key)}"]`)?.children ?? []));
    if (slot.childElementCount > 0) versions[key] = fresh[key] ?? 0;
    else delete versions[key];
  }
  const field = versionField(form);
  if (field) field.value = JSON.stringify(versions);
}

const keyOf = (slot: HTMLElement) => slot.dataset.slot ?? '';
