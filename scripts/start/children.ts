import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { BEGIN_AGAIN } from '../../src/kernel/process.ts';

/** A process that dies again and again is not restarted for ever; one that lived a minute is forgiven. */
const RESTARTS = 5;
const FORGIVEN_MS = 60_000;
/** What an orderly stop may take before it is cut. */
const STOP_MS = 30_000;
/** Exit codes after which starting again would change nothing: configuration at fault, port taken. */
const FINAL_CODES = new Set([78, 98]);
const PROGRAM = join(import.meta.dirname, '../../dist/program');

/** The processes of one installation: starts them again when they die, stops them in order. */
export class Building {
  readonly #alive = new Map<ChildProcess, string>();
  readonly #say: (text: string) => void;
  readonly #env: NodeJS.ProcessEnv;
  #stopping = false;

  constructor(env: NodeJS.ProcessEnv, say: (text: string) => void) {
    this.#env = env;
    this.#say = say;
  }

  /** Resolves when the process first says it is ready. */
  keep(name: string, args: readonly string[] = [], deaths = 0): Promise<void> {
    return new Promise((ready) => {
      const bornAt = performance.now();
      const child = this.#launch(name, args);
      child.on('message', (message) => {
        if (message === 'ready') ready();
      });
      child.once('exit', (code, signal) => {
        const counted = code === BEGIN_AGAIN || performance.now() - bornAt > FORGIVEN_MS ? 0 : deaths;
        if (this.#isFinal(code, counted)) return this.stop(code ?? 1);
        if (code === BEGIN_AGAIN) return void this.keep(name, args).then(ready);
        this.#say(`Le processus « ${name} » s’est arrêté (${signal ?? `code ${code}`}) : il redémarre.`);
        setTimeout(() => void this.keep(name, args, counted + 1).then(ready), 300 * counted);
      });
    });
  }

  /** Those that use the database first, so that what they accepted is finished, then the database; then this process. */
  stop(code: number): void {
    if (this.#stopping) return;
    this.#stopping = true;
    setTimeout(() => this.#cut(), STOP_MS).unref();
    void this.#endAll((name) => name !== 'database')
      .then(() => this.#endAll(() => true))
      .then(() => process.exit(code));
  }

  #launch(name: string, args: readonly string[]): ChildProcess {
    const child = fork(join(PROGRAM, `${name}.js`), args, {
      env: this.#env,
      execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
    });
    this.#alive.set(child, name);
    child.once('exit', () => this.#alive.delete(child));
    child.on('message', (message) => {
      if (typeof message === 'object' && message && 'step' in message) this.#say(String(message.step));
    });
    return child;
  }

  #endAll(wanted: (name: string) => boolean): Promise<unknown> {
    return Promise.all([...this.#alive].filter(([, name]) => wanted(name)).map(([child]) => end(child)));
  }

  #isFinal(code: number | null, deaths: number): boolean {
    return this.#stopping || FINAL_CODES.has(code ?? 0) || deaths >= RESTARTS;
  }

  #cut(): void {
    for (const child of this.#alive.keys()) child.kill('SIGKILL');
  }
}

const end = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done(null);
    child.once('exit', done);
    child.kill('SIGTERM');
  });
