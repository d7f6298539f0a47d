// Where a young person may go from their first page, in this order. `to` is below /me.
import type { Me } from '@modulus/contracts/me.ts'

export interface Tile {
  to: string
  label: string
}
/** What waits for their word comes first, and goes when it is given. */
export const tilesOf = ({ waiting }: Pick<Me, 'waiting'>): { heading: string; tiles: Tile[] }[] => [
  {
    heading: 'My say',
    tiles: [
      ...(waiting.vote ? [{ to: '/vote', label: 'Vote now' }] : []),
      ...(waiting.pulse ? [{ to: '/pulse', label: 'How is it going?' }] : []),
      { to: '/say', label: 'Have a say, and vote' },
      { to: '/in-the-way', label: 'What gets in the way' },
      { to: '/changed', label: 'What changed' },
    ],
  },
  {
    heading: 'My stuff',
    tiles: [
      { to: '/promises', label: 'Promises' },
      { to: '/wants', label: 'What I want' },
      { to: '/deal', label: 'Our deal' },
    ],
  },
  {
    heading: 'About me',
    tiles: [
      { to: '/record', label: 'What is written about me' },
      { to: '/sharing', label: 'Who can see it, and who looked' },
      { to: '/consents', label: 'What we share, and your yes or no' },
      { to: '/rights', label: 'Your rights' },
    ],
  },
]
export const help: Tile = { to: '/help', label: 'Talk to someone' }
