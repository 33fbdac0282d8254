import type { Slice } from '../kernel/kernel.ts';
import { gateSessions } from '../traces/index.ts';
import { ABANDON_SILENT, cmi5Jobs } from './jobs.ts';
import { cmi5Machine } from './routes/api.ts';
import { courseRoutes } from './routes/course.tsx';
import { forgetLearner } from './store/forget.ts';
import { admitStatements } from './store/gate.ts';
import { KIND } from './store/sessions.ts';

gateSessions(KIND, { admit: admitStatements, forget: forgetLearner });

export const cmi5Slice: Slice = {
  name: 'cmi5',
  machine: cmi5Machine,
  routes: courseRoutes,
  jobs: cmi5Jobs,
  schedules: { [ABANDON_SILENT]: '13,43 * * * *' },
};
