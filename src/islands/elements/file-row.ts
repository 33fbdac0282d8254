/** One file on its way: its name, its progress, what can be done about it. */
export class FileRow {
  readonly element = document.createElement('li');
  readonly #fileName: string;
  readonly #state: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #bar: HTMLProgressElement;
  #act: () => void = () => undefined;

  constructor(fileName: string) {
    this.#fileName = fileName;
    this.element.className = 'file';
    this.element.dataset.onItsWay = 'yes';
    this.element.append(make('span', 'file-name', fileName));
    this.#state = this.element.appendChild(make('span', 'file-size', 'Envoi…'));
    this.#state.setAttribute('role', 'status');
    this.#button = this.element.appendChild(make('button', 'button button-quiet', ''));
    this.#button.type = 'button';
    this.#button.hidden = true;
    this.#button.addEventListener('click', () => this.#act());
    this.#bar = this.element.appendChild(make('progress', '', ''));
    this.#bar.max = 100;
    this.#bar.value = 0;
    this.#bar.setAttribute('aria-label', `Envoi de ${fileName}`);
  }

  progress(sentBytes: number, totalBytes: number): void {
    this.#bar.value = totalBytes === 0 ? 0 : (sentBytes / totalBytes) * 100;
    const percent = Math.floor(this.#bar.value);
    // By tens only: a voice that counts to a hundred covers everything else.
    if (percent % 10 === 0) this.#state.textContent = `${percent}\u202f%`;
  }

  pausable(pause: () => void, resume: () => void): void {
    this.#offer('Mettre en pause', () => {
      pause();
      this.#state.textContent = 'En pause';
      this.#offer('Reprendre', () => {
        this.#state.textContent = 'Envoi…';
        resume();
        this.pausable(pause, resume);
      });
    });
  }

  fail(sentence: string, retry?: () => void): void {
    this.#state.textContent = sentence;
    this.#state.className = 'file-message field-error';
    this.#bar.hidden = true;
    this.#button.hidden = true;
    if (!retry) return;
    this.#offer('Reprendre l’envoi', () => {
      this.#state.className = 'file-size';
      this.#state.textContent = 'Envoi…';
      this.#bar.hidden = false;
      this.#button.hidden = true;
      retry();
    });
  }

  /** Puts the upload's identifier in the surrounding form. */
  keep(name: string, id: string): void {
    const hidden = this.element.appendChild(make('input', '', ''));
    hidden.type = 'hidden';
    hidden.name = name;
    hidden.value = id;
  }

  done(): void {
    delete this.element.dataset.onItsWay;
    this.#state.textContent = 'Reçu';
    this.#state.className = 'tag tag-success';
    this.#bar.remove();
    this.#button.remove();
  }

  #offer(label: string, act: () => void): void {
    this.#button.hidden = false;
    this.#button.textContent = label;
    this.#button.setAttribute('aria-label', `${label}\u00a0: ${this.#fileName}`);
    this.#act = act;
  }
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string, text: string) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
