// Which programme the outcome pages are about: one that this person may judge.
import { computed } from 'vue'
import { useInProgramme } from './in-programme.ts'

export function useProgramme() {
  const { programmes, programme, choose, inTeam, holds } = useInProgramme('programme_lead', 'outreach_officer', 'analyst', 'data_lead')
  const leads = computed(() => holds('programme_lead'))
  const tabs = computed(() =>
    [
      ['', 'Pictures'],
      // Those in the team see people; others see what is published.
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
