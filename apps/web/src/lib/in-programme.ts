// Which programme a page is about: the one in the address, else the first that one belongs to in one of these roles.
import type { Role } from '@modulus/contracts/session.ts'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useSession } from '#stores/session.ts'

export function useInProgramme(...among: Role[]) {
  const route = useRoute(),
    router = useRouter(),
    session = useSession()
  const programmes = computed(() =>
    (session.current?.programmes ?? []).filter(({ roles }) => among.length === 0 || roles.some((role) => among.includes(role))),
  )
  const programme = computed(() => programmes.value.find(({ id }) => id === route.query.programme) ?? programmes.value[0])
  const choose = (id: string | null | undefined) => void router.replace({ query: { ...route.query, programme: id || undefined } })
  const holds = (...roles: Role[]) => programme.value?.roles.some((role) => roles.includes(role)) ?? false
  /** Those who run the programme: its lead and its officers. */
  const inTeam = computed(() => holds('programme_lead', 'outreach_officer'))
  /** An address that stays with the programme. */
  const at = (path: string, query: Record<string, string> = {}) => ({
    path,
    query: { ...query, ...(programmes.value.length > 1 && programme.value ? { programme: programme.value.id } : {}) },
  })
  const tabsOf = (list: [string, string][]) => list.map(([path, label]) => ({ to: at(path), label }))
  const pulseTabs = computed(() =>
    tabsOf([
      ['/pulse', 'Month by month'],
      ['/coherence', 'Do we all say the same?'],
    ]),
  )
  /** Whoever only counts sees the survey, and none of what was written down. */
  const onlyCounts = computed(() => programme.value?.roles.every((role) => role === 'analyst' || role === 'data_lead') ?? false)
  const barrierTabs = computed(() =>
    onlyCounts.value
      ? tabsOf([['/barriers/survey', 'Survey']])
      : tabsOf([
          ['/barriers', 'In the way'],
          ['/barriers/shifts', 'What shifts them'],
          ['/barriers/survey', 'Survey'],
          ...(inTeam.value ? [['/supporters', 'Who helps'] as [string, string]] : []),
          ['/effort', 'Effort'],
          ['/contributions', 'Who gave what'],
        ]),
  )
  return { programmes, programme, choose, holds, inTeam, at, pulseTabs, barrierTabs }
}
