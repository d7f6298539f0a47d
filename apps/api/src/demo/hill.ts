// A second partnership on the same installation, which nothing of the first can reach, nor the other way round.
import type { ClientBase } from 'pg'
import { programmes } from '@modulus/contracts/programmes.ts'
import { foundPartnership } from '../modules/people/found.ts'
import { invitations } from '@modulus/contracts/invitations.ts'
import { callerOf, newId, signIn, type App } from './client.ts'
import { accept, nominate } from './deeds.ts'
import { fromToday } from './days.ts'
import { invite, markDemo } from './people.ts'

export async function hill(app: App, owner: ClientBase, password: string): Promise<void> {
  const founded = await foundPartnership(owner, {
    partnership: 'Northern Hills partnership',
    partner: 'Strathmoor Council',
    name: 'Beth Lorimer',
    email: 'otheradmin@demo.modulus.test',
    dutyPhone: '01632 960 000',
    demo: true,
  })
  await callerOf(app)(invitations.accept, { body: { token: founded.token, password } })
  await markDemo(owner)
  const admin = await signIn(app, 'otheradmin@demo.modulus.test', password)
  const areaId = newId(),
    programmeId = newId()
  await admin(programmes.addArea, { params: { areaId }, body: { kind: 'estate', code: 'STRATH', name: 'Strathmoor' } })
  await admin(programmes.begin, {
    params: { programmeId },
    body: {
      name: 'Strathmoor',
      areaId,
      leadPartnerId: founded.partnerId,
      synthetic: true,
      startedOn: fromToday(-90),
      cohortName: 'The Saturday group',
    },
  })
  const lead = await invite(app, owner, admin, password, 'otherlead', {
    name: 'Calum Baxter',
    partnerId: founded.partnerId,
    title: 'Lead in another partnership',
    role: 'programme_lead',
    programmes: [programmeId],
    pvg: true,
  })
  const crew = [
    ['Una', 'Forsyth', 'Rides and mends bikes'],
    ['Davie', 'Cormack', 'Has an ear for engines'],
    ['Mhairi', 'Tulloch', 'Writes songs'],
  ] as const
  for (const [firstName, familyName, goodAt] of crew) {
    const nomination = await nominate(
      lead,
      { programmeId, sourcePartnerId: founded.partnerId, receivedOn: fromToday(-60), sourceKind: 'school' },
      { firstName, familyName, goodAt },
    )
    await accept(lead, nomination, fromToday(-50), lead.userId, { reasons: 'The panel agreed', assetSeen: goodAt })
  }
}
