// Tries what a hostile package would want of the process that reads it, and tells what it could do.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const could = (act) => {
  try {
    act();
    return true;
  } catch {
    return false;
  }
};
process.send({
  write: could(() => writeFileSync(process.argv[2], 'written')),
  read: could(() => readFileSync(process.argv[3])),
  spawn: could(() => {
    const { error } = spawnSync(process.execPath, ['--version']);
    if (error) throw error;
  }),
});
