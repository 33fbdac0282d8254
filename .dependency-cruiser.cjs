// Who may import whom. The drawing is in ARCHITECTURE.md; this file holds it.
const TEST = '\\.test\\.tsx?$';
const ROOT = '^src/(app|boot|serve|server|worker|testing)\\.tsx?$|^src/app/';
const SLICE = '^src/(?!kernel/|ui/|islands/)([^/]+)/';

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'kernel-knows-nobody',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/kernel/' },
    },
    {
      name: 'ui-knows-the-kernel-only',
      severity: 'error',
      from: { path: '^src/ui/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/(ui|kernel)/' },
    },
    {
      name: 'islands-know-nobody',
      severity: 'error',
      from: { path: '^src/islands/' },
      to: { path: '^src/', pathNot: '^src/islands/' },
    },
    {
      name: 'nobody-imports-the-composition-root',
      severity: 'error',
      from: { path: '^src/', pathNot: [ROOT, TEST] },
      to: { path: ROOT },
    },
    {
      name: 'slice-through-its-door',
      comment: 'Another slice is known by its index.ts only.',
      severity: 'error',
      from: { path: SLICE, pathNot: TEST },
      to: { path: SLICE, pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'model-is-pure',
      comment: 'A decision knows state, command and instant: no database, no HTTP, no clock.',
      severity: 'error',
      from: { path: '/model(\\.ts$|/)', pathNot: TEST },
      to: {
        pathNot: [
          '^src/kernel/(count|decision|instant|money)\\.ts$',
          '^src/[^/]+/model(\\.ts$|/)',
          '^src/[^/]+/index\\.ts$',
          'node_modules/zod/',
        ],
      },
    },
    {
      name: 'store-shows-nothing',
      severity: 'error',
      from: { path: '/(store|tables|form|messages|jobs)(\\.ts$|/)', pathNot: TEST },
      to: { path: ['/pages(\\.tsx$|/)', '/routes(\\.tsx$|/)'] },
    },
    {
      name: 'pages-ask-nothing',
      severity: 'error',
      from: { path: '/pages(\\.tsx$|/)', pathNot: TEST },
      to: { path: ['/store(\\.ts$|/)', '/routes(\\.tsx$|/)'] },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      from: { orphan: true, pathNot: ['^src/islands/', '^src/kernel/', TEST, '\\.d\\.ts$'] },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'product-without-development-tools',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, '^src/testing\\.ts$', 'fixtures'] },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
