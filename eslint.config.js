import js from '@eslint/js';
import globals from 'globals';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** Folders that may not import one another: a folder's name says where its code may run. */
const walls = {
  core: ['element', 'server', 'sandbox'],
  element: ['server', 'sandbox'],
  server: ['element', 'sandbox'],
  sandbox: ['element', 'server'],
};

/** The same for the demo: nothing that runs anywhere may need a runtime, and no runtime another. */
const demoWalls = {
  common: ['shop', 'worker', 'page', 'site'],
  shop: ['worker', 'page', 'site'],
  worker: ['shop', 'page', 'site'],
  page: ['shop', 'worker', 'site'],
};

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      '.bench',
      '.demo',
      '.release',
      '.tools',
      '.test-output',
      'test/package/fixture',
      'test/docs/fixture',
      'demo/apps',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: { projectService: { allowDefaultProject: ['*.js', '*.mjs', 'test/*.mjs'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
    },
  },
  { files: ['src/element/**', 'demo/**'], languageOptions: { globals: globals.browser } },
  { files: ['src/element/**'], ...lit.configs['flat/recommended'] },
  { files: ['src/element/**'], ...litA11y.configs.recommended, plugins: { 'lit-a11y': litA11y } },
  { files: ['src/element/**'], ...wc.configs['flat/recommended'] },
  { files: ['src/element/frameworks/**'], rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] } },
  ...Object.entries(walls).map(([folder, others]) => ({
    files: [`src/${folder}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: others.map((other) => ({ group: [`**/${other}/**`], message: `src/${folder} may run where src/${other} may not.` })) },
      ],
      ...(folder === 'core'
        ? {
            'no-restricted-globals': [
              'error',
              'window',
              'document',
              'localStorage',
              'sessionStorage',
              'location',
              'fetch',
              'process',
              'navigator',
            ],
          }
        : {}),
    },
  })),
  ...Object.entries(demoWalls).map(([folder, others]) => ({
    files: [`demo/${folder}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: others.map((other) => ({ group: [`../${other}/**`], message: `demo/${folder} may run where demo/${other} may not.` })),
        },
      ],
    },
  })),
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: '@types/chai', name: ['Equal', 'equal'] },
            { from: 'package', package: '@open-wc/semantic-dom-diff', name: ['Equal', 'equal'] },
            { from: 'package', package: 'chai', name: ['Equal', 'equal'] },
            { from: 'package', package: 'node:test', name: ['it', 'describe', 'test', 'before', 'after', 'beforeEach', 'afterEach'] },
          ],
        },
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  // @open-wc/testing's `expect` is declared in a way the type-aware rules cannot resolve; tsc still checks these files.
  { files: ['test/element/**'], ...tseslint.configs.disableTypeChecked },
);
