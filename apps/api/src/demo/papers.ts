// Before anyone is let in or a door is knocked on: agreements drafted and signed by their parties, and the papers of each programme.
import { agreements, type Category } from '@modulus/contracts/agreements.ts'
import { needsConditions } from '@modulus/contracts/lawful.ts'
import { purposes, type NewPurpose } from '@modulus/contracts/purposes.ts'
import { newId, type Caller } from './client.ts'
import { fromToday } from './days.ts'
import { sharing, type PartnerKey, type Programme, type StaffKey } from './people.ts'

const [always, long] = ['2012-01-01', '2035-12-31']
interface Terms {
  categories: Category[]
  from?: string
  until?: string
  reviewDue?: string
  purpose?: string
}

async function draft(by: Caller, programmeId: string, partnerId: string, terms: Terms): Promise<string> {
  const agreementId = newId()
  await by(agreements.make, {
    params: { agreementId },
    body: {
      programmeId,
      partnerId,
      purpose: 'To run the programme together and keep young people safe',
      reference: '',
      from: always,
      until: long,
      ...terms,
    },
  })
  return agreementId
}

/** Everything agreed, as the partners agreed it; one renewal is on its way, and one agreement waits for a name. */
export async function agree(
  admin: Caller,
  cast: Record<StaffKey, Caller>,
  programmes: Record<Programme, string>,
  partners: Record<PartnerKey, string>,
): Promise<void> {
  for (const { programme, partner, categories, signed } of sharing) {
    const soon = partner === 'youth' ? { until: fromToday(48), reviewDue: fromToday(-3) } : {}
    const id = await draft(admin, programmes[programme], partners[partner], { categories, ...soon })
    for (const who of signed) await sign(cast[who], id)
    if (partner !== 'youth') continue
    const renewalId = newId()
    await admin(agreements.renew, { params: { agreementId: id, renewalId }, body: { until: fromToday(48 + 365) } })
    await sign(cast.lead, renewalId)
  }
  const waiting = await draft(admin, programmes.linnbrae, partners.garage, {
    categories: ['identity', 'participation'],
    from: fromToday(0),
    until: fromToday(365),
    purpose: 'Motor tasters on Thursday afternoons',
  })
  await sign(cast.lead, waiting)
}

/** A public body stands on its public task, anyone else on its legitimate interests. */
async function sign(who: Caller, agreementId: string): Promise<void> {
  const { version, parties, categories, signsFor } = await who(agreements.read, { params: { agreementId } })
  const mine = parties.find(({ partner }) => partner.id === signsFor)
  if (!mine) throw new Error(`${agreementId} is not theirs to sign`)
  const conditions = needsConditions(categories) ? ({ article9: 'substantial_public_interest', schedule1: 'safeguarding' } as const) : {}
  await who(agreements.sign, {
    params: { agreementId },
    body: {
      version,
      article6: mine.publicBody || mine.part === 'lead' ? 'public_task' : 'legitimate_interests',
      ...conditions,
      basisWords: mine.part === 'lead' ? 'We run the programme with the council, as part of its community safety work.' : '',
    },
  })
}

/** The purposes, the impact assessment and the rights check of a programme: written by the data lead, approved by the programme lead. */
export async function papersOf(data: Caller, lead: Caller, programmeId: string, controllerId: string): Promise<void> {
  const purpose = (body: Omit<NewPurpose, 'controllerId'>) =>
    data(purposes.add, { params: { programmeId, purposeId: newId() }, body: { controllerId, ...body } })
  const special = { article9: 'substantial_public_interest', schedule1: 'safeguarding' } as const
  await purpose({
    name: 'Meeting young people and running the course',
    whatFor: 'To know whom we meet, what they want and what they are good at, and to plan with them.',
    article6: 'public_task',
    ...special,
    retentionNote: 'Three years after the last follow-up, then only figures stay.',
  })
  await purpose({
    name: 'Keeping people safe',
    whatFor: 'To act on worries about somebody’s safety, and to keep visits safe.',
    article6: 'public_task',
    ...special,
    retentionNote: 'Alerts for a visit end after 90 days. Worries are kept as the child protection committee says.',
  })
  const { dpia } = await data(purposes.papers, { params: { programmeId } })
  const { whyNeeded, whatHappens, risks } = dpia!
  const written = await data(purposes.writeDpia, {
    params: { programmeId },
    body: {
      version: 0,
      whyNeeded,
      whatHappens,
      risks,
      whoWasAsked:
        'Four young people who took part elsewhere, two parents, and each partner. The young people asked that employers never see an address.',
      advice: 'Look again when a partner joins, and after each year.',
    },
  })
  await lead(purposes.approveDpia, { params: { programmeId }, body: { version: written.dpia!.version, reviewOn: fromToday(200) } })
  const check = await data(purposes.writeRights, {
    params: { programmeId },
    body: {
      version: 0,
      bestInterests: 'Each decision about one of them says what it does for them. Leaving costs them nothing.',
      fairness: 'Nobody is left out for where they live or what was said about them. Travel, food and childcare are paid.',
      views: 'They decide on the course, vote, and answer what we write. What came of each idea is told within 14 days.',
      privacy: 'They read their record, and who looked at it. An employer sees a first name, and what was agreed.',
      safety: 'A safeguarding lead and a deputy are named. Anyone can say they are worried in two taps.',
      growing: 'Times fit around school and work. Nothing they do here is set against them there.',
    },
  })
  await data(purposes.finishRights, { params: { programmeId }, body: { version: check.rightsCheck!.version } })
}
