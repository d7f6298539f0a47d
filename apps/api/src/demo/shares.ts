// Sharing with someone outside: one told of and opened, one yes given and taken back, one emergency with its reason and its look.
import { consents } from '@modulus/contracts/consents.ts'
import { shares } from '@modulus/contracts/shares.ts'
import { callerOf, newId, type App, type Caller } from './client.ts'
import { fromToday } from './days.ts'

/** `person`: a young person the officer and the lead work with. */
export async function sharedOutside(
  app: App,
  { officer, lead, data }: Record<'officer' | 'lead' | 'data', Caller>,
  person: string,
): Promise<void> {
  const stranger = callerOf(app)
  const college = await officer(shares.draft, {
    params: { shareId: newId() },
    body: {
      participantId: person,
      toOrganisation: 'Clyde College',
      toPerson: 'Isla Rennie',
      toEmail: 'isla.rennie@college.example',
      items: ['known_as', 'age_band', 'communication_needs', 'interests', 'worker'],
      lifeHours: 72,
      anyway: true,
      why: 'The college holds a place on the motor course and must know who is coming.',
      lawfulBasis: 'public_task',
      toldHow: 'in_person',
      toldOn: fromToday(-1),
      theirView: 'Aye, as long as they don’t ring my house',
    },
  })
  const agreed = await lead(shares.authorise, { params: { shareId: college.id }, body: { version: college.version } })
  const { link } = await officer(shares.send, { params: { shareId: college.id }, body: { version: agreed.version } })
  await stranger(shares.open, { body: { token: link!.split('#')[1]! } })

  const consentId = newId()
  await officer(consents.ask, {
    params: { consentId },
    body: {
      participantId: person,
      items: ['known_as', 'phone', 'interests'],
      toOrganisation: 'Quayside Boxing Club',
      purpose: 'So that a coach can ring you about the Tuesday night',
    },
  })
  await officer(consents.answer, { params: { consentId }, body: { yes: true, words: 'Go on then, only the coach but', how: 'in_person' } })
  const club = await officer(shares.draft, {
    params: { shareId: newId() },
    body: {
      participantId: person,
      toOrganisation: 'Quayside Boxing Club',
      toPerson: 'Rab Tennant',
      items: ['known_as', 'phone'],
      lifeHours: 72,
      anyway: false,
      consentId,
      why: 'So that a coach can ring about the Tuesday night',
      theirView: '',
    },
  })
  const yes = await lead(shares.authorise, { params: { shareId: club.id }, body: { version: club.version } })
  await officer(shares.send, { params: { shareId: club.id }, body: { version: yes.version } })
  await officer(consents.withdraw, { params: { consentId }, body: { words: 'Naw, I’m no into boxing any more', how: 'text' } })
  await officer(consents.ask, {
    params: { consentId: newId() },
    body: {
      participantId: person,
      items: ['known_as', 'interests'],
      toOrganisation: 'Canal Boat Project',
      purpose: 'So that they can keep a place for you on the Saturday trip',
    },
  })

  const { share } = await officer(shares.shareInEmergency, {
    params: { shareId: newId() },
    body: {
      participantId: person,
      toOrganisation: 'Scottish Ambulance Service',
      toPerson: 'Control room',
      items: ['full_name', 'date_of_birth', 'address'],
      lifeHours: 4,
      why: '',
    },
  })
  const reason = {
    version: share.version,
    why: 'A bad asthma attack at the workshop. The crew asked for a date of birth and where to find family.',
    lawfulBasis: 'vital_interest' as const,
  }
  const said = await officer(shares.giveReason, { params: { shareId: share.id }, body: reason })
  await data(shares.review, {
    params: { shareId: share.id },
    body: { version: said.version, words: 'Needed, and no more than needed.' },
  })
}
