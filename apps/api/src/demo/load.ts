// The demonstration: loaded once into an empty database, through the public API, by the people who would do it.
import { randomBytes } from 'node:crypto'
import { invitations } from '@modulus/contracts/invitations.ts'
import { programmes, type NewProgramme, type ProgrammeStatus } from '@modulus/contracts/programmes.ts'
import type { Founding } from '../server.ts'
import { withClient } from '../db/database.ts'
import { foundPartnership } from '../modules/people/found.ts'
import { hashPassword } from '../modules/session/passwords.ts'
import { demoPassword } from '../modules/session/routes.ts'
import { alongside } from './alongside.ts'
import { askedToGo } from './asked-to-go.ts'
import { callerOf, newId, signIn, type Caller } from './client.ts'
import { prepare } from './deeds.ts'
import { fromToday } from './days.ts'
import { gorbals } from './gorbals.ts'
import { govan } from './govan.ts'
import { gettingInTheWay } from './getting-in-the-way.ts'
import { castlefern } from './castlefern.ts'
import { hill } from './hill.ts'
import { homeSafe } from './home-safe.ts'
import { keepingSafe } from './keeping-safe.ts'
import { linnbrae } from './linnbrae.ts'
import { ownPages } from './own-pages.ts'
import { aboutTheirRecord } from './rights.ts'
import { safePeople } from './safe-people.ts'
import { agree, papersOf } from './papers.ts'
import { sharedOutside } from './shares.ts'
import { sharingPower } from './sharing-power.ts'
import { addPartners, invite, markDemo, staff, type PartnerKey, type Programme, type StaffKey } from './people.ts'

export async function loadDemoOnce({ app, database }: Founding, say: (text: string) => void): Promise<boolean> {
  return withClient(database.owner, async (owner) => {
    const { rowCount } = await owner.query('select 1 from partnerships limit 1')
    if (rowCount) return false
    say('Loading the demonstration programmes (once) ...')
    // The printed password is too well known to be accepted by the front door; it is set at the end, for these accounts only.
    const passphrase = randomBytes(24).toString('base64url')
    const founded = await foundPartnership(owner, {
      partnership: 'Clydeside demonstration',
      partner: 'Community Safety Glasgow',
      name: 'Kirsty Weir',
      email: 'admin@demo.modulus.test',
      dutyPhone: '0141 496 0000',
      demo: true,
    })
    await callerOf(app)(invitations.accept, { body: { token: founded.token, password: passphrase } })
    await markDemo(owner)
    const admin = await signIn(app, 'admin@demo.modulus.test', passphrase)
    const partners = await addPartners(admin, founded.partnerId)
    const ids = await begin(admin, partners)
    const cast = {} as Record<StaffKey, Caller & { userId: string }>
    for (const key of Object.keys(staff) as StaffKey[]) {
      const { partner, in: where, ...one } = staff[key]
      cast[key] = await invite(app, owner, admin, passphrase, key, {
        ...one,
        partnerId: partners[partner],
        programmes: where.map((programme) => ids[programme]),
      })
    }
    const leads = { gorbals: 'fire', govan: 'govanHousing', castlefern: 'safety', linnbrae: 'safety' } as const
    await agree(admin, cast, ids, partners)
    for (const [programme, partner] of Object.entries(leads) as [Programme, PartnerKey][])
      await papersOf(cast.data, cast.lead, ids[programme], partners[partner])
    const safe = { safeguarding: cast.safeguarding.userId, deputy: cast.lead.userId }
    const toOutreach: ProgrammeStatus[] = ['convened', 'preparing', 'outreach'],
      toEnd: ProgrammeStatus[] = ['co_design', 'running', 'winding_down', 'follow_up']
    await prepare(cast.lead, ids.gorbals, safe, [...toOutreach, 'co_design', 'running'])
    await prepare(cast.lead, ids.govan, safe, [...toOutreach, 'co_design', 'running'])
    await prepare(cast.lead, ids.castlefern, safe, [...toOutreach, 'co_design'])
    await note(
      cast.lead,
      ids.castlefern,
      'Outcomes “with varying degrees of success” are mentioned in the sources; no figure was published.',
    )
    await prepare(cast.lead, ids.linnbrae, safe, [...toOutreach, 'co_design', 'running'])

    await gorbals(cast.lead, cast.officer, {
      programme: ids.gorbals,
      area: ids.gorbalsArea,
      comparator: ids.comparatorArea,
      police: partners.police,
    })
    await govan(cast.lead, cast.officer, cast.estates, { programme: ids.govan, housing: partners.govanHousing })
    const { people } = await linnbrae(cast, {
      programme: ids.linnbrae,
      police: partners.police,
      youth: partners.youth,
      joinery: partners.joinery,
      supervisorId: cast.supervisor.userId,
    })
    await alongside(cast, people)
    await keepingSafe(cast, ids.linnbrae, people)
    await sharingPower(cast, ids.linnbrae, people)
    await gettingInTheWay(owner, cast, ids.linnbrae, people)
    await ownPages(app, cast.officer, people[2]!)
    await sharedOutside(app, cast, people[2]!)
    await aboutTheirRecord(cast, [people[3]!, people[2]!, people[4]!])
    await castlefern(cast.lead, ids)
    await askedToGo(cast, ids.castlefern, partners.youth)
    await safePeople(cast, ids.linnbrae, people[0]!)
    await homeSafe(cast, people)
    for (const programme of ['gorbals', 'govan'] as const)
      for (const to of toEnd.slice(2)) await cast.lead(programmes.move, { params: { programmeId: ids[programme] }, body: { to } })
    await hill(app, owner, passphrase)
    await owner.query('analyze') // fresh tables have no statistics, and plans made without them are poor
    // Marked as demonstration, the young people's accounts too, so that production refuses them.
    await owner.query(`update users set demo = true, password_hash = case when email like '%@demo.modulus.test' then $1 end`, [
      await hashPassword(demoPassword),
    ])
    return true
  })
}

