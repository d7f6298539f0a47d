// Lint says what reviewers would otherwise have to say. Prettier decides form.
import ts from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import vueParser from 'vue-eslint-parser'

const onlyIn = (folder, ...names) => ({ group: names, message: `Only ${folder} may import this (README, "The rules").` })
const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })
const database = onlyIn('apps/api/src/db', 'pg', 'pg/*')
const app = onlyIn('server.ts and testing/', '**/app.ts')

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.data/**'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended-error'],
  ...accessibility.configs['flat/recommended'],
  {
    files: ['**/*.ts', '**/*.vue'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'no-console': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='sql'][callee.property.name='raw']",
          message: 'Text becomes SQL here: use placeholders.',
        },
      ],
      // Prettier's business, or a habit of this house that the plugin does not share.
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/html-closing-bracket-spacing': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
      'vue/one-component-per-file': 'off',
      // Labels are tied by id through BaseField; a label need not also wrap its control.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/form-control-has-label': 'off',
      'vuejs-accessibility/no-autofocus': 'error',
    },
  },
  // Rules that need types, where they find most: linting templates with types takes minutes and gigabytes.
  {
    files: ['apps/*/src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: new URL('../..', import.meta.url).pathname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
  { files: ['**/*.ts'], languageOptions: { parser: ts.parser } },
  { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser } } },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: [
      'apps/api/src/db/**',
      'apps/api/src/server.ts',
      'apps/api/src/testing/**',
      'apps/api/src/**/*.test.ts',
      'apps/api/src/jobs.ts',
      'apps/api/src/bench/**',
      'apps/api/src/demo/**',
      'apps/api/src/setup.ts',
      'apps/api/src/demo.ts',
      'apps/api/src/modules/people/found.ts',
    ],
    rules: restrict(database, app),
  },
  {
    files: ['packages/contracts/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: restrict({ regex: '^(?!typebox|\\.)', message: 'Contracts import typebox and one another, nothing else.' }),
  },
  {
    files: ['apps/web/src/ui/**'],
    rules: restrict({
      group: ['#stores/*', '#features/*', '#shell/*', '#lib/api.ts', '**/stores/*', '**/lib/api.ts'],
      message: 'The parts of ui/ know no store, no API and no feature.',
    }),
  },
)
