// The partner whose slot goes is told in the same transaction that agrees it: where to read about it, and nothing of what was said.
import { sql } from 'drizzle-orm'
import type { Config } from '#config.ts'
import type { Actor, Tx } from '#db/transact.ts'
import type { Jobs } from '../../jobs.ts'
import { insertMessage } from '../messages/queries.ts'
import { insertStep, type AdaptationRow } from './queries.ts'

/** Addresses of the partner's people in the programme who can open what they are told of, but for whoever is telling them. */
async function listAddresses(tx: Tx, programmeId: string, partnerId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ email: string }>(sql`select distinct p.email from memberships m
    join people p on p.partnership_id = m.partnership_id and p.user_id = m.user_id
    where m.partnership_id = app.partnership() and m.programme_id = ${programmeId} and m.partner_id = ${partnerId} and m.role in ('partner_contact', 'programme_lead', 'outreach_officer')
      and m.from_at <= now() and (m.until_at is null or now() < m.until_at) and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
      and m.user_id <> app.user_id() and m.user_id in (select app.who_reads(${programmeId}, 'power')) order by p.email`)
  return rows.map((one) => one.email)
}

/** Takes the next turn when there is someone to tell; when there is nobody, the page goes on asking. Gives the version after it. */
export async function tellPartner(
  tx: Tx,
  actor: Actor,
  one: AdaptationRow,
  version: number,
  on: string,
  { config, jobs }: { config: Config; jobs: Jobs },
): Promise<number> {
  const partner = one.elementBecomes && one.element?.partner
  if (!partner) return version
  const addresses = await listAddresses(tx, one.programmeId, partner.id)
  if (addresses.length === 0) return version
  for (const to of addresses) {
    const message = await insertMessage(tx, {
      kind: 'notice',
      to,
      programmeId: one.programmeId,
      subject: `A plan that ${partner.name} has a part in has changed`,
      body: `The group and the team in ${one.programmeName} agreed to do something else in place of a part of the course that ${partner.name} was to give. Sign in to read what changed and why: ${config.publicUrl}/changes/${one.id}`,
    })
    await jobs.send(tx, 'message.deliver', { partnershipId: actor.partnershipId, id: message })
  }
  await insertStep(
    tx,
    actor,
    { ...one, version, status: 'agreed' },
    {
      kind: 'tell',
      status: 'agreed',
      happenedOn: on,
      partnerId: partner.id,
      toldHow: 'message',
      peopleTold: addresses.length,
    },
  )
  return version + 1
}
