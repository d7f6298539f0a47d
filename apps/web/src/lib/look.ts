// Light or dark: as the device says, unless someone chose otherwise on it.
import { ref, watchEffect } from 'vue'

export type Look = 'auto' | 'light' | 'dark'
const kept = 'look'
const device = matchMedia('(prefers-color-scheme: dark)')
const dark = ref(device.matches)
device.addEventListener('change', ({ matches }) => {
  dark.value = matches
})

const stored = localStorage.getItem(kept)
export const look = ref<Look>(stored === 'light' || stored === 'dark' ? stored : 'auto')
watchEffect(() => {
  document.documentElement.classList.toggle('dark', look.value === 'dark' || (look.value === 'auto' && dark.value))
  if (look.value === 'auto') localStorage.removeItem(kept)
  else localStorage.setItem(kept, look.value)
})
