// The arrows of ARCHITECTURE.md, kept by dependency-cruiser. A rule per room: what it may import, nothing else of ours.
const OURS = '^(api|web|db|ops)/';
const TESTS = '\\.(test|suite)\\.tsx?$';
/** Help for tests: it may see all, and only tests see it. */
const TEST_HELP = '^(api/testing|ops/cli/testing|ops/e2e|ops/bench|ops/sim|ops/test)/';
const ROOT = (name) => `^api/${name}\\.ts$`;
const TABLES = (...names) => `^db/schema/(${names.join('|')})\\.ts$`;
const ROOMS = [
  '^api/(contract|client|core|access|content|printlab|adapters|testing)/',
  '^ops/(cli|embedded|backup|monitoring|e2e|bench|sim|build|check|minio|test)/',
  '^(db|web)/',
];
const ROOTS = ROOT('(app|node|worker|ops)');

/** Modules of `from` may import, of this repository, only what matches `allowed`. */
function mayImport(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: TESTS },
    to: { path: OURS, pathNot: [from, ...allowed] },
  };
}

/** Only modules matching `by`, and tests, may import what matches `path`. */
function importedOnlyBy(name, path, by) {
  return {
    name,
    severity: 'error',
    from: { path: OURS, pathNot: [path, TESTS, ...by] },
    to: { path },
  };
}

/** A module of the product rests on the contract, the core and its own tables. */
function moduleOf(name, tables = [name]) {
  return mayImport(`${name}-imports-its-own`, `^api/${name}/`, [
    '^api/(contract|core)/',
    TABLES(...tables, 'columns'),
  ]);
}

module.exports = {
  forbidden: [
    {
      name: 'contract-imports-zod-only',
      severity: 'error',
      from: { path: '^api/contract/', pathNot: TESTS },
      to: { pathNot: ['^api/contract/', 'node_modules/zod/'] },
    },
    mayImport('client-imports-contract', '^api/client/', ['^api/contract/']),
    mayImport('core-imports-contract-and-db', '^api/core/', ['^api/contract/', '^db/']),
    moduleOf('access'),
    moduleOf('content', ['content', 'folders', 'moves', 'uploads']),
    moduleOf('printlab'),
    mayImport('adapters-import-core', '^api/adapters/', ['^api/(contract|core)/']),
    mayImport('web-imports-contract-and-client', '^web/', ['^api/(contract|client)/']),
    mayImport('db-imports-contract', '^db/', ['^api/contract/']),
    mayImport('cli-imports-client', '^ops/cli/(?!testing/)', [
      '^api/(contract|client)/',
      ROOT('ops'),
    ]),
    mayImport('embedded-imports-config', '^ops/embedded/', ['^api/adapters/config\\.ts$']),
    mayImport('backup-imports-config', '^ops/backup/', ['^api/adapters/config\\.ts$']),
    mayImport('tools-stay-in-ops', '^ops/(build|check|minio|monitoring)/', ['^ops/']),
    importedOnlyBy('node-and-worker-are-entered-by-nobody', ROOT('(node|worker)'), []),
    importedOnlyBy('app-is-composed-by-roots', ROOT('app'), [ROOTS, TEST_HELP]),
    importedOnlyBy('ops-root-is-for-the-cli', ROOT('ops'), ['^ops/cli/', TEST_HELP]),
    importedOnlyBy('test-help-stays-with-tests', TEST_HELP, ['^vitest\\.config\\.ts$']),
    {
      name: 'aws-sdk-stays-in-adapters',
      severity: 'error',
      from: { path: OURS, pathNot: [TESTS, '^api/adapters/', TEST_HELP] },
      to: { path: '(node_modules/|^)@(aws-sdk|smithy)/' },
    },
    {
      // Without this, a new folder would be bound by no rule at all.
      name: 'every-module-has-a-room',
      severity: 'error',
      from: { path: OURS, pathNot: [...ROOMS, ROOTS, TESTS] },
      to: {},
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
