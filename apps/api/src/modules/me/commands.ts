// Who is told that a young person left: the team, that they left; a placement and a mentor, only that they will not come any more.
import type { FastifyInstance } from 'fastify'
import type { Actor, Tx } from '#db/transact.ts'
import { post, tellTeam } from '../messages/commands.ts'
import type { Told } from './leaving-queries.ts'
import type { Self } from './queries.ts'

export async function tellOfLeaving(
  tx: Tx,
  { jobs, config }: Pick<FastifyInstance, 'jobs' | 'config'>,
  { partnershipId }: Actor,
  self: Self,
  { mentorId, partners }: Told,
  addresses: { userId: string; partnerId: string; email: string }[],
): Promise<void> {
  await tellTeam(tx, jobs, partnershipId, self, {
    subject: 'A young person has left',
    body: `Someone you work with has left, on their own page. What was planned is called off. There is no need to talk them round; they know they may come back.\n${config.publicUrl}/people/${self.id}\n`,
  })
  for (const { userId, partnerId, email } of addresses) {
    if (userId !== mentorId && !partners.includes(partnerId)) continue
    await post(tx, jobs, partnershipId, {
      kind: 'notice',
      to: email,
      programmeId: self.programmeId,
      subject: 'Someone will not come any more',
      // No name: a letter may be read by others, and from now on whoever stands on the page no more is the one.
      body: `A young person who comes to you has left and will not come any more. Who still does stands on your page. Nothing is wrong, and there is nothing you need to do. Thank you for having them.\n${config.publicUrl}${userId === mentorId ? '/mentoring' : '/partner'}\n`,
    })
  }
}
