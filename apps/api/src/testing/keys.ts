// Which keys of an answer a role may never find filled, anywhere: written from the role matrix, beside the contracts and never from them.
// A key that a contract always has may stand there empty (null, '', [] or {}): then it tells nothing.

/** "operation path", as in "day.read visits[].startsAt". */
const contact = /[ .](address|postcode|phone|email|dateOfBirth|familyName|unsafePlaces|safeTimes|contactPointer|trustedPerson)$/
const homeVisits = /^(visits|visitSafety|contacts)\.|^day\.read visits/
const safety = /^(warnings\.|participants\.safety)|[ .\]](safety|flags|whatToDo|toldThem|notToldWhy)($|[.[])/
const concerns =
  /^concerns\.(read|list|reads|secondReaders)|[ .](whatSeen|aboutWhom|leadNote|immediateDanger|ageRoute\w*|asp[A-Z]\w+|ird[A-Z]\w+|passedTo\w*)$/
const suggested = /^nominations\.|[ .](triedBefore|dissentText|assetSeen)$/
const teamWords =
  /[ .](staffWords|workersWords|ourWeighing|theirWeighing|backingWords|riskOfNotDoing|endedWords|nextStep|lastContactAt|matchReason|travel)$/
const theirWords = /[ .](theirWords|ownWords)$/
const weighing = /^rights\.\w+ (.*\.)?(harm|checkWords|idHow|body|masks)($|[.[])/
const person =
  /[ .](participantId|participant|knownAs|youngPerson|youngPeople)($|[.[])|^(participants|rights|complaints|retention|breakGlass|logs)\.\S* .*[ .]reference$/
const promises = /^promises\.(list|read|steps|mine) /
const theirDeal = /^participants\.deals items|^me\.deal (now|before|what)/

export interface Rule {
  never: RegExp[]
  /** "operation path" that a rule above meets, and why it is theirs all the same. */
  but?: [RegExp, why: string][]
}
const ownAccount: [RegExp, string] = [/^(session|factors|people|messages)\.\S+ /, 'Their own account, or a colleague’s']
const ownNumber: [RegExp, string] = [
  /^visitSafety\.(outNow now$|mobile )/,
  'The clock of the server, and the number of one’s own telephone',
]
const outsider = [contact, homeVisits, safety, concerns, suggested, weighing, promises, theirDeal]
/** By role: see testing/world.ts, testing/more-rows.ts. */
export const forbidden: Record<string, Rule> = {
  partner: {
    never: [...outsider, teamWords],
    but: [
      ownAccount,
      ownNumber,
      [/^participants\.story .*staffWords$/, 'Their own review of a placement'],
      [/^nominations\.findAlike askDataLead$/, 'Whoever may suggest someone may ask; for them the answer is always no'],
    ],
  },
  supervisor: {
    never: [...outsider, teamWords, theirWords],
    but: [ownAccount, ownNumber, [/^participants\.story .*staffWords$/, 'Their own review of a placement']],
  },
  mentor: {
    never: [...outsider, teamWords],
    but: [ownAccount, ownNumber, [/^(mentoring\.\w+|participants\.story) .*staffWords$/, 'Written by the mentor']],
  },
  secondMentor: { never: [...outsider, teamWords, theirWords, person], but: [ownAccount, ownNumber] },
  secondSupervisor: { never: [...outsider, teamWords, theirWords, person], but: [ownAccount, ownNumber] },
  otherpartner: { never: [...outsider, teamWords, theirWords, person], but: [ownAccount, ownNumber] },
  otherlead: { never: [...outsider, teamWords, theirWords, person], but: [ownAccount, ownNumber] },
  analyst: { never: [...outsider, teamWords, theirWords, person], but: [ownAccount, ownNumber] },
  admin: { never: [...outsider, teamWords, theirWords, person], but: [ownAccount, ownNumber] },
  rep: { never: [...outsider, teamWords, theirWords, person], but: [ownAccount, ownNumber] },
  data: {
    never: [contact, homeVisits, safety, concerns, suggested, teamWords, theirWords, promises, theirDeal],
    but: [ownAccount, ownNumber],
  },
  safeguarding: {
    never: [homeVisits, safety, teamWords, weighing, promises, theirDeal, theirWords],
    but: [
      ownAccount,
      ownNumber,
      [/^concerns\.\w+ (theirWords|notToldWhy|toldThem)$/, 'A concern is theirs to read'],
      [/^participants\.story .*staffWords$/, 'Why somebody went from one stage to the next'],
    ],
  },
  officer: { never: [concerns, weighing] },
  sam: {
    never: [safety, concerns, suggested, weighing, /[ .](ourWeighing|backingWords|riskOfNotDoing|endedWords|authorisedBy|toEmail)$/],
    but: [ownAccount, ownNumber],
  },
  rosa: { never: [safety, concerns, suggested, weighing], but: [ownAccount, ownNumber] },
}

/** Every path of an answer at which something stands. */
export function filledPaths(value: unknown, path = ''): [path: string, value: unknown][] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.flatMap((one) => filledPaths(one, `${path}[]`))
  if (typeof value !== 'object') return [[path, value]]
  return Object.entries(value).flatMap(([key, one]) => {
    const inner = path ? `${path}.${key}` : key
    const within = filledPaths(one, inner)
    // The key itself too, where it opens an object or a list that is not empty.
    return within.length && typeof one === 'object' ? [[inner, undefined] as [string, unknown], ...within] : within
  })
}