/** The four programmes and what is public about them. Castlefern and Govan learnt from Gorbals; none copied its plan. */
async function begin(admin: Caller, partners: Record<PartnerKey, string>) {
  const area = async (code: string, name: string) => {
    const areaId = newId()
    await admin(programmes.addArea, { params: { areaId }, body: { kind: 'estate', code, name } })
    return areaId
  }
  const ids = {
    gorbals: newId(),
    govan: newId(),
    castlefern: newId(),
    linnbrae: newId(),
    gorbalsArea: await area('GORB', 'Gorbals'),
    comparatorArea: await area('COMP', 'Comparison estate'),
  }
  const start = (key: Programme, body: NewProgramme) =>
    admin(programmes.begin, { params: { programmeId: ids[key] }, body: { synthetic: true, ...body } })
  await start('gorbals', {
    name: 'Gorbals',
    areaId: ids.gorbalsArea,
    leadPartnerId: partners.fire,
    startedOn: '2013-09-02',
    cohortName: 'The Tuesday crew',
    invitedCount: 11,
    goalShared: 'Fewer crimes, and something better to do',
  })
  await start('castlefern', {
    name: 'Castlefern',
    areaId: await area('CAST', 'Castlefern'),
    leadPartnerId: partners.safety,
    startedOn: '2013-11-04',
    derivedFromId: ids.gorbals,
    deadlineWhat: 'Commonwealth Games open',
    deadlineOn: '2014-07-23',
    deadlineWhose: 'The city',
    goalShared: 'Take it at their pace, with the Games coming',
  })
  await start('govan', {
    name: 'Govan',
    areaId: await area('GOV', 'Govan'),
    leadPartnerId: partners.govanHousing,
    startedOn: '2015-08-17',
    derivedFromId: ids.gorbals,
    cohortName: 'The Govan eleven',
    invitedCount: 11,
    triedBefore: 'Tried a few years ago, but it didn’t work: it was decided for them',
    goalShared: 'Real work with a partner',
  })
  await start('linnbrae', {
    name: 'Linnbrae',
    areaId: await area('LINN', 'Linnbrae'),
    leadPartnerId: partners.safety,
    startedOn: fromToday(-130),
    cohortName: 'The Linn lot',
    invitedCount: 9,
    goalShared: 'Something of our own to do, and work that lasts',
  })
  const roles = [
    ['gorbals', 'police', 'referrer'],
    ['govan', 'govanHousing', 'anchor'],
    ['linnbrae', 'joinery', 'provider'],
    ['linnbrae', 'youth', 'provider'],
    ['linnbrae', 'fire', 'outreach'],
    ['linnbrae', 'police', 'referrer'],
  ] as const
  for (const [programme, partner, role] of roles)
    await admin(programmes.addPartner, {
      params: { programmeId: ids[programme], rowId: newId() },
      body: { partnerId: partners[partner], role },
    })
  return ids
}

async function note(lead: Caller, programmeId: string, outcomesNote: string): Promise<void> {
  const { version } = await lead(programmes.read, { params: { programmeId } })
  await lead(programmes.edit, { params: { programmeId }, body: { version, outcomesNote } })
}
