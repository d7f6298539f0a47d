// Where a young person may go from their first page, in this order; what changed is told on that page itself. `to` is below /me.
export const tiles: { to: string; label: string }[] = [
  { to: '/say', label: 'Have a say, and vote' },
  { to: '/promises', label: 'Promises' },
  { to: '/wants', label: 'What I want' },
  { to: '/deal', label: 'Our deal' },
  { to: '/record', label: 'What is written about me' },
  { to: '/pulse', label: 'How is it going?' },
  { to: '/sharing', label: 'Who can see it, and who looked' },
  { to: '/help', label: 'Talk to someone' },
]
