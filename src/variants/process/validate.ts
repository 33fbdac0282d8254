import { validateBytes } from 'gltf-validator';
import type { Issue, Validation } from '../model/validation.ts';
import type { Made } from './answer.ts';
import { LIMITS } from './limits.ts';

const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;
const READ_ISSUES = 500;

/** The Khronos validator, whose answer is counted and gathered by rule: the same fault of a thousand meshes is told once. */
export async function validate(bytes: Uint8Array, mediaType: string): Promise<Made> {
  const { issues } = await validateBytes(bytes, {
    format: mediaType === 'model/gltf-binary' ? 'glb' : 'gltf',
    maxIssues: READ_ISSUES,
    writeTimestamp: false,
  });
  const byCode = new Map<string, Issue>();
  for (const { code, severity, pointer } of issues.messages) {
    const known = byCode.get(code);
    const first = { code, severity: SEVERITIES[severity] ?? 'hint', times: 0, where: (pointer ?? '').slice(0, 200) };
    byCode.set(code, { ...(known ?? first), times: (known?.times ?? 0) + 1 });
  }
  const told: Validation = {
    errors: issues.numErrors,
    warnings: issues.numWarnings,
    others: issues.numInfos + issues.numHints,
    issues: [...byCode.values()].slice(0, LIMITS.toldIssues),
  };
  return { mediaType: 'application/json', width: null, height: null, bytes: Buffer.from(JSON.stringify(told)) };
}
