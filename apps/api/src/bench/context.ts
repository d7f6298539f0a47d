// What both servers of the bench know: where the database is, and who asks.
import type pg from 'pg'
import type { Generated } from './generate.ts'

export interface BenchSetup {
  server: { host: string; port: number }
  database: string
  world: Generated
  /** Connections to PostgreSQL that each of the two servers may hold: the same for both. */
  pool: number
}
/** A statement as it was heard on its way to the database. */
export interface Heard {
  name: string
  text: string
  values: unknown[]
}
/** The operations of the bench; the one that writes comes last, so that it does not grow what another counts. */
export const operations = ['person page', 'story', 'caseload page', 'board', 'name search', 'record visit'] as const
export type Operation = (typeof operations)[number]
export interface Asked {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  body?: object
}

/** One request of an operation; `n` walks through the people so that no answer is asked twice in a row. */
export function ask(operation: Operation, { programmeId, participantIds }: Generated, n: number, id: string): Asked {
  const person = participantIds[n % participantIds.length]!
  switch (operation) {
    case 'person page':
      return { method: 'GET', path: `/participants/${person}` }
    case 'story':
      return { method: 'GET', path: `/participants/${person}/story?limit=20` }
    case 'caseload page':
      return { method: 'GET', path: `/participants?programmeId=${programmeId}&limit=25` }
    case 'board':
      return { method: 'GET', path: `/board?programmeId=${programmeId}` }
    case 'name search':
      return { method: 'POST', path: '/participants/search', body: { words: ['Adaan Maclean', 'Belie', 'Corra Fergusn', 'Dunlo'][n % 4]! } }
    case 'record visit':
      return {
        method: 'PUT',
        path: `/visits/${id}/record`,
        body: {
          participantId: person,
          happenedAt: '2026-11-20T10:00:00.000Z',
          place: 'at home',
          outcome: 'welcomed',
          present: ['them'],
          skillsWords: '',
          jobWords: 'Out on the vans',
          staffWords: '',
          wantsToCome: 'yes',
          nextStep: null,
          nextOn: null,
          interests: [],
          toldWhatWeWrite: true,
          worry: false,
        },
      }
  }
}

/** The settings of an officer of the first programme, for a whole connection: the bare handler runs the same statements without the door. */
export async function pretend(client: pg.ClientBase, { partnershipId, userId, programmeId }: Generated): Promise<void> {
  const categories = ['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'power']
  const list = `{${programmeId}}`
  const settings = {
    partnership: partnershipId,
    user: userId,
    mine: list,
    role_programme_lead: list,
    role_outreach_officer: list,
    ...Object.fromEntries(
      categories.flatMap((one) => [
        [`read_${one}`, list],
        [`write_${one}`, list],
      ]),
    ),
  }
  for (const [name, value] of Object.entries(settings)) await client.query(`select set_config('app.${name}', $1, false)`, [value])
}
