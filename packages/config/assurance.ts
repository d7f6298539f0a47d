// npm run assurance: writes ASSURANCE.md, which says of every promise of safety which test proves it, or what is missing.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { requirements } from './assurance-asvs.ts'
import { requirementsOfPeople } from './assurance-asvs-people.ts'
import type { Line, Proof } from './assurance-line.ts'
import { threats } from './assurance-threats.ts'

export const root = resolve(import.meta.dirname, '../..')
export const lines: Line[] = [...threats, ...requirements, ...requirementsOfPeople]

/** Whether the file has a test, or a list of tests, of this title. */
export function stands({ file, title }: Proof): boolean {
  let text: string
  try {
    text = readFileSync(resolve(root, file), 'utf8')
  } catch {
    return false
  }
  const quoted = title.replaceAll("'", "\\'").replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`\\(\\s*(['"\`])${quoted}\\1`).test(text)
}

const cell = (text: string) => text.replaceAll('|', '\\|')
const said = ({ proofs, missing, apart }: Line) => (apart ? 'set apart' : proofs.length === 0 ? 'not yet' : missing ? 'in part' : 'proved')
const inTests = ({ proofs, missing, apart }: Line) =>
  [
    ...proofs.map(({ file, title, shown }) => `[${shown ?? title}](${file})`),
    ...(apart ? [`Set apart: ${apart}.`] : missing ? [`${proofs.length > 0 ? 'Missing' : 'Not yet'}: ${missing}.`] : []),
  ].join('<br>')
const table = (first: string, some: Line[]) =>
  [
    `| ${first} | | what is promised | what proves it |`,
    '|---|---|---|---|',
    ...some.map((line) => `| ${line.id} | ${said(line)} | ${cell(line.promise)} | ${cell(inTests(line))} |`),
  ].join('\n')

export function page(): string {
  const count = (what: string) => lines.filter((line) => said(line) === what).length
  return `# Assurance

What is promised about safety, and the test that proves each promise: threats T1 to T30, and the requirements of OWASP ASVS 5.0 (levels 1
and 2, and two of level 3) that are for a product of this kind. Written by \`npm run assurance\`; a test fails when a named test is gone
or this page is old.

Of ${lines.length} lines ${count('proved')} are proved by tests, ${count('in part')} in part, ${count('not yet')} not yet, and ${count('set apart')} are set apart on purpose, with the reason.

## Threats

${table('threat', threats)}

## OWASP ASVS 5.0

${table('requirement', [...requirements, ...requirementsOfPeople])}
`
}

if (import.meta.filename === resolve(process.argv[1] ?? '')) writeFileSync(resolve(root, 'ASSURANCE.md'), page())
