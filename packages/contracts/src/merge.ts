// Two people changed the same record from the same beginning. Field by field: what merges by itself, and what a person has to choose. One pure
// function, so that every screen and every test means the same by it.

/**
 * text: words; both can stand, one below the other. choice: one answer out of several. moment: an instant; less than an hour apart is the same.
 * many: several answers at once; both can stand together. adds: a list that only grows, so that both always stand. flag: a warning or a fact that holds as soon as one of the two said so; it is never
 * taken off by merging. protective: a choice in which those named `first` shield the young person most (they said not today, or asked us to
 * stop): against any other answer the earlier in that list stands, unless a person says otherwise.
 */
export type FieldRule = { kind: 'text' | 'choice' | 'moment' | 'many' | 'adds' | 'flag' } | { kind: 'protective'; first: readonly string[] }
export type FieldRules = Readonly<Record<string, FieldRule>>
export type Answers = Readonly<Record<string, unknown>>

export interface Meeting {
  field: string
  base: unknown
  mine: unknown
  theirs: unknown
  /** same: nobody changed it, or both to the same. mine, theirs: only one side did, so that stands. meet: both did, differently. */
  standing: 'same' | 'mine' | 'theirs' | 'meet'
  /** What stands without anybody choosing; undefined when a person has to. */
  value: unknown
  /** Why a meeting has a value all the same. */
  because: 'flag' | 'protective' | null
  /** Nobody chooses here: what is on stays on. */
  fixed: boolean
}

const hour = 3_600_000
const isNothing = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const plain = (value: unknown) => JSON.stringify(typeof value === 'string' ? value.trim() : value)
const isOne = (rule: FieldRule, a: unknown, b: unknown): boolean => {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b)
  if (rule.kind === 'moment') return Math.abs(Date.parse(String(a)) - Date.parse(String(b))) < hour
  if (Array.isArray(a) && Array.isArray(b)) return plain(a.map(plain).sort()) === plain(b.map(plain).sort())
  return plain(a) === plain(b)
}

/** The more protective of two answers, when the rule tells one from the other. */
function shield({ first }: Extract<FieldRule, { kind: 'protective' }>, mine: unknown, theirs: unknown): unknown {
  const [a, b] = [mine, theirs].map((one) => first.indexOf(String(one)))
  if (a === b) return undefined // neither is in the list
  return b === -1 || (a !== -1 && a! < b!) ? mine : theirs
}

/** Both, theirs first: words below words, answers beside answers. Undefined where two cannot stand together. */
export function together(rule: FieldRule, mine: unknown, theirs: unknown): unknown {
  if (rule.kind === 'text') {
    const [first, second] = [String(theirs).trim(), String(mine).trim()]
    // One that only went on from the other says it all.
    return first.includes(second) ? first : second.includes(first) ? second : `${first}\n${second}`
  }
  if (rule.kind !== 'many' && rule.kind !== 'adds') return undefined
  const seen = new Set<string>()
  return [...(theirs as unknown[]), ...(mine as unknown[])].filter((one) => !seen.has(plain(one)) && seen.add(plain(one)))
}

/**
 * `base` is what both began from, a field that it leaves out is not known; `mine` leaves out what I did not touch; `theirs` is what stands now.
 */
export function meet(rules: FieldRules, base: Answers, mine: Answers, theirs: Answers): Meeting[] {
  return Object.entries(rules).map(([field, rule]) => {
    const [b, t] = [base[field], theirs[field]],
      touched = field in mine,
      m = touched ? mine[field] : field in base ? b : t
    const met = (standing: Meeting['standing'], value: unknown, because: Meeting['because'] = null): Meeting => ({
      field,
      base: b,
      mine: m,
      theirs: t,
      standing,
      value,
      because,
      fixed: because === 'flag',
    })
    if (rule.kind === 'flag') {
      if (Boolean(m) === Boolean(t)) return met('same', t)
      return met('meet', true, 'flag')
    }
    if (rule.kind === 'adds') {
      const all = together(rule, m ?? [], t ?? []) as unknown[]
      return met(isOne(rule, all, t) ? 'same' : 'mine', all)
    }
    if (!touched) return met(field in base && !isOne(rule, b, t) ? 'theirs' : 'same', t)
    if (isOne(rule, m, t)) return met('same', t)
    if (field in base && isOne(rule, m, b)) return met('theirs', t)
    if (field in base && isOne(rule, t, b)) return met('mine', m)
    const shielded = rule.kind === 'protective' ? shield(rule, m, t) : undefined
    return met('meet', shielded, shielded === undefined ? null : 'protective')
  })
}
