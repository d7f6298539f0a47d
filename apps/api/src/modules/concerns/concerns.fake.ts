// What the tests of concerns arrange: a worry in words, raised by someone, and the deeds of the safeguarding lead.
import type { Person, World } from '#testing/world.ts'

export const worryAbout = (participantId: string | null, more: object = {}) => ({
  participantId,
  aboutWhom: '',
  whatSeen: 'Bruises on both arms',
  theirWords: 'said he fell',
  immediateDanger: false,
  toldThem: null,
  inTheWay: '',
  allWeNeed: '',
  iCanDo: '',
  weCanDo: '',
  othersCanDo: '',
  ...more,
})
export const concernsIn = (w: World) => {
  const raise = async (person: Person, more: object = {}, id = w.newId()) => ({
    id,
    answer: await w.as(person).put(`/concerns/${id}`, worryAbout(w.ids.participants.sam, more)),
  })
  return {
    raise,
    raised: async (more: object = {}) => (await raise('officer', more)).id,
    deed: (id: string, name: string, body: object, person: Person = 'safeguarding') => w.as(person).post(`/concerns/${id}/${name}`, body),
    passing: (version: number, more: object = {}) => ({
      version,
      to: 'Social work, South team',
      toPerson: 'Duty worker',
      how: 'By phone',
      at: new Date().toISOString(),
      reference: 'SW-12',
      ...more,
    }),
  }
}
