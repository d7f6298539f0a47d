// An evening of work without signal, by an officer and by a mentor: the register, a change of the course, a visit with its photo, a worry and a
// meet-up are written down, outlive a reload, wait by their names, and are there exactly once when there is signal.
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague } from './deeds.ts'
import { everySize } from './grid-look.ts'
import { phone, Product } from './harness.ts'

const phrase = 'lantern otter gravel piano',
  instead = `Engines and boats ${Date.now()}`,
  seen = `Very quiet today ${Date.now()}`,
  talked = `The brakes of the van ${Date.now()}`
let product: Product, officer: Colleague, mentor: Colleague
beforeAll(async () => {
  product = await Product.start()
})
afterAll(() => product?.stop())

const contextOf = (one: Colleague): BrowserContext => one.page.context()
const asked = async <T>(one: Colleague, path: string) =>
  (await (await contextOf(one).request.get(`${product.origin}/api${path}`)).json()) as T
async function send(one: Colleague, path: string, data: object) {
  const answer = await contextOf(one).request.put(`${product.origin}/api${path}`, { data, headers: { origin: product.origin } })
  if (!answer.ok()) throw new Error(`${path} ${answer.status()} ${await answer.text()}`)
}
const heading = (one: Colleague, name: string | RegExp) => one.page.getByRole('heading', { level: 1, name }).waitFor()
async function takesAlong(one: Colleague) {
  await one.go('/settings/offline')
  await one.write({ 'Choose a passphrase for this phone': phrase })
  await one.press('Take my days with me')
  await one.sees('Your days are on this phone, locked.')
  await one.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated', undefined, {
    timeout: 60_000,
  })
  await one.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}
async function unlocks(one: Colleague) {
  await heading(one, 'No signal')
  await one.page.getByLabel('Your passphrase for this phone').fill(phrase)
  await one.press('Unlock')
}
async function cutOff(one: Colleague) {
  await contextOf(one).setOffline(true)
  await one.page.goto(`${product.origin}/`)
  await unlocks(one)
}
/** Where every save leads, and back from there without a reload, which would lock the phone. */
async function waits(one: Colleague, name: string | RegExp) {
  await heading(one, 'Waiting to be sent')
  await one.sees('Saved on this phone.')
  await one.page.getByRole('listitem').filter({ hasText: name }).first().waitFor()
  await one.page.getByRole('link', { name: 'My day' }).first().click()
}

/** The window is closed in the middle of typing: what waits is on the page of drafts, and goes on from there. */
async function comesBack(one: Colleague, box: string, words: string) {
  const address = new URL(one.page.url())
  await one.page.waitForTimeout(1500)
  await one.page.goto(`${product.origin}/sync`)
  await unlocks(one)
  await heading(one, 'Waiting to be sent')
  await one.page
    .getByText(/half filled, last typed/)
    .first()
    .waitFor()
  await one.page.locator('a[href*="draft="]').first().click()
  await one.page.waitForURL((url) => url.pathname === address.pathname)
  if (address.searchParams.has('step')) await one.press('Continue')
  await one.page.waitForFunction(
    (typed) => [...document.querySelectorAll('textarea, input')].some((each) => (each as HTMLInputElement).value === typed),
    words,
  )
  await one.page.getByLabel(box).first().waitFor()
}

interface Course {
  id: string
  name: string
  taken: number
  status: string
}
let course: Course, person: { id: string; knownAs: string }, sessionId: string, visitId: string
it('an officer and a mentor take their days along', async () => {
  officer = await Colleague.arrives(product, 'officer', phone)
  const { items: courses } = await asked<{ items: Course[] }>(officer, '/courses?limit=100')
  course = courses.filter(({ status }) => status === 'running').sort((a, b) => b.taken - a.taken)[0]!
  const { items } = await asked<{ items: { participantId: string; knownAs: string; status: string }[] }>(
    officer,
    `/courses/${course.id}/enrolments`,
  )
  const one = items.find(({ status }) => status === 'enrolled')!
  person = { id: one.participantId, knownAs: one.knownAs }
  ;[sessionId, visitId] = await officer.page.evaluate(() => [crypto.randomUUID(), crypto.randomUUID()] as [string, string])
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  await send(officer, `/course-sessions/${sessionId}`, {
    courseId: course.id,
    startsAt: at(-30),
    endsAt: at(60),
    title: 'Boat yard evening',
  })
  await send(officer, `/visits/${visitId}/plan`, { participantId: person.id, startsAt: at(5), place: 'At home', why: 'To say hello' })
  await takesAlong(officer)
  await officer.sees('Register: Boat yard evening')
  await everySize(officer.at, 'once')
  mentor = await Colleague.arrives(product, 'mentor', phone)
  await takesAlong(mentor)
})

