import { saveProfile } from '../../src/evaluation/index.ts';
import { ensurePerson, insertGrant, rolesAt } from '../../src/identity/index.ts';
import type { Role } from '../../src/kernel/http.ts';
import { type Instant, instant } from '../../src/kernel/instant.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { FICTIONAL_HOST } from '../../src/rehearsal/index.ts';

/** The replay's own agents hold their roles in its time only: none of them acts today. */
export const AGENTS_FROM = instant('2021-05-03T08:00:00Z');
const AGENTS_TO: Instant = instant('2023-12-31T22:00:00Z');
const EXPERT_FILES = 200;
const REASON = 'Rejeu fictif des vagues de 2021 et 2022';

const AGENTS: readonly [role: Role, title: string, count: number][] = [
  ['programme-manager', 'Responsable', 1],
  ['instructing-officer', 'Instructrice', 1],
  ['evaluator', 'Experte', 8],
  ['committee-member', 'Jurée', 3],
  ['certifier', 'Certificatrice', 1],
  ['payment-officer', 'Payeuse', 2],
];

/** @returns who manages the programme of the replay */
export async function plantAgents(kernel: Kernel): Promise<string> {
  const { db } = kernel;
  let managerId = '';
  for (const [role, title, count] of AGENTS)
    for (let rank = 1; rank <= count; rank += 1) {
      const email = `${role}-${rank}@${FICTIONAL_HOST}`;
      const { id } = await ensurePerson(db, { name: `[Fictif] ${title} ${rank}`, email, at: AGENTS_FROM });
      if (!(await rolesAt(db, id, AGENTS_FROM)).includes(role)) {
        const grant = { personId: id, role, scope: null, grantedBy: null, reason: REASON, at: AGENTS_FROM };
        await insertGrant(db, { ...grant, validTo: AGENTS_TO });
      }
      if (role === 'evaluator') await saveProfile(db, id, { domains: [], capacity: EXPERT_FILES }, AGENTS_FROM);
      if (role === 'programme-manager') managerId = id;
    }
  return managerId;
}
