import type { Slice } from '../kernel/kernel.ts';
import { instructionJobs } from './jobs.ts';

export const instructionSlice: Slice = { name: 'instruction', jobs: instructionJobs };
