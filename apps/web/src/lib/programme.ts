// Which programme the outcome pages are about: the one in the address, else the first that this person may judge.
import type { Role } from '@modulus/contracts/session.ts'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useSession } from '#stores/session.ts'

const judges: Role[] = ['programme_lead', 'outreach_officer', 'analyst', 'data_lead']

export function useProgramme() {
  const route = useRoute(),
    router = useRouter(),
    session = useSession()
  const programmes = computed(() => (session.current?.programmes ?? []).filter(({ roles }) => roles.some((role) => judges.includes(role))))
  const programme = computed(() => programmes.value.find(({ id }) => id === route.query.programme) ?? programmes.value[0])
  const choose = (id: string | null | undefined) => void router.replace({ query: { ...route.query, programme: id || undefined } })
  /** Those in the team see people; others see what is published. */
  const inTeam = computed(() => programme.value?.roles.some((role) => role === 'programme_lead' || role === 'outreach_officer') ?? false)
  const leads = computed(() => programme.value?.roles.includes('programme_lead') ?? false)
  const tabs = computed(() =>
    [
      ['', 'Pictures'],
      ...(inTeam.value
        ? [
            ['/power', 'Power and pace'],
            ['/changes', 'You said, we did'],
          ]
        : []),
      ['/compare', 'Compare'],
      ['/indicators', 'Counts'],
      ['/about', 'How it is worked out'],
    ].map(([path, label]) => ({
      to: { path: `/outcomes${path}`, query: programme.value ? { programme: programme.value.id } : {} },
      label: label!,
    })),
  )
  return { programmes, programme, choose, inTeam, leads, tabs }
}
