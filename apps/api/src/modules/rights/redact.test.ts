import { describe, expect, it } from 'vitest'
import { covered, findMasks, redact, type Name } from './redact.ts'

const names: Name[] = [
  { name: 'Sam', kind: 'own' },
  { name: 'Baird', kind: 'own' },
  { name: 'Rosa', kind: 'participant' },
  { name: 'Fraser', kind: 'participant' },
  { name: 'Baird', kind: 'participant' },
  { name: 'Will', kind: 'participant' },
  { name: 'Mary Ann', kind: 'supporter' },
  { name: 'O’Hara', kind: 'participant' },
]
const clean = (text: string) => redact(text, findMasks(text, names))

describe('what is covered', () => {
  it.each([
    ['Was out with @Kim again', `Was out with ${covered} again`],
    ['@Kim Fraser drove', `${covered} drove`],
    ['with @Kim-Leigh, then home', `with ${covered}, then home`],
    ['Rosa’s mum and ROSA', `${covered} mum and ${covered}`],
    ['rosa and fraser', `${covered} and ${covered}`],
    ['his gran Mary  Ann knows', `his gran ${covered} knows`],
    ['O’Hara came', `${covered} came`],
    ['(Rosa)', `(${covered})`],
    ['@Rosa,@Fraser', `${covered},${covered}`],
  ])('%s', (text, out) => expect(clean(text)).toBe(out))
  it('their own name stays, also mentioned, also where a relative shares it', () =>
    expect(clean('@Sam and Sam Baird, @sam')).toBe('@Sam and Sam Baird, @sam'))
  it('a part of a longer word stays, and so does an address of e-mail', () =>
    expect(clean('Rosanna at sam@kim.test, prosaic')).toBe('Rosanna at sam@kim.test, prosaic'))
  it('a name that is a word counts with a capital only', () => expect(clean('Will said he will come')).toBe(`${covered} said he will come`))
  it('a name with signs in it is no pattern', () => {
    const odd: Name[] = [{ name: 'A.*(b', kind: 'participant' }]
    expect(redact('xx A.*(b yy', findMasks('xx A.*(b yy', odd))).toBe(`xx ${covered} yy`)
    expect(findMasks('Axxxb', odd)).toEqual([])
  })
})
describe('covering', () => {
  it('joins ranges that overlap, and takes them in any order', () => {
    expect(
      redact('abcdefgh', [
        { start: 4, length: 2 },
        { start: 1, length: 4 },
      ]),
    ).toBe(`a${covered}gh`)
    expect(
      redact('abcdefgh', [
        { start: 0, length: 8 },
        { start: 2, length: 1 },
      ]),
    ).toBe(covered)
  })
  it('never leaves half a sign, and ends with the text', () => {
    expect(redact('a😀b', [{ start: 2, length: 1 }])).toBe(`a${covered}b`)
    expect(redact('abc', [{ start: 1, length: 50 }])).toBe(`a${covered}`)
  })
  it('changes nothing without ranges', () => expect(redact('abc', [])).toBe('abc'))
})
