import { sql } from 'drizzle-orm'
import type { PartnerAccess } from '@modulus/contracts/participant-access.ts'
import type { Tx } from '#db/transact.ts'

/** Partners who see something of this person at this moment, the lead partner first, with what each of their roles sees. */
export async function whoSees(tx: Tx, participantId: string): Promise<PartnerAccess[]> {
  const { rows } = await tx.execute<PartnerAccess & Record<string, unknown>>(sql`
    select partner_id as "partnerId", min(partner_name) as name, bool_or(lead) as lead, app.iso(max(until)) as until,
      jsonb_agg(jsonb_build_object('role', role, 'people', people, 'names', names, 'categories', categories) order by role) as roles
    from app.who_sees(${participantId}) group by partner_id order by 3 desc, 2`)
  return rows
}
