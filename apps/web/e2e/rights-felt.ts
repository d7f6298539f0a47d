// Five ways in which a right ends, each done on a screen, and how soon it is felt: by the API, on the page that stands open, in the queue.
import type { Board } from '@modulus/contracts/board.ts'
import type { Consent } from '@modulus/contracts/consents.ts'
import type { SentShare, Share } from '@modulus/contracts/shares.ts'
import { v7 as newId } from 'uuid'
import { expect } from 'vitest'
import { Colleague, openPerson } from './deeds.ts'
import { Visitor } from './grid-visitor.ts'
import { phone } from './harness.ts'
import { looked } from './power-deeds.ts'
import { deed, felt, gone, notYours, ownPage, refused, shows, type Cast } from './rights-deeds.ts'

const order = 'select status, failure, body from exports where id = $1'
async function orders(who: Visitor, programmeId: string): Promise<string> {
  const id = newId()
  await who.send('PUT', `/exports/${id}`, { programmeId, kind: 'people' })
  return id
}

export async function takenBack({ product, officer, asLead, asOfficer, people }: Cast) {
  const iona = await ownPage(product, asOfficer, people.Iona!.id)
  await iona.follow('What we share, and your yes or no')
  await iona.press('Yes: Canal Boat Project')
  await iona.sees('Thanks. You said yes. You can take it back here.')
  const yes = (await asOfficer.items<Consent>(`/participants/${people.Iona!.id}/consents`)).find(({ state }) => state === 'live')!
  const id = newId()
  const drafted = (await asOfficer.send('PUT', `/shares/${id}`, {
    participantId: people.Iona!.id,
    toOrganisation: yes.toOrganisation,
    toPerson: 'Moira Kelso',
    items: yes.items,
    lifeHours: 72,
    anyway: false,
    consentId: yes.id,
    why: yes.purpose,
    theirView: '',
  })) as Share
  const agreed = (await asLead.send('POST', `/shares/${id}/authorise`, { version: drafted.version })) as Share
  const { link } = (await asOfficer.send('POST', `/shares/${id}/send`, { version: agreed.version })) as SentShare
  const outside = await Colleague.opens(product, link!.slice(link!.indexOf('/shared')))
  await outside.sees('Something was shared with you')
  await officer.go(`/shares/${id}`)
  await officer.sees('The link waits until')

  const since = await deed(iona, /\/take-back$/, () => iona.press('Take my yes back: Canal Boat Project'))
  const answer = await outside.page
    .context()
    .request.post(`${product.origin}/api/shares/open`, { data: { token: link!.split('#')[1]! }, headers: { origin: product.origin } })
  const api = performance.now() - since
  expect([answer.ok(), await answer.text()]).toEqual([false, expect.stringContaining('share-shows-nothing')])
  await outside.press('Show it')
  await outside.sees('This link shows nothing')
  felt('a yes was taken back', { API: api, screen: performance.now() - since, queued: 'nothing waits: the link is dead wherever it lies' })
  await looked(outside, '7-link-nothing')
  await iona.sees('You took it back.')
  await looked(iona, '7-taken-back')
  await gone(officer, ['The link waits until'], since)
  await officer.sees('Stopped')
  for (const one of [outside, iona]) await one.leaves()
}