it('the register is taken, and shows its marks afterwards', async () => {
  await cutOff(officer)
  await officer.sees('Also on this phone')
  await everySize(officer.at, 'once')
  await officer.picture('offline-work-day')
  await officer.page.getByRole('link', { name: 'Register: Boat yard evening' }).click()
  await heading(officer, 'Boat yard evening')
  await officer.press('Everyone came')
  await officer.page.getByRole('group', { name: person.knownAs }).getByRole('radio', { name: 'Told us' }).click()
  await officer.press('Save the register')
  await waits(officer, 'Register: Boat yard evening')
  await officer.page.getByRole('link', { name: 'Register: Boat yard evening' }).click()
  await heading(officer, 'Boat yard evening')
  const told = officer.page.getByRole('group', { name: person.knownAs }).getByRole('radio', { name: 'Told us' })
  expect(await told.isChecked()).toBe(true)
})

it('a change of the course is written down beside it', async () => {
  await officer.page.getByRole('link', { name: 'Something changed' }).click()
  await heading(officer, 'Something changed')
  const planned = officer.page.getByRole('group', { name: 'What was planned?' })
  if (await planned.isVisible()) await planned.getByRole('radio', { name: 'Something else' }).click()
  const box = officer.page.getByLabel(/What was planned/).last()
  await box.fill('Bench work')
  await officer.write({ 'What do they want instead?': instead })
  await comesBack(officer, 'What do they want instead?', instead)
  await officer.answer({ 'How far has it come?': 'Only raised' })
  await everySize(officer.at, 'once')
  await officer.press('Save this change')
  await waits(officer, `Change in ${course.name}`)
})

it('a visit, and a photo that goes by itself after it', async () => {
  await officer.page.locator(`a[href*="${visitId}"]`, { hasText: 'Record' }).first().click()
  const told = officer.page.getByRole('button', { name: 'I have told them' }),
    how = officer.page.getByRole('group', { name: 'How did it go?' })
  await told.or(how).first().waitFor()
  if (await told.isVisible()) await told.click()
  await officer.answer({ 'How did it go?': 'Welcomed us', 'Worried about anyone’s safety?': 'No' })
  await officer.answer({ 'Would they come along?': 'Yes', Next: 'Call back this week' })
  await officer.press('Save visit')
  await officer.sees(/saved on this phone/)
  await officer.page.getByRole('link', { name: 'Add a photo' }).first().click()
  await heading(officer, 'Add a photo')
  // As a camera makes it: large.
  const photo = await officer.page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    ;[canvas.width, canvas.height] = [3000, 2000]
    const paper = canvas.getContext('2d')!
    for (let n = 0; n < 6000; n++) {
      paper.fillStyle = `hsl(${(n * 137) % 360} 60% 50%)`
      paper.fillRect((n * 7919) % 3000, (n * 104_729) % 2000, 40, 30)
    }
    const blob = await new Promise<Blob>((ok) => canvas.toBlob((made) => ok(made!), 'image/jpeg', 0.9))
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  await officer.page
    .getByLabel('The photo', { exact: true })
    .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(photo) })
  await officer.page.getByRole('img', { name: 'The photo as it will be kept' }).waitFor()
  await officer.answer({ 'Who can be seen on it?': 'Nobody' })
  await everySize(officer.at, 'once')
  await officer.picture('offline-work-photo')
  await officer.press('Keep this photo')
  await waits(officer, `Photo from the visit to ${person.knownAs}`)
})

