import { invitations } from '@modulus/contracts/invitations.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { people, type Person, type PersonCard } from '@modulus/contracts/people.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { session } from '@modulus/contracts/session.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import DeviceListPage from './DeviceListPage.vue'
import { deviceName } from '#lib/device-name.ts'
import InvitationPage from './InvitationPage.vue'
import PasswordPage from './PasswordPage.vue'
import PersonAccountCard from './PersonAccountCard.vue'
import PersonListPage from './PersonListPage.vue'
import PersonNewPage from './PersonNewPage.vue'
import PersonPage from './PersonPage.vue'

const id = '0190bbbb-0000-7000-8000-000000000001',
  fire = { id: '0190bbbb-0000-7000-8000-000000000002', name: 'Fire' },
  linn = '0190bbbb-0000-7000-8000-000000000003'
const card: PersonCard = {
  id,
  name: 'Ailsa Munro',
  email: 'ailsa@example.org',
  jobTitle: 'Crew',
  partner: fire,
  administrator: false,
  state: 'active',
  roles: [],
}
const person: Person = {
  ...card,
  roles: [{ id: linn, programmeId: linn, programmeName: 'Linnbrae', role: 'mentor', fromAt: '2026-01-01T00:00:00.000Z', untilAt: null }],
  worksWithUsSince: null,
  leftOn: null,
  invitedAt: null,
  joinedAt: null,
  disabledAt: null,
  openPromises: 0,
  version: 1,
  can: { amend: true, disable: true, leave: true, giveRole: true, sendLink: true, giveAdministrator: true },
}
let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
    .on(partners.list, {
      items: [
        {
          id: fire.id,
          name: 'Fire',
          sector: 'public',
          anchorCapable: false,
          canOffer: [],
          flexibilityNote: '',
          governanceEmail: '',
          retiredAt: null,
          version: 1,
          can: { amend: true, retire: true },
        },
      ],
      next: null,
    })
    .on(programmes.list, { items: [{ id: linn, name: 'Linnbrae' }], can: { begin: true } } as never)
    .on(people.list, { items: [card], next: null })
    .on(people.read, person)
})
const asAdmin = { session: { administrator: true } }