export async function paused({ product, owner, lead, officer, data, asLead, asOfficer, programmes, people }: Cast) {
  const { id, reference } = people.Eilidh!
  const eilidh = await ownPage(product, asOfficer, id)
  const board = () => asLead.get<Board>(`/board?programmeId=${programmes.Linnbrae}`)
  const before = (await board())!
  await officer.go('/')
  await shows(officer, ['Eilidh']) // a visit to her stands in the day
  await openPerson(officer, 'Eilidh Fraser')
  await shows(officer, ['Eilidh', reference])
  await owner.holdQueue()
  const ordered = await orders(asLead, programmes.Linnbrae!)

  await data.go('/rights/paused')
  await data.press('Pause use of a record')
  const dialog = data.page.getByRole('dialog', { name: 'Pause use of a record' })
  await data.write({ 'Their reference': reference, 'What it is about': 'She says that half of it is wrong' }, dialog)
  await data.answer({ Because: 'They say something is wrong, and we check it' })
  const since = await deed(data, /^\/api\/rights\/restrictions\//, () => data.press('Pause it', dialog))
  const api = await refused(officer, `/participants/${id}`, since)
  expect(api.type).toBe('record-restricted')
  const screen = await gone(officer, ['Eilidh', reference], since)
  // The file that was on its way is thrown away with the order; the next one is made without her.
  const file = await refused(lead, `/exports/${ordered}`, since)
  felt('a record was paused', { API: api.took, screen, queued: file.took })
  const again = await orders(asLead, programmes.Linnbrae!)
  const { row } = await owner.oncePast(['waiting', 'working'], order, [again], await owner.letQueueGo())
  expect(row).toMatchObject({ status: 'ready' })
  expect(row.body).not.toMatch(new RegExp(`Eilidh|${reference}`))
  expect(row.body).toContain(people.Orla!.reference)
  expect((await owner.query(order, [ordered])).rows).toEqual([])
  await looked(data, '4-paused')

  await officer.go('/')
  await officer.go('/people')
  expect(await officer.page.getByRole('main').innerText()).not.toContain('Eilidh')
  await officer.page.getByRole('search', { name: 'Find a person' }).getByRole('searchbox').fill('Eilidh Fraser')
  await officer.page.waitForTimeout(1000)
  expect(await officer.page.getByRole('link', { name: /Eilidh/ }).count()).toBe(0)
  await officer.go('/')
  expect(await officer.page.getByRole('main').innerText()).not.toContain('Eilidh')
  const after = (await board())!
  expect(JSON.stringify(after)).not.toContain('Eilidh')
  expect(JSON.stringify(after)).not.toBe(JSON.stringify(before))
  await lead.go('/outcomes')
  expect(await lead.page.getByRole('main').innerText()).not.toContain('Eilidh')

  await lead.go(`/nominations/new?programme=${programmes.Linnbrae}`)
  await lead.write({ 'First name': 'Eilidh', 'Family name': 'Fraser' })
  await lead.sees('Possible match: ask the data lead.', '4-duplicate')
  await eilidh.page.reload()
  await eilidh.sees('Hi Eilidh')
  await eilidh.follow('Your rights')
  await eilidh.sees(/^We paused it on/)
  await looked(eilidh, '4-own')
  await eilidh.leaves()
}

export async function signedOutElsewhere({ product, admin, people }: Cast) {
  const morag = await Colleague.arrives(product, 'officer2')
  await openPerson(morag, 'Callum Dunlop')
  const { reference } = people.Callum!
  await shows(morag, ['Callum', reference])
  const { userId } = await new Visitor('officer2', morag.at).session()
  await admin.go(`/admin/people/${userId}/sessions`)
  await admin.press('Sign them out everywhere')
  await looked(admin, '4-sessions')
  const since = await deed(admin, /\/sessions/, () => admin.press('Sign them out', admin.page.getByRole('dialog')))
  const api = await refused(morag, `/participants/${people.Callum!.id}`, since)
  expect(api.type).toBe('signed-out')
  const screen = await gone(morag, ['Callum', reference], since)
  felt('a session was ended', { API: api.took, screen, queued: 'stays theirs: the right to it has not ended' })
  const dialog = morag.page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.waitFor()
  await looked(morag, '4-signed-out')
  await morag.write({ 'E-mail': 'officer2@demo.modulus.test', Password: 'try-modulus-2026' }, dialog)
  await morag.press('Sign in', dialog)
  await dialog.waitFor({ state: 'detached' })
  await shows(morag, ['Callum', reference])

  // The same, by their own hand: another device of theirs is signed out from this one.
  const lost = await Colleague.arrives(product, 'officer2', phone)
  await openPerson(lost, 'Callum Dunlop')
  await shows(lost, ['Callum'])
  await morag.go('/settings/devices')
  const own = await deed(morag, /^\/api\//, () => morag.press('Sign out everywhere else'))
  const lostApi = await refused(lost, `/participants/${people.Callum!.id}`, own)
  felt('a lost phone was signed out', {
    API: lostApi.took,
    screen: await gone(lost, ['Callum', reference], own),
    queued: 'stays theirs: the right to it has not ended',
  })
  await lost.picture('4-lost-phone')
  for (const one of [lost, morag]) await one.leaves()
}

export async function agreementEnded({ product, owner, lead, data, asLead, asData, asAdmin, programmes }: Cast) {
  const partner = await Colleague.arrives(product, 'partner', phone)
  await partner.follow('Callum')
  await partner.lands(/^\/partner\/placements\//)
  await shows(partner, ['Callum'])
  const placement = new URL(partner.page.url()).pathname.replace('/partner', '')
  await owner.holdQueue()
  const subject = await tellsJoinery(asLead, programmes.Linnbrae!)
  await data.go('/admin/agreements')
  await data.follow('Riverbank Joinery')
  await data.press('End this agreement')
  const dialog = data.page.getByRole('dialog', { name: 'End this agreement?' })
  await data.write({ 'Why does it end?': 'The yard has been sold' }, dialog)
  const since = await deed(data, /\/end$/, () => data.press('End it now', dialog))
  const api = await refused(partner, placement, since)
  expect(api.type).toBe('not-found')
  const screen = await gone(partner, ['Callum'], since)
  await partner.sees(notYours)
  const message = 'select status, failure, body from messages where to_address = $1 and subject = $2'
  const told = await owner.oncePast(['waiting'], message, ['partner@demo.modulus.test', subject], await owner.letQueueGo())
  expect(told.row).toEqual({ status: 'failed', failure: 'access ended', body: '' })
  felt('an agreement ended (a partner)', { API: api.took, screen, queued: told.took })
  await partner.go('/partner')
  await partner.sees('Nobody yet')
  await looked(partner, '4-partner-nobody')
  await partner.leaves()

  // Gorbals is led by the fire service: whoever runs it from another house does so under an agreement.
  const [someone] = await asLead.items<{ id: string; knownAs: string; reference: string }>(
    `/participants?programmeId=${programmes.Gorbals}`,
  )
  await lead.go(`/people/${someone!.id}`)
  await shows(lead, [someone!.knownAs, someone!.reference])
  await owner.holdQueue()
  const file = await orders(asLead, programmes.Gorbals!)
  const agreements = await asData.items<{ id: string; state: string; partner: { name: string } }>(
    `/agreements?programme=${programmes.Gorbals}`,
  )
  const ours = agreements.find(({ state, partner: { name } }) => state === 'live' && name === 'Community Safety Glasgow')!
  await asAdmin.send('POST', `/agreements/${ours.id}/end`, { reason: 'The programme is over' })
  const then = performance.now()
  const leads = await refused(lead, `/participants/${someone!.id}`, then)
  expect(leads.type).toBe('not-found')
  const seen = await gone(lead, [someone!.knownAs, someone!.reference], then)
  expect((await refused(lead, `/exports/${file}`, then)).type).toBe('not-found')
  const { row, took } = await owner.oncePast(['waiting', 'working'], order, [file], await owner.letQueueGo())
  expect(row).toEqual({ status: 'failed', failure: 'not-found', body: '' })
  felt('an agreement ended (a lead’s file)', { API: leads.took, screen: seen, queued: took })
}

export async function switchedOff(cast: Cast) {
  const { product, owner, lead, admin, asLead, asOfficer, programmes, people } = cast
  const [callum, { userId }] = [people.Callum!, await asLead.session()]
  await lead.go(`/people/${callum.id}`)
  await shows(lead, ['Callum', callum.reference])
  const greig = await ownPage(product, asOfficer, people.Greig!.id)
  await owner.holdQueue()
  const file = await orders(asLead, programmes.Linnbrae!)
  await new Visitor('Greig', greig.at).send('PUT', `/me/asks/${newId()}`, { kind: 'talk', words: '' })
  const waiting = (await owner.query(`select id from messages where to_address = 'lead@demo.modulus.test' and status = 'waiting'`)).rows
  expect(waiting.length).toBeGreaterThan(0)

  await admin.go(`/admin/people/${userId}`)
  await admin.press('Switch the account off')
  await looked(admin, '4-switch-off')
  const since = await deed(admin, /\/disable$/, () => admin.press('Switch it off', admin.page.getByRole('dialog')))
  const api = await refused(lead, `/participants/${callum.id}`, since)
  expect(api.type).toBe('signed-out')
  const screen = await gone(lead, ['Callum', callum.reference], since)
  await lead.sees('Sign in again')
  const gate = await owner.letQueueGo()
  const { row, took } = await owner.oncePast(['waiting', 'working'], order, [file], gate)
  expect(row).toMatchObject({ status: 'failed', body: '' })
  const felled: number[] = []
  for (const { id } of waiting) {
    const told = await owner.oncePast(['waiting'], 'select status, failure, body from messages where id = $1', [id], gate)
    expect(told.row).toEqual({ status: 'failed', failure: 'access ended', body: '' })
    felled.push(told.took)
  }
  felt('an account was switched off', { API: api.took, screen, queued: Math.max(took, ...felled) })

  await admin.press('Switch the account on')
  await admin.press('Switch it on', admin.page.getByRole('dialog'))
  await admin.sees('The account is switched on.')
  await lead.leaves()
  cast.lead = await Colleague.arrives(product, 'lead')
  cast.asLead = new Visitor('lead', cast.lead.at)
  await cast.lead.go('/exports')
  await cast.lead.sees('It could not be made.')
  await looked(cast.lead, '4-no-file')
  await greig.leaves()
}

/** A change to the part that the joinery gives, which its people are told of; gives the subject they read. */
async function tellsJoinery(asLead: Visitor, programmeId: string): Promise<string> {
  const [course] = await asLead.items<{ id: string; name: string }>(`/courses?programmeId=${programmeId}`)
  const elements = await asLead.items<{ id: string; partner: { name: string } | null }>(`/courses/${course!.id}/elements`)
  await asLead.send('PUT', `/adaptations/${newId()}`, {
    programmeId,
    courseId: course!.id,
    elementId: elements.find(({ partner }) => partner?.name === 'Riverbank Joinery')!.id,
    elementBecomes: 'swapped',
    trigger: 'participant_asked',
    raisedBy: 'participants',
    fromText: 'At the yard',
    toText: 'At the hall',
    stands: 'agreed',
    agreed: { decidedBy: 'participants' },
  })
  return 'A plan that Riverbank Joinery has a part in has changed'
}
