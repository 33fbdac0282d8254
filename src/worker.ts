import { jobTable, schedules } from './app.tsx';
import { boot } from './boot.ts';
import { bindJobs } from './kernel/kernel.ts';
import { onStop, tell } from './kernel/process.ts';

const { kernel, close } = await boot('worker');
await kernel.jobs.work(bindJobs(kernel, jobTable), schedules);
process.send?.('ready');
onStop(close);
if (kernel.config.DEMO && !kernel.config.REHEARSAL) {
  const { plantCollection } = await import('../seeds/collection.ts');
  await plantCollection(kernel, tell);
}
if (kernel.config.DEMO && kernel.config.REPLAY && !kernel.config.REHEARSAL) {
  const { replayThePast } = await import('../seeds/replay.ts');
  await replayThePast(kernel, (replaying) => bindJobs(replaying, jobTable), tell);
}
