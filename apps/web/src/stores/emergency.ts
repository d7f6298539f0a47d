// A record that I opened in an emergency: remembered by this tab until its hour is over, so that a banner says so on every page. Ids only.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

interface Opened {
  id: string
  participantId: string
  until: string
}
const place = 'emergency'
function kept(): Opened | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null') as Opened | null
  } catch {
    return null
  }
}

export const useEmergency = defineStore('emergency', () => {
  const opened = ref(kept())
  const now = ref(Date.now())
  /** Whole minutes until it closes by itself; 0 when it has. */
  const minutes = computed(() => (opened.value ? Math.max(0, Math.ceil((Date.parse(opened.value.until) - now.value) / 60_000)) : 0))
  function keep(look: Opened | null) {
    opened.value = look && { id: look.id, participantId: look.participantId, until: look.until }
    now.value = Date.now()
    if (opened.value) sessionStorage.setItem(place, JSON.stringify(opened.value))
    else sessionStorage.removeItem(place)
  }
  const tick = () => {
    now.value = Date.now()
    if (opened.value && minutes.value === 0) keep(null)
  }
  return { opened, minutes, keep, tick }
})
