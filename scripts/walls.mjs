// Holds the imports between rooms against `.dependency-cruiser.cjs`, and fails when the tool scanned too little to mean anything.
import { readdirSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import config from '../.dependency-cruiser.cjs';

const sources = readdirSync('src', { recursive: true }).filter((name) => /\.tsx?$/.test(name)).length;
const { output } = await cruise(['src'], { ruleSet: config, validate: true, ...config.options }, undefined, undefined);
const ours = output.modules.filter((module) => module.source.startsWith('src/')).length;
const links = output.summary.totalDependenciesCruised;

for (const { rule, from, to } of output.summary.violations)
  console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
console.log(`${ours} modules sur ${sources}, ${links} imports, ${output.summary.error} franchissement(s) de mur`);
if (ours < sources || links < sources) {
  console.error('The scan is not whole: walls are not held by what was not read.');
  process.exit(1);
}
process.exit(output.summary.error > 0 ? 1 : 0);
