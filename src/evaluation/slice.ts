import type { Slice } from '../kernel/kernel.ts';
import { evaluationJobs } from './jobs.ts';

export const evaluationSlice: Slice = { name: 'evaluation', jobs: evaluationJobs };