it('an administrator invites a person with a first role', async () => {
  api.on(people.invite, ({ body }) => ({ ...person, name: body.name }))
  const page = await mount(PersonNewPage, { path: '/admin/people/new', ...asAdmin })
  await page.fill('Name', 'Ailsa Munro')
  await page.fill('E-mail', 'ailsa@example.org')
  await page.fill('Works for', fire.id)
  await page.fill('Programme', linn)
  await page.fill('Role', 'mentor')
  await page.press('Send the invitation')
  expect(api.callsOf(people.invite)[0]!.body).toMatchObject({
    name: 'Ailsa Munro',
    partnerId: fire.id,
    roles: [{ programmeId: linn, role: 'mentor' }],
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/admin/people/${id}?saved=invited`)
})
it('a programme without a role is asked about, and an address that is taken is said on its field', async () => {
  api.refuse(people.invite, 'invalid-input', { errors: [{ pointer: '/body/email', keyword: 'taken', detail: '' }] })
  const page = await mount(PersonNewPage, { path: '/admin/people/new', ...asAdmin })
  await page.fill('Name', 'Ailsa Munro')
  await page.fill('E-mail', 'ailsa@example.org')
  await page.fill('Works for', fire.id)
  await page.fill('Programme', linn)
  await page.press('Send the invitation')
  expect(page.get('[role=alert]').text()).toContain('Choose a role for that programme')
  await page.fill('Role', 'mentor')
  await page.press('Send the invitation')
  expect(page.get('[role=alert]').text()).toContain('Someone with this address is here already')
})
it('a name is searched for without standing in the address', async () => {
  api.on(people.search, { items: [{ ...card, name: 'Màiri MacLeod' }] })
  const page = await mount(PersonListPage, { path: '/admin/people', ...asAdmin })
  expect(page.text()).toContain('Ailsa Munro')
  await page.fill('Name or e-mail', 'mairi')
  await page.get('form[role=search]').trigger('submit')
  await page.settle()
  expect(page.text()).toContain('Màiri MacLeod')
  expect(page.text()).not.toContain('Ailsa Munro')
  expect(page.router.currentRoute.value.fullPath).toBe('/admin/people')
})
it('one’s own account offers nothing that only another may do', async () => {
  api.on(people.read, {
    ...person,
    can: { ...person.can, disable: false, leave: false, giveRole: false, sendLink: false, giveAdministrator: false },
  })
  const page = await mount(PersonPage, { props: { personId: id }, path: `/admin/people/${id}`, ...asAdmin })
  expect(page.text()).toContain('This is your own account')
  expect(page.findAll('button').map((one) => one.text())).not.toContain('Give a role')
})
it('says what switching an account off means, and then does it', async () => {
  api.on(people.disable, { ...person, state: 'disabled' })
  const page = await mount(PersonAccountCard, { props: { person }, path: '/x', ...asAdmin })
  await page.press('Switch the account off')
  expect(page.get('dialog').text()).toContain('signed out everywhere at once')
  expect(api.callsOf(people.disable)).toHaveLength(0)
  await page.press('Switch it off')
  expect(api.callsOf(people.disable)[0]!.params).toEqual({ personId: id })
  expect(page.get('[role=status]').text()).toContain('The account is switched off.')
})
it('a password that too many use is said in plain words, and what was typed stays', async () => {
  api.refuse(session.changePassword, 'invalid-input', { errors: [{ pointer: '/body/next', keyword: 'common', detail: '' }] })
  const page = await mount(PasswordPage, { path: '/settings/password' })
  await page.fill('Your password now', 'old one')
  await page.fill('New password', 'password1234')
  await page.press('Change my password')
  expect(page.get('[role=alert]').text()).toContain('Too many people use this one')
  expect((page.get('input[autocomplete=new-password]').element as HTMLInputElement).value).toBe('password1234')
})
it('shows the devices in words, and signs out there', async () => {
  const at = '2026-11-22T10:00:00.000Z'
  api
    .on(session.mine, {
      items: [
        { id, device: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19) Version/19 Safari/605', startedAt: at, lastSeenAt: at, thisOne: true },
        { id: linn, device: 'Mozilla/5.0 (Windows NT 10.0) Firefox/145.0', startedAt: at, lastSeenAt: at, thisOne: false },
      ],
    })
    .on(session.endOne, undefined as never)
  const page = await mount(DeviceListPage, { path: '/settings/devices' })
  expect(page.text()).toContain('Safari on an iPhone This device')
  await page.press('Sign out there: Firefox on Windows, since Sun 22 Nov, 10:00')
  expect(api.callsOf(session.endOne)[0]!.params).toEqual({ sessionId: linn })
})
it('a link that is used up says so and what to do', async () => {
  api.refuse(invitations.read, 'link-spent')
  const page = await mount(InvitationPage, { props: { token: 'A'.repeat(43) }, path: '/i/x', session: null })
  expect(page.get('h1').text()).toBe('This link is used up')
  expect(page.text()).toContain('Ask an administrator')
})
it('an invited person chooses a password and comes in', async () => {
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => {})
  api
    .on(invitations.read, {
      kind: 'invitation',
      name: 'Ailsa Munro',
      partnership: 'Riverside',
      email: 'ailsa@example.org',
      hasPassword: false,
    })
    .on(invitations.accept, someone)
  const page = await mount(InvitationPage, { props: { token: 'A'.repeat(43) }, path: '/i/x', session: null })
  expect(page.get('h1').text()).toBe('Welcome, Ailsa Munro')
  await page.fill('New password', 'short')
  await page.press('Come in')
  expect(page.get('[role=alert]').text()).toContain('Use at least 12 characters')
  await page.fill('New password', 'harbour kettle violin frost')
  await page.press('Come in')
  expect(api.callsOf(invitations.accept)[0]!.body).toEqual({ token: 'A'.repeat(43), password: 'harbour kettle violin frost' })
  expect(assign).toHaveBeenCalledWith('/')
})
it('names what a browser says of itself', () => {
  expect(deviceName('')).toBe('A device that did not say')
  expect(deviceName('curl/8')).toBe('A program')
})
