/** Exit code of a process whose world is gone: its supervisor starts another for the new one. */
export const BEGIN_AGAIN = 75;

/** Runs `close` once, at the first request to stop. */
export function onStop(close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The supervisor died: nobody would stop us later.
  process.on('disconnect', stop);
}

/** What a person waiting at the terminal reads; nobody, when nobody supervises. */
export const tell = (step: string): void => {
  process.send?.({ step });
};
