import type { Wave } from '../../calls/index.ts';

export const rankingBase = (wave: Pick<Wave, 'id'>) => `/agent/vagues/${wave.id}/classement`;
