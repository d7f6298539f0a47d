import { session } from '@modulus/contracts/session.ts'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import { useSession } from '#stores/session.ts'
import SignInAgainDialog from './SignInAgainDialog.vue'

const open = () => mount(SignInAgainDialog, { slots: { second: () => h('p', 'Your second step') } })
const write = async (at: Awaited<ReturnType<typeof open>>) => {
  await at.fill('E-mail', 'amina@example.org')
  await at.fill('Password', 'a long enough password')
  await at.press('Sign in')
}

it('the same person signs in again, and what waited goes on', async () => {
  fakeApi().on(session.signIn, someone)
  const at = await open(),
    waiting = useSession().askAgain()
  await write(at)
  expect(await waiting).toBe(true)
})
it('where a factor is owed it is asked in the same dialog, and only then does what waited go on', async () => {
  fakeApi().on(session.signIn, { waitingFor: 'factor' })
  const at = await open(),
    waiting = useSession().askAgain()
  let gone = false
  void waiting.then(() => {
    gone = true
  })
  await write(at)
  expect(at.text()).toContain('Your second step')
  expect(at.find('input').exists()).toBe(false)
  expect(gone).toBe(false)
  useSession().arrive(someone)
  expect(await waiting).toBe(true)
})
