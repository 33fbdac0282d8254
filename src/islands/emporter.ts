/** In a thin package, on a platform elsewhere: opens the resource in a window, and writes in the platform what that window says. */
interface Api {
  readonly [name: string]: (...args: string[]) => string;
}
interface Reached {
  readonly completed: boolean;
  readonly passed: boolean | null;
  readonly scorePercent: number | null;
  readonly location: string;
}

const DEPTH = 20;

/** The run-time is on a window around this one, or around the one that opened it. Source: SCORM RTE, finding the API. */
function find(name: string): Api | null {
  for (const start of [window, window.opener as Window | null]) {
    let at: Window | null = start;
    for (let depth = 0; at && depth < DEPTH; depth += 1) {
      const api = read(at, name);
      if (api) return api;
      at = at.parent === at ? null : at.parent;
    }
  }
  return null;
}

/** A window of another origin does not let itself be read. */
function read(at: Window, name: string): Api | null {
  try {
    return (at as unknown as Record<string, Api | undefined>)[name] ?? null;
  } catch {
    return null;
  }
}

const modern = find('API_1484_11');
const former = modern ? null : find('API');
const call = (verb: string, ...args: string[]) =>
  modern ? modern[verb]?.(...args) : former?.[`LMS${verb === 'Terminate' ? 'Finish' : verb}`]?.(...args);
const write = (name: string, value: string) => call('SetValue', name, value);

const endOf = ({ completed, passed }: Reached): string => {
  if (!completed) return 'incomplete';
  if (passed === null) return 'completed';
  return passed ? 'passed' : 'failed';
};

/** SCORM 2004 tells what is finished apart from what is passed. */
function keepEnd(reached: Reached): void {
  if (!modern) return void write('cmi.core.lesson_status', endOf(reached));
  write('cmi.completion_status', reached.completed ? 'completed' : 'incomplete');
  if (reached.passed !== null) write('cmi.success_status', reached.passed ? 'passed' : 'failed');
}

function keepScore(root: string, percent: number): void {
  write(`${root}.score.min`, '0');
  write(`${root}.score.max`, '100');
  write(`${root}.score.raw`, String(percent));
  if (modern) write(`${root}.score.scaled`, String(percent / 100));
}

function keep(reached: Reached): void {
  const [root, place] = modern ? ['cmi', 'location'] : ['cmi.core', 'lesson_location'];
  keepEnd(reached);
  if (reached.scorePercent !== null) keepScore(root ?? '', reached.scorePercent);
  write(`${root}.${place}`, reached.location);
  call('Commit', '');
}

const form = document.querySelector<HTMLFormElement>('#ouvrir');
const said = document.querySelector('#dit');
const say = (text: string) => {
  if (said) said.textContent = text;
};

function start(form: HTMLFormElement): void {
  if (!modern && !former) {
    form.hidden = true;
    say('Aucune plateforme SCORM ne répond ici : ouvrez ce paquet depuis un cours.');
    return;
  }
  call('Initialize', '');
  const learner = call('GetValue', modern ? 'cmi.learner_id' : 'cmi.core.student_id') ?? '';
  const hidden = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  hidden('apprenant').value = learner;
  hidden('hote').value = window.location.origin;
  let opened: Window | null = null;
  form.addEventListener('submit', () => {
    opened = window.open('about:blank', form.target);
  });
  window.addEventListener('message', ({ origin, source, data }) => {
    if (origin !== form.dataset.home || source !== opened || data?.deffinum !== 'reached') return;
    keep(data.reached as Reached);
    say('Votre avancement est transmis à votre plateforme.');
  });
  window.addEventListener('pagehide', () => void call('Terminate', ''));
}

document.documentElement.lang = 'fr';
if (form) start(form);
