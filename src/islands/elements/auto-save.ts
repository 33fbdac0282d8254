import { forgetCopy, keepCopy, type LocalCopy, readCopy, restore } from './local-copy.ts';
import { refreshSlots } from './slots.ts';

const PAUSE_MS = 1500;
/** A choice is finished when it is made, and may ask further. */
const CHOICE_MS = 150;
const RETRY_MS = 10_000;

interface Answer {
  readonly savedAt?: string;
  readonly version?: string | number;
  readonly text?: string;
  readonly href?: string;
  /** Names of the fields asked now, where choices ask further. */
  readonly asked?: readonly string[];
}

/**
 * Sends the whole form after a pause in typing and says when it was last saved. What the server has not yet confirmed is
 * also kept on this device: a cut, an expired session or a closed lid lose nothing.
 */
class AutoSave extends HTMLElement {
  #form: HTMLFormElement | null = null;
  #state = document.createElement('div');
  #timer = 0;
  #sending = false;
  #changed = false;
  #stopped = false;

  connectedCallback(): void {
    this.#form = this.querySelector('form');
    if (!this.#form) return;
    this.#state.className = 'save-state';
    this.#state.setAttribute('role', 'status');
    this.append(this.#state);
    const savedAt = this.getAttribute('saved-at');
    this.#say(savedAt ? `Enregistré ${hour(savedAt)}.` : 'Vos réponses s’enregistrent au fur et à mesure.');
    this.#form.addEventListener('input', () => this.#touch(PAUSE_MS));
    this.#form.addEventListener('change', ({ target }) => this.#touch(isChoice(target) ? CHOICE_MS : PAUSE_MS));
    this.#form.addEventListener('submit', () => this.#stop());
    window.addEventListener('online', () => this.#plan(0));
    const copy = readCopy(this.#key);
    if (copy) this.#offer(copy);
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  get #key(): string {
    return this.getAttribute('url') ?? location.pathname;
  }

  #touch(pauseMs: number): void {
    if (!this.#form || this.#stopped) return;
    this.#changed = true;
    keepCopy(this.#key, this.#form);
    this.#plan(pauseMs);
  }

  #plan(ms: number): void {
    window.clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = window.setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    if (!this.#form || !this.#changed || this.#stopped) return;
    if (this.#sending) return this.#plan(PAUSE_MS);
    this.#sending = true;
    this.#changed = false;
    this.#say('Enregistrement…');
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(this.#form)) if (typeof value === 'string') body.append(name, value);
      const headers = { accept: 'application/json' };
      const response = await fetch(this.#key, { method: 'POST', body, headers, redirect: 'manual' });
      await this.#judge(response);
    } catch {
      this.#retry('Pas de réseau. Votre saisie est gardée sur cet appareil et partira dès que possible.');
    } finally {
      this.#sending = false;
    }
  }

  async #judge(response: Response): Promise<void> {
    const expired = response.type === 'opaqueredirect' || response.status === 401;
    if (expired) {
      this.#changed = true;
      return this.#trouble('Votre session a expiré. Votre saisie est gardée sur cet appareil.', {
        href: `/connexion?${new URLSearchParams({ retour: location.pathname + location.search })}`,
        label: 'Se reconnecter',
      });
    }
    const answer = (await response.json().catch(() => ({}))) as Answer;
    if (response.ok) {
      this.#saved(answer);
      if (this.#form && answer.asked) await refreshSlots(this.#form, answer.asked);
      return;
    }
    if (response.status >= 500 || response.status === 429) {
      return this.#retry(
        'L’enregistrement n’a pas abouti. Votre saisie est gardée sur cet appareil ; nouvel essai bientôt.',
      );
    }
    const link = answer.href ? { href: answer.href, label: 'Voir les deux versions' } : undefined;
    if (response.status === 409) this.#stop();
    this.#trouble(answer.text ?? 'L’enregistrement a été refusé. Votre saisie est gardée sur cet appareil.', link);
  }

  #saved(answer: Answer): void {
    const field = this.#form?.elements.namedItem('version');
    if (answer.version !== undefined && field instanceof HTMLInputElement) field.value = String(answer.version);
    if (this.#changed) {
      this.#plan(PAUSE_MS);
      return;
    }
    forgetCopy(this.#key);
    this.#say(`Enregistré ${hour(answer.savedAt ?? new Date().toISOString())}.`);
  }

  #retry(text: string): void {
    this.#changed = true;
    this.#trouble(text);
    this.#plan(RETRY_MS);
  }

  #stop(): void {
    this.#stopped = true;
    window.clearTimeout(this.#timer);
  }

  #say(text: string): void {
    this.#state.className = 'save-state';
    this.#state.textContent = text;
  }

  #trouble(text: string, link?: { readonly href: string; readonly label: string }): void {
    this.#state.className = 'save-state save-state-trouble';
    this.#state.textContent = `${text} `;
    if (!link) return;
    const anchor = this.#state.appendChild(document.createElement('a'));
    anchor.href = link.href;
    anchor.textContent = link.label;
  }

  /** A copy left by a cut or an expired session: the person chooses, nothing is overwritten by itself. */
  #offer(copy: LocalCopy): void {
    const form = this.#form;
    if (!form || !differs(copy, form)) {
      forgetCopy(this.#key);
      return;
    }
    this.#trouble(`Une saisie non enregistrée ${hour(copy.at)} est gardée sur cet appareil.`);
    const button = (label: string, act: () => void) => {
      const made = this.#state.appendChild(document.createElement('button'));
      made.type = 'button';
      made.className = 'button button-quiet';
      made.textContent = label;
      made.addEventListener('click', act);
    };
    button('La reprendre', () => {
      restore(copy, form);
      this.#touch(PAUSE_MS);
    });
    button('L’oublier', () => {
      forgetCopy(this.#key);
      this.#say('La saisie gardée sur cet appareil est effacée.');
    });
  }
}

const isChoice = (target: EventTarget | null) =>
  target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && /^(radio|checkbox)$/.test(target.type));

function differs(copy: LocalCopy, form: HTMLFormElement): boolean {
  const now = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') now.append(name, value);
  const strip = (text: string) => {
    const fields = new URLSearchParams(text);
    fields.delete('version');
    return fields.toString();
  };
  return strip(copy.fields) !== strip(now.toString());
}

const hour = (iso: string) =>
  `le ${new Date(iso).toLocaleDateString('fr-FR', { day: 'numeric', month: 'long' })} à ${new Date(iso).toLocaleTimeString('fr-FR')}`;

customElements.define('auto-save', AutoSave);
