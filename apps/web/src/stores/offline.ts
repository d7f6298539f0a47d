// What the screens need to know of working without signal. The work itself comes with offline/begin.ts, only where it is used.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { standInBy } from '#lib/send.ts'
import type { PhoneState } from '../offline/phone.ts'

/** There is something on this device, or was meant to be: the rest is worth loading. */
const sign = 'modulus.offline'
const remembered = (deed: (storage: Storage) => unknown) => {
  try {
    return deed(localStorage)
  } catch {
    return null // a browser that keeps nothing has nothing along
  }
}
const library = () => import('../offline/begin.ts')
let begun: ReturnType<typeof start> | undefined
const start = async () => (await library()).begin()

export const useOffline = defineStore('offline', () => {
  const phone = shallowRef<PhoneState>()
  /** Answers come from what was taken along, as it was then; null while the API answers. */
  const asOf = ref<string | null>(null)
  /** The dialog that unlocks in place is open. */
  const asking = ref(false)
  /** A newer version of the pages waits: use() takes it. */
  const update = shallowRef<{ use: () => void } | null>(null)

  const items = computed(() => phone.value?.items ?? [])
  const waiting = computed(() => items.value.filter(({ standing }) => standing === 'waiting'))
  /** Came back, or cannot go: a person has to look. */
  const odd = computed(() => items.value.filter(({ standing }) => standing !== 'waiting' && standing !== 'stored'))
  const open = computed(() => phone.value?.vault === 'open')
  /** What can be done from here without signal, besides visits. */
  const along = computed(() => phone.value?.along ?? [])
  /** Does the record of this id still wait on this phone? */
  const isWaiting = (recordId: string | undefined) => waiting.value.some(({ label }) => label?.recordId === recordId)

  /** This browser keeps nothing, or no longer what was taken along: both are said before anyone goes out relying on it. */
  const broken = ref(false),
    gone = ref(false),
    /** There was no room for what is being typed. */
    full = ref(false)
  function load() {
    begun ??= start().then((one) => {
      gone.value = isRemembered() && phone.value?.vault === 'none'
      return one
    })
    // Whoever asks meanwhile hears that there is no signal, and not that something broke.
    standInBy(
      begun.then(
        ({ standIn }) => standIn,
        () => {
          broken.value = true
          return { answer: () => Promise.resolve(undefined), heard: () => {} }
        },
      ),
    )
    return begun
  }
  const isRemembered = () => remembered((storage) => storage.getItem(sign)) !== null
  const remember = (yes: boolean) => remembered((storage) => (yes ? storage.setItem(sign, '1') : storage.removeItem(sign)))
  /** At the start: only where something was taken along, or the app is on the home screen. */
  const resume = () => {
    if (isRemembered() || matchMedia('(display-mode: standalone)').matches) void load().catch(() => {})
  }
  /** Who this is, as far as it was taken along. */
  const person = async (id: string) => (begun ? (await begun).phone.person(id) : null) ?? null
  return { person, phone, broken, gone, full, asOf, asking, update, items, waiting, odd, open, along, isWaiting, load, remember, resume }
})