it('a worry is kept with the number to ring, and nobody thinks that it was read', async () => {
  await officer.page.getByRole('link', { name: 'Raise a concern' }).first().click()
  await officer.answer({ 'Is anyone in danger right now?': 'No' })
  await officer.press('Continue')
  await officer.write({ 'Who are you worried about?': 'A boy at the yard', 'What you noticed': seen })
  await comesBack(officer, 'What you noticed', seen)
  const where = officer.page.getByRole('combobox', { name: 'Which programme does it belong to?' })
  if (await where.isVisible()) await where.selectOption({ index: 1 })
  await officer.press('Continue')
  await officer.press('Skip these')
  await officer.press('Send to the safeguarding lead')
  await heading(officer, 'Not sent yet: there is no signal')
  await officer.sees('Ring the duty line')
})

it('a mentor notes a meet-up from what they took along', async () => {
  await cutOff(mentor)
  await mentor.page
    .getByRole('link', { name: /^Note a meet-up with/ })
    .first()
    .click()
  await heading(mentor, 'Note a meet-up')
  await mentor.answer({ 'How were you in touch?': 'Met up' })
  await mentor.write({ 'What they wanted to talk about': talked })
  await comesBack(mentor, 'What they wanted to talk about', talked)
  await mentor.press('Save the note')
  await heading(mentor, 'Waiting to be sent')
  await mentor.sees(/Meet-up with /)
  await everySize(mentor.at, 'once')
})

it('after a reload all of it waits by its name', async () => {
  await officer.page.reload()
  await heading(officer, 'No signal')
  await officer.sees('5 things you wrote wait here')
  await unlocks(officer)
  await officer.page
    .getByRole('link', { name: /5 waiting/ })
    .first()
    .click()
  await heading(officer, 'Waiting to be sent')
  const names = [
    'Register: Boat yard evening',
    `Change in ${course.name}`,
    `Visit to ${person.knownAs}`,
    `Photo from the visit to ${person.knownAs}`,
  ]
  for (const name of [...names, 'Worry about someone']) await officer.sees(name)
  await everySize(officer.at, 'once')
  await officer.picture('offline-work-waiting')
})

it('with signal each is there exactly once', async () => {
  for (const one of [officer, mentor]) {
    await contextOf(one).setOffline(false)
    await one.sees('Nothing is waiting to be sent.')
  }
  await officer.sees('Sent')
  const { rows } = await asked<{ rows: { participantId: string; mark: string }[] }>(officer, `/course-sessions/${sessionId}/register`)
  expect(rows.find(({ participantId }) => participantId === person.id)?.mark).toBe('told_us_cant')
  expect(new Set(rows.filter(({ participantId }) => participantId !== person.id).map(({ mark }) => mark)).size).toBeLessThanOrEqual(1)
  const changes = await asked<{ items: { toText: string }[] }>(officer, `/adaptations?courseId=${course.id}&limit=100`)
  expect(changes.items.filter(({ toText }) => toText === instead)).toHaveLength(1)
  expect(await asked<{ status: string }>(officer, `/visits/${visitId}`)).toMatchObject({ status: 'recorded' })
  const files = await asked<{ items: { aboutId: string; mediaType: string; size: number; description: string }[] }>(
    officer,
    `/participants/${person.id}/attachments`,
  )
  const photos = files.items.filter(({ aboutId }) => aboutId === visitId)
  expect(photos).toMatchObject([{ mediaType: 'image/jpeg', description: 'Nobody can be seen on it.' }])
  expect(photos[0]!.size).toBeLessThanOrEqual(400_000)
  console.log(`a photo of 3000 × 2000 weighs ${Math.round(photos[0]!.size / 1000)} kB`)
  expect((await asked<{ items: unknown[] }>(officer, '/my-concerns')).items.length).toBeGreaterThan(0)
  const { items: matches } = await asked<{ items: { id: string }[] }>(mentor, '/mentoring/matches?status=active')
  const notes = await Promise.all(
    matches.map(({ id }) => asked<{ items: { theirWords: string }[] }>(mentor, `/mentoring/matches/${id}/sessions`)),
  )
  expect(notes.flatMap(({ items }) => items).filter(({ theirWords }) => theirWords === talked)).toHaveLength(1)
  await officer.picture('offline-work-sent')
  await mentor.leaves()
  await officer.leaves()
})
