// The arrows of ARCHITECTURE.md. No exceptions: a wrong arrow is mended, not listed.
const ladder = [
  'identity',
  'governance',
  'storage',
  'catalog',
  'compute',
  'sessions',
  'ingestion',
  'notebooks',
  'pipelines',
  'trials',
]

/** What of the ground computes and does no more. */
const pure = ['brand', 'ids', 'notice-target', 'zoned-time'].map(
  (file) => `^server/src/foundation/${file}\\.ts$`,
)

/** What a person or a program starts, or a thread; the contract is what portal and CLI read. */
const entries = ['/(main|run|[a-z-]+-thread).tsx?$', '^contract/src/index.ts$', '^tools/[^/]+.ts$']

const upward = ladder.map((context, step) => ({
  name: `${context}-uses-only-contexts-before-it`,
  severity: 'error',
  from: { path: `^server/src/contexts/${context}/` },
  to: { path: ladder.slice(step + 1).map((later) => `^server/src/contexts/${later}/`) },
}))

export default {
  forbidden: [
    ...upward.slice(0, -1),
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contexts-are-entered-by-their-face',
      severity: 'error',
      from: { path: '^server/src/contexts/([^/]+)/' },
      to: {
        path: '^server/src/contexts/([^/]+)/',
        pathNot: ['^server/src/contexts/$1/', 'index\\.ts$'],
      },
    },
    {
      name: 'doors-enter-contexts-by-their-face',
      severity: 'error',
      from: { path: '^server/src/doors/' },
      to: { path: '^server/src/contexts/[^/]+/', pathNot: 'index\\.ts$' },
    },
    {
      name: 'doors-do-not-use-each-other',
      severity: 'error',
      from: { path: '^server/src/doors/([^/]+)/', pathNot: '^server/src/doors/shared/' },
      to: { path: '^server/src/doors/([^/]+)/', pathNot: '^server/src/doors/($1|shared)/' },
    },
    {
      name: 'contexts-do-not-know-doors',
      severity: 'error',
      from: { path: '^server/src/contexts/' },
      to: { path: '^server/src/doors/' },
    },
    {
      name: 'foundation-knows-nothing-of-the-business',
      severity: 'error',
      from: { path: '^server/src/foundation/' },
      to: { path: '^server/src/(contexts|doors|main|config)' },
    },
    {
      name: 'models-are-pure',
      severity: 'error',
      from: { path: '^server/src/contexts/[^/]+/model/', pathNot: '\\.test\\.ts$' },
      to: {
        path: ['^server/src/', '^(node:)?(child_process|dns|fs|http|net|os|timers)'],
        pathNot: ['/model/', '/errors\\.ts$', '/contexts/[^/]+/index\\.ts$', ...pure],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-main-reads-the-configuration',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(main|config|join-)' },
      to: { path: '^server/src/config\\.ts$' },
    },
    {
      name: 'the-contract-has-no-logic-of-ours',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: '^(server|portal|cli)/' },
    },
    {
      name: 'portal-and-cli-see-only-the-contract',
      severity: 'error',
      from: { path: '^(portal|cli)/' },
      to: { path: '^server/' },
    },
    {
      name: 'production-does-not-use-tests',
      severity: 'error',
      from: { path: '^(server|portal|cli|contract)/', pathNot: ['\\.test\\.tsx?$', '/testing/'] },
      to: { path: ['\\.test\\.tsx?$', '/testing/'] },
    },
    {
      name: 'nothing-is-dead',
      severity: 'error',
      from: { path: entries },
      to: {
        path: '^(server|portal|cli|contract|tools|demo)/',
        pathNot: ['\\.test\\.tsx?$', '\\.d\\.ts$', '/(testing|golden)/', ...entries],
        reachable: false,
      },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^portal/dist', '\\.mjs$'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css'],
    },
  },
}
