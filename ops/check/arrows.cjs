// The arrows of ARCHITECTURE.md, kept by dependency-cruiser. A rule per room: what it may import, nothing else of ours.
const OURS = '^(api|web|db|ops)/';
const TESTS = '\\.(test|suite)\\.ts$';

/** Modules of `from` may import, of this repository, only what matches `allowed`. */
function mayImport(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: TESTS },
    to: { path: OURS, pathNot: [from, ...allowed] },
  };
}

/** Only modules matching `by` may import what matches `path`. */
function importedOnlyBy(name, path, by) {
  return {
    name,
    severity: 'error',
    from: { path: OURS, pathNot: [path, TESTS, ...by] },
    to: { path },
  };
}

const TABLES = (...names) => `^db/schema/(${names.join('|')})\\.ts$`;

module.exports = {
  forbidden: [
    mayImport('contract-imports-nothing', '^api/contract/', []),
    {
      name: 'contract-imports-zod-only',
      severity: 'error',
      from: { path: '^api/contract/', pathNot: TESTS },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'],
        pathNot: 'node_modules/zod/',
      },
    },
    mayImport('client-imports-contract', '^api/client/', ['^api/contract/']),
    mayImport('core-imports-contract-and-db', '^api/core/', ['^api/contract/', '^db/']),
    mayImport('access-imports-its-own', '^api/access/', [
      '^api/(contract|core)/',
      TABLES('access', 'columns'),
    ]),
    mayImport('content-imports-its-own', '^api/content/', [
      '^api/(contract|core)/',
      TABLES('content', 'columns'),
    ]),
    mayImport('adapters-import-core', '^api/adapters/', ['^api/(contract|core)/']),
    mayImport('web-imports-contract-and-client', '^web/', ['^api/(contract|client)/']),
    mayImport('cli-imports-client', '^ops/cli/', ['^api/(contract|client)/', '^api/ops\\.ts$']),
    mayImport('embedded-imports-config', '^ops/embedded/', ['^api/adapters/config\\.ts$']),
    mayImport('db-imports-contract', '^db/', ['^api/contract/']),
    importedOnlyBy('roots-are-entered-by-nobody', '^api/(node|worker)\\.ts$', [
      '^ops/(test|e2e|build)/',
    ]),
    importedOnlyBy('test-help-stays-with-tests', '^(api/testing|ops/e2e|ops/bench|ops/test)/', [
      '^(api/testing|ops/e2e|ops/bench|ops/test)/',
      '^vitest\\.config\\.ts$',
    ]),
    {
      name: 'aws-sdk-stays-in-adapters',
      severity: 'error',
      from: { path: OURS, pathNot: [TESTS, '^api/(adapters|testing)/', '^ops/(e2e|bench|test)/'] },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
  },
};
