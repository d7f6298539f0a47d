// The documented columns of a nominations file, and the words of its two lists.
import { SharingBasis, SourceKind } from '@modulus/contracts/nominations.ts'
import type { ImportColumn } from '#import-kind.ts'

const column = (key: string, label: string, help: string, example: string, synonyms: string[], required = false): ImportColumn => ({
  key,
  label,
  help,
  example,
  synonyms,
  required,
})

export const columns: ImportColumn[] = [
  column(
    'goodAt',
    'Good at',
    'What they can do, know, or do for others. Every row must say it.',
    'Fixes bikes for half the street',
    ['good at text', 'strengths', 'strength', 'assets', 'skills', 'what are they good at', 'talents', 'positives'],
    true,
  ),
  column('firstName', 'First name', 'One of First name or Whole name is needed.', 'Example', [
    'forename',
    'given name',
    'christian name',
    'known as',
    'preferred name',
    'first',
  ]),
  column('familyName', 'Family name', 'May be left empty.', 'Person', ['surname', 'last name', 'family', 'last']),
  column('wholeName', 'Whole name', 'Only when names are in one column: "First Family" or "Family, First".', '', [
    'name',
    'full name',
    'young person',
    'nominee',
    'name of young person',
    'yp name',
  ]),
  column('dateOfBirth', 'Date of birth', 'Day first, year in four digits: 05/04/2009, 2009-04-05 or 5-Apr-2009.', '05/04/2009', [
    'dob',
    'd.o.b.',
    'birth date',
    'birthday',
    'born',
    'born on',
  ]),
  column('contactPointer', 'Where to find them', 'An address or a place, in your words.', 'At his gran’s, 12 Quay Lane', [
    'address',
    'contact',
    'contact pointer',
    'contact details',
    'where',
    'location',
    'home address',
  ]),
  column('why', 'Why', 'Why you suggest them. No list of offences.', 'On the stairs most nights with nothing to do', [
    'why text',
    'reason',
    'reasons',
    'reason for referral',
    'notes',
    'comments',
    'background',
  ]),
  column('triedBefore', 'Tried before', 'What has been tried, and why it did not work.', 'Football club, left after a week', [
    'tried before text',
    'previous support',
    'prior attempts',
    'history of support',
    'already tried',
  ]),
  column('trustedPerson', 'Who they trust', 'A person they get on with.', 'His gran', [
    'trusted person',
    'trusted person text',
    'trusted adult',
    'trusts',
    'good relationship with',
  ]),
  column('sourceKind', 'Suggested by', `Who suggests them: ${SourceKind.enum.join(', ').replaceAll('_', ' ')}.`, 'housing', [
    'source',
    'source kind',
    'referrer',
    'referred by',
    'agency',
    'referral source',
  ]),
  column(
    'sharingBasis',
    'Basis for sharing',
    `Why you may pass this on: ${SharingBasis.enum.join(', ').replaceAll('_', ' ')}.`,
    'public task',
    ['sharing basis', 'legal basis', 'lawful basis', 'basis'],
  ),
  column('receivedOn', 'Received on', 'The day it reached you. The month in which they must be told runs from it.', '02/11/2026', [
    'received',
    'date received',
    'date',
    'referral date',
    'date of referral',
    'date nominated',
    'nominated on',
  ]),
]

const sources: Record<string, string[]> = {
  police: ['police scotland', 'cop', 'community police'],
  fire: ['fire and rescue', 'fire service', 'fire brigade', 'sfrs', 'scottish fire and rescue service'],
  housing: ['housing association', 'ha', 'housing officer', 'council housing', 'landlord'],
  school: ['education', 'academy', 'high school', 'teacher', 'guidance teacher'],
  social_work: ['social worker', 'sw', 'social services', 'children and families'],
  eei: ['early and effective intervention'],
  community_group: ['community', 'youth club', 'youth group', 'church', 'third sector', 'charity'],
  self: ['themselves', 'self referral', 'self-referral', 'young person'],
  peer: ['friend', 'mate'],
  family: ['parent', 'mum', 'dad', 'mother', 'father', 'gran', 'carer', 'sibling'],
  other: ['someone else'],
}
const bases: Record<string, string[]> = {
  public_task: ['public interest', 'statutory'],
  legitimate_interest: ['legitimate interests'],
  consent: ['yes', 'agreed', 'they agreed'],
  vital_interest: ['vital interests'],
  legal_obligation: ['law', 'legal duty'],
}
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()

function reader(list: Record<string, string[]>, empty: string) {
  const known = new Map(Object.entries(list).flatMap(([key, others]) => [key, ...others].map((name) => [plain(name), key] as const)))
  const all = Object.keys(list).join(', ').replaceAll('_', ' ')
  return (text: string, otherwise: string, wrong: (words: string) => string): string => {
    if (text === '') return otherwise || wrong(empty)
    return known.get(plain(text)) ?? wrong(`"${text.slice(0, 40)}" is not one of: ${all}.`)
  }
}
export const readSource = reader(sources, 'Say who suggests them, here or for the whole file.')
export const readBasis = reader(bases, 'Say why this may be passed on, here or for the whole file.')
