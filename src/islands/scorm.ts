/** On the origin of a package: the run-time that a SCORM module looks for, and what carries its data to the platform. */
import * as scorm12 from 'scorm-again/scorm12';
import * as scorm2004 from 'scorm-again/scorm2004';

/** What changed without the module asking to save is saved all the same. */
const LOOK_MS = 10_000;
const SILENT = 5;

interface Runtime {
  on(event: string, run: () => void): void;
  loadFromJSON(data: object, path: string): void;
  renderCommitCMI(ends: boolean): object | unknown[];
}

type Made = new (settings: object) => Runtime;
// Its types tell of a default export that its modules do not have.
const { Scorm12API } = scorm12 as unknown as { readonly Scorm12API: Made };
const { Scorm2004API } = scorm2004 as unknown as { readonly Scorm2004API: Made };

class ScormFrame extends HTMLElement {
  #runtime: Runtime | null = null;
  #sent = '';

  connectedCallback(): void {
    window.addEventListener('message', (event) => {
      if (event.source !== window.parent || event.origin !== this.#platform || this.#runtime) return;
      if (event.data?.deffinum === 'start') this.#start(event.data.state ?? {});
    });
    this.#say({ deffinum: 'ready' });
  }

  get #platform(): string {
    return this.getAttribute('platform') ?? '';
  }

  #say(message: object): void {
    window.parent.postMessage(message, this.#platform);
  }

  #start(state: object): void {
    const settings = { autocommit: false, logLevel: SILENT, lmsCommitUrl: false };
    const is12 = this.getAttribute('edition') === 'scorm-1.2';
    const runtime = is12 ? new Scorm12API(settings) : new Scorm2004API(settings);
    runtime.loadFromJSON(state, 'cmi');
    Object.assign(window, is12 ? { API: runtime } : { API_1484_11: runtime });
    this.#runtime = runtime;
    for (const event of is12 ? ['LMSCommit', 'LMSFinish'] : ['Commit', 'Terminate'])
      runtime.on(event, () => this.#save());
    window.setInterval(() => this.#save(), LOOK_MS);
    window.addEventListener('pagehide', () => this.#save());
    const frame = document.createElement('iframe');
    frame.title = this.getAttribute('label') ?? '';
    frame.allow = 'fullscreen; xr-spatial-tracking; autoplay';
    frame.src = this.getAttribute('src') ?? '';
    this.append(frame);
  }

  #save(): void {
    const told = this.#runtime?.renderCommitCMI(false) as { cmi?: object } | undefined;
    const cmi = JSON.parse(JSON.stringify(told?.cmi ?? {}));
    const text = JSON.stringify(cmi);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#say({ deffinum: 'commit', cmi });
  }
}

customElements.define('scorm-frame', ScormFrame);
