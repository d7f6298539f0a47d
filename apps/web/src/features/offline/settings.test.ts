import { offline, type OfflineSettings } from '@modulus/contracts/offline.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import OfflineAdminPage from './OfflineAdminPage.vue'

const garage = { id: '0190aaaa-0000-7000-8000-0000000000e1', name: 'Linn Garage', allowed: true }
const settings = (more: Partial<OfflineSettings> = {}): OfflineSettings => ({
  leaseHours: 24,
  partners: [garage],
  can: { set: true },
  ...more,
})

it('an administrator chooses how long a phone can be read, and reads what it means', async () => {
  const fake = fakeApi()
    .on(offline.settings, settings())
    .on(offline.setLease, () => {
      fake.on(offline.settings, settings({ leaseHours: 72 }))
      return settings({ leaseHours: 72 })
    })
  const page = await mount(OfflineAdminPage, { path: '/admin/offline' })
  expect(page.text()).toMatch(/24 hours.*for a day at most.*72 hours.*three days at most/s)
  await page.press('Choose 72 hours')
  expect(fake.callsOf(offline.setLease)[0]!.body).toEqual({ hours: 72 })
  expect(page.text()).toMatch(/Saved: 72 hours.*Choose 24 hours/s)
})
it('a partner is switched off and on again, and each save is said', async () => {
  const fake = fakeApi()
    .on(offline.settings, settings())
    .on(offline.setPartner, () => {
      fake.on(offline.settings, settings({ partners: [{ ...garage, allowed: false }] }))
      return settings()
    })
  const page = await mount(OfflineAdminPage, { path: '/admin/offline' })
  await page.press('Switch off for Linn Garage')
  expect(fake.callsOf(offline.setPartner)[0]).toMatchObject({ params: { partnerId: garage.id }, body: { allowed: false } })
  expect(page.text()).toMatch(/Saved: Linn Garage takes nothing along any more.*May not.*Allow for Linn Garage/s)
})
it('what was refused is said, and whoever may not set anything only reads', async () => {
  const fake = fakeApi().on(offline.settings, settings()).refuse(offline.setLease, 'forbidden')
  const page = await mount(OfflineAdminPage, { path: '/admin/offline' })
  await page.press('Choose 72 hours')
  expect(page.find('[role=alert]').text()).toContain('Nothing was changed.')
  fake.on(offline.settings, settings({ can: { set: false } }))
  const reader = await mount(OfflineAdminPage, { path: '/admin/offline' })
  expect(reader.findAll('button')).toEqual([])
})
