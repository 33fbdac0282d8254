import { jobTable, schedules } from './app.tsx';
import { boot } from './boot.ts';
import { bindJobs } from './kernel/kernel.ts';
import { onStop } from './kernel/process.ts';

const { kernel, close } = await boot('worker');
await kernel.jobs.work(bindJobs(kernel, jobTable), schedules);
process.send?.('ready');
onStop(close);
