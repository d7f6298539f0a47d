// The first rows of a partnership: nobody is in it yet who could invite anyone, so they are arranged by the database owner.
import { createHash, randomBytes } from 'node:crypto'
import type { ClientBase } from 'pg'
import { v7 as uuidv7 } from 'uuid'

export interface Founder {
  partnership: string
  partner: string
  name: string
  email: string
  dutyPhone: string
  demo?: boolean
}

/** The words an outreach visit starts with; administrators add their own and retire these. */
const firstWords = {
  interest: ['Joinery', 'Football', 'Cooking', 'Motors', 'Music', 'Gym', 'Gardening', 'Tech', 'Animals', 'Art'],
  attendance_reason: ['Work', 'Family', 'Health', 'Travel', 'Did not feel safe getting here', 'Something else on'],
}
const keyOf = (label: string) => label.toLowerCase().replaceAll(/[^a-z]+/g, '_')

/** Makes the partnership, its first partner and its first administrator, with an invitation that is good for seven days. */
export async function foundPartnership(
  owner: ClientBase,
  founder: Founder,
): Promise<{ partnershipId: string; partnerId: string; userId: string; token: string }> {
  const partnershipId = uuidv7(),
    partnerId = uuidv7(),
    userId = uuidv7(),
    token = randomBytes(32).toString('base64url')
  const slug = founder.partnership.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  await owner.query('begin')
  try {
    await owner.query('insert into partnerships (id, name, slug, demo, duty_phone) values ($1, $2, $3, $4, $5)', [
      partnershipId,
      founder.partnership,
      slug,
      founder.demo ?? false,
      founder.dutyPhone,
    ])
    await owner.query(`insert into partners (partnership_id, id, name, sector) values ($1, $2, $3, 'public')`, [
      partnershipId,
      partnerId,
      founder.partner,
    ])
    await owner.query('insert into users (id, email, demo) values ($1, $2, $3)', [userId, founder.email, founder.demo ?? false])
    await owner.query(
      `insert into people (partnership_id, id, user_id, partner_id, name, email, job_title, administrator) values ($1, $2, $3, $4, $5, $6, 'Administrator', true)`,
      [partnershipId, uuidv7(), userId, partnerId, founder.name, founder.email],
    )
    for (const [list, labels] of Object.entries(firstWords))
      for (const [position, label] of labels.entries()) {
        await owner.query('insert into word_lists (partnership_id, id, list, key, label, position) values ($1, $2, $3, $4, $5, $6)', [
          partnershipId,
          uuidv7(),
          list,
          keyOf(label),
          label,
          position,
        ])
      }
    await owner.query(
      `insert into links (id, partnership_id, kind, token_digest, user_id, expires_at) values ($1, $2, 'invitation', $3, $4, now() + interval '7 days')`,
      [uuidv7(), partnershipId, createHash('sha256').update(token).digest('hex'), userId],
    )
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
  return { partnershipId, partnerId, userId, token }
}
