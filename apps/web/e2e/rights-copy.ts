// A copy of a record, from her asking to her reading it; and its erasure, from her asking to its being found nowhere.
import type { Board } from '@modulus/contracts/board.ts'
import type { RightsRequest } from '@modulus/contracts/rights.ts'
import { v7 as newId } from 'uuid'
import { expect } from 'vitest'
import { exportErasures } from '../../api/src/erasure-replay.ts'
import type { Colleague } from './deeds.ts'
import { wordsOfPdf } from './pdf-text.ts'
import { looked } from './power-deeds.ts'
import { download, newLink, notYours, ownPage, type Cast } from './rights-deeds.ts'

/** In a note about Orla, each a third person: one mentioned with @, one whom only a reader finds. */
const others = { mentioned: 'Finlay', byHand: 'Shuggie McNair' }
const hers = 'I want the whistle badge, and I want to see what you wrote'

export async function asksForACopy(cast: Cast) {
  const { product, data, asOfficer, people } = cast
  await asOfficer.send('PUT', `/contacts/${newId()}`, {
    participantId: people.Orla!.id,
    channel: 'meet_up',
    direction: 'out',
    outcome: 'good_chat',
    happenedAt: new Date(Date.now() - 3_600_000).toISOString(),
    theirWords: hers,
    staffWords: `Came along with @${others.mentioned}. ${others.byHand} from the next close was at the door too.`,
    nextOn: null,
  })
  const orla = (cast.orla = await ownPage(product, asOfficer, people.Orla!.id))
  await orla.follow('Your rights')
  await orla.sees('Get a copy of it all')
  await looked(orla, '7-rights')
  await orla.press('Ask for my copy')
  await orla.sees(/^We are on it\. We write back by/)
  await looked(orla, '7-asked')

  await data.go('/rights')
  await looked(data, '7-inbox')
  await data.follow(/Orla/)
  await data.lands(/^\/rights\/requests\//)
  await data.sees(/^Signed in on their own page/) // how we know that it is her
  await data.press('Search everything')
  await data.follow('Go through it')
  await data.lands(/\/found$/)
  const text = data.page.locator('#found-text')
  const at = () => text.inputValue()
  await text.focus()
  for (let steps = 0; !(await at()).includes(others.byHand); steps++) {
    expect(steps, 'no entry holds the note').toBeLessThan(300)
    await data.page.keyboard.press('n')
  }
  await data.page.keyboard.press('n')
  await data.page.keyboard.press('p')
  expect(await at()).toContain(others.byHand)
  await data.sees('[someone else]') // @Finlay was found by the search
  await data.write({ Reason: 'A neighbour' })
  await text.focus()
  await data.page.keyboard.press('Control+Home')
  for (let n = (await at()).indexOf(others.byHand); n > 0; n--) await data.page.keyboard.press('ArrowRight')
  for (let n = others.byHand.length; n > 0; n--) await data.page.keyboard.press('Shift+ArrowRight')
  await data.page.keyboard.press('m')
  await data.sees('Covered here, and wherever the same words stand.')
  const read = data.page.locator('p', { has: data.page.locator('mark') })
  expect(await read.innerText()).not.toMatch(new RegExp(Object.values(others).join('|')))
  await looked(data, '7-covered')

  await data.answer({ Show: 'To decide' })
  for (let left = 100; left > 0 && (await data.page.getByText('Nothing here').count()) === 0; left--) {
    const before = await data.page.getByRole('heading', { level: 1 }).locator('xpath=following-sibling::p').first().innerText()
    await data.press('Let it go out')
    await data.page.waitForFunction((before) => !document.body.innerText.includes(before), before)
  }
  await data.follow('Request')
  await data.press('Weigh serious harm')
  const dialog = data.page.getByRole('dialog', { name: 'Weigh serious harm' })
  await data.answer({ 'What safeguarding may hold': 'Leave it out' })
  await data.write({ Why: 'Asked as always', 'Whom did you ask?': 'The safeguarding lead' }, dialog)
  await data.press('Keep the answer', dialog)
  await dialog.waitFor({ state: 'detached' })
  await looked(data, '7-request')
  await data.press('Give to a second person')
  await data.sees('A second person has to check it before it goes out.')
}

export async function checkedAndSent({ lead, data, orla, asData, people }: Cast) {
  const path = new URL(data.page.url()).pathname
  await lead.go('/rights')
  await lead.follow(new RegExp(`Orla|${people.Orla!.reference}`))
  await lead.lands(/^\/rights\/requests\//)
  await lead.follow('Look through it')
  await lead.answer({ Show: 'With something covered' })
  await lead.sees('[someone else]')
  await looked(lead, '7-second')
  await lead.follow('Request')
  await lead.press('It may go out')
  await lead.page.getByRole('link', { name: 'As a document (PDF)' }).waitFor()
  await looked(lead, '7-copy')
  expect((await asData.get<RightsRequest>(path))?.package).toMatchObject({ state: 'ready', done: expect.any(Number) })

  await data.page.reload()
  const files = [await download(data, 'As a document (PDF)'), await download(data, 'For machines (JSON)')]
  await data.press('Send it to them')
  await data.sees(/Sent on /)
  await orla.page.reload()
  await orla.sees(/Your copy is here\. It is wiped on/)
  await looked(orla, '7-own-copy')
  files.push(await download(orla, 'Open my copy'), await download(orla, 'The same for a computer'))
  const [pdf, json, ownPdf, ownJson] = files as [Buffer, Buffer, Buffer, Buffer]
  expect([pdf.equals(ownPdf), json.equals(ownJson)]).toEqual([true, true])
  const squeezed = (words: string) => words.replace(/\s/g, '')
  const copies = { json: squeezed(json.toString('utf8')), pdf: wordsOfPdf(pdf).join('\n') }
  expect(JSON.parse(json.toString('utf8'))).toMatchObject({ format: 'modulus-subject-access', about: { programme: 'Linnbrae' } })
  for (const [kind, words] of Object.entries(copies)) {
    expect(words, kind).toContain(squeezed(hers))
    expect(words, kind).toContain('[someoneelse]')
    // Both from that note, and the others of the group, whom the search knows by name.
    for (const name of [others.mentioned, ...others.byHand.split(' '), 'Eilidh', 'Callum', 'Greig', 'Dunlop', 'Cairns'])
      expect(words.includes(name), `${kind} names ${name}`).toBe(false)
  }
}

export async function erased(cast: Cast) {
  const { product, owner, lead, data, orla, asLead, asOfficer, programmes, people } = cast
  const unused = await newLink(asOfficer, people.Orla!.id)
  const board = async () => JSON.stringify((await asLead.get<Board>(`/board?programmeId=${programmes.Linnbrae}`))!.funnel)
  const counted = await board()
  await orla.follow('ask us to delete it')
  await orla.lands(/^\/me\/delete$/)
  await orla.sees('Delete what you hold about me')
  await looked(orla, '7-delete')
  await orla.press('Please delete it')
  await orla.sees(/You asked on/)

  await data.go('/retention/requests')
  const asked = data.page.getByRole('listitem').filter({ hasText: 'Asked on their own page' })
  await data.press('Answer', asked)
  await data.answer({ 'Is everything about them erased?': 'Yes' })
  const dialog = data.page.getByRole('dialog', { name: 'Answer their request' })
  await data.write({ 'Anything to say to them?': 'Of course. Thank you for the time you gave us' }, dialog)
  await data.press('Answer', dialog)
  await dialog.waitFor({ state: 'detached' })
  await looked(data, '7-answered')
  await data.follow('A second person has to agree', asked)
  await data.lands(/^\/retention\/batches\//)
  await data.sees(/You have agreed\./)
  expect(await data.page.getByRole('button', { name: /^Agree to/ }).count()).toBe(0) // not twice by the same person
  await orla.page.reload()
  await orla.sees('We said yes')

  await lead.go(new URL(data.page.url()).pathname)
  await looked(lead, '7-batch')
  await lead.press(/^Agree to 1 item/)
  await lead.press('Agree, and erase', lead.page.getByRole('dialog'))
  await lead.page.getByRole('heading', { name: 'Certificate of erasure' }).waitFor()
  await lead.sees(/1 person was erased on/)
  for (const name of ['Euan Pringle', 'Ailsa Drummond']) await lead.sees(new RegExp(`${name}, `))
  expect(await lead.page.getByRole('main').innerText()).not.toMatch(new RegExp(`Orla|Menzies|${people.Orla!.reference}`))
  await looked(lead, '7-certificate')

  expect(await board(), 'the count stays').toBe(counted)
  await nowhere(cast)
  await orla.page.goto(`${product.origin}/me`)
  await orla.sees('You are signed out')
  await orla.page.goto(product.origin + unused)
  await orla.press('Open my page')
  await orla.sees(/This link has been used, or it is too old\./)
  await looked(orla, '7-link-gone')
  const lines = (await exportErasures(owner)).map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.filter(({ id }) => id === people.Orla!.id)).toMatchObject([{ kind: 'participant', trigger: 'asked' }])
  expect(JSON.stringify(lines)).not.toMatch(/Orla|Menzies/)
}

/** On no screen of those who worked with her. */
async function nowhere({ asLead, lead, officer, data, admin, programmes, people }: Cast) {
  const { id, reference } = people.Orla!
  const [course] = await asLead.items<{ id: string }>(`/courses?programmeId=${programmes.Linnbrae}`)
  const pages: [Colleague, string[]][] = [
    [officer, ['/', '/people?stage=all', '/promises', '/replies', `/courses/${course!.id}/people`]],
    [
      lead,
      ['/lead', '/people?stage=all', '/nominations', '/outcomes', '/outcomes/power', '/outcomes/changes', '/rights?show=all', '/mentoring'],
    ],
    [data, ['/rights?show=all', '/retention', '/retention/requests', '/shares', '/withheld']],
    [admin, ['/admin/people', '/mailbox']],
  ]
  for (const [who, paths] of pages)
    for (const path of paths) {
      await who.at.open(path)
      expect(await who.page.evaluate(() => document.body.innerText), `${path} of ${new URL(who.page.url()).pathname}`).not.toMatch(
        new RegExp(`\\bOrla\\b|Menzies|${reference}`),
      )
    }
  await officer.go('/people')
  await officer.page.getByRole('search', { name: 'Find a person' }).getByRole('searchbox').fill('Orla Menzies')
  await officer.page.waitForTimeout(1000)
  expect(await officer.page.getByRole('link', { name: /Orla/ }).count()).toBe(0)
  await officer.go(`/people/${id}`)
  await officer.sees(notYours)
}
