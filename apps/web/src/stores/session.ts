// Who is signed in. Read once when the pages open; every question of "may I" is the API's, this only chooses what to offer.
import { session as contract, type Entered, type Role, type Session } from '@modulus/contracts/session.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api, ApiProblem } from '#lib/api.ts'
import { leaveNow } from '#lib/leaving.ts'
import { forgetAll } from '#lib/nameless.ts'

export const useSession = defineStore('session', () => {
  const current = shallowRef<Session | null>(null)
  const known = ref(false)
  /** The session ended while someone was at work: the dialog asks them to sign in again, in place. */
  const expired = ref(false)
  /** There is a session that still owes its second factor: it opens nothing yet. */
  const halfOpen = ref(false)
  const waiting: ((again: boolean) => void)[] = []

  const signedIn = computed(() => current.value !== null)
  const holds = (...roles: Role[]) => roles.some((role) => current.value?.roles.includes(role))

  /** Asks the API once; later calls answer from memory. Throws only when the API cannot be reached. */
  async function load(): Promise<Session | null> {
    if (known.value) return current.value
    await leaveNow()
    try {
      current.value = await api(contract.read, {})
    } catch (problem) {
      const half = problem instanceof ApiProblem && problem.type === 'second-factor-needed'
      if (!half && (!(problem instanceof ApiProblem) || problem.status !== 401)) throw problem
      current.value = null
      halfOpen.value = half
      if (half) return null // asked anew next time: it may be open by then
    }
    known.value = true
    return current.value
  }

  /** Who is in, or what is still owed: then the second step gives the session to arrive(). */
  async function signIn(email: string, password: string): Promise<Entered> {
    const entered = await api(contract.signIn, { body: { email, password } })
    if (!('waitingFor' in entered)) arrive(entered)
    return entered
  }
  function arrive(session: Session) {
    const before = current.value?.userId
    if (before && before !== session.userId) return location.assign('/') // someone else's screen must not linger
    current.value = session
    known.value = true
    halfOpen.value = false
    answer(true)
  }

  /** Asked before signing out, such as whether text that is not sent yet may go: false stays. */
  const asks: (() => Promise<boolean>)[] = []
  const beforeSignOut = (ask: () => Promise<boolean>) => {
    asks.push(ask)
  }
  async function signOut(): Promise<void> {
    for (const ask of asks) if (!(await ask())) return
    try {
      await api(contract.signOut, {})
    } catch (problem) {
      const over = problem instanceof ApiProblem && problem.status === 401
      if (!over) return void alert('There is no connection, so you are still signed in here. Try again when you have signal.')
    }
    forgetAll()
    location.assign('/signin?left=1') // a fresh page keeps nothing of the last person
  }

  const askAgain = (): Promise<boolean> => {
    if (!current.value) return Promise.resolve(false)
    expired.value = true
    return new Promise((resolve) => waiting.push(resolve))
  }
  function answer(again: boolean) {
    expired.value = false
    for (const resolve of waiting.splice(0)) resolve(again)
  }

  return { current, known, expired, halfOpen, signedIn, holds, load, signIn, arrive, signOut, beforeSignOut, askAgain, answer }
})
