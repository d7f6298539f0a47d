import type { StaffRole } from '@modulus/contracts/people.ts'

/** Roles that an administrator may give, in the order in which they are offered. */
export const staffRoles: StaffRole[] = [
  'outreach_officer',
  'programme_lead',
  'mentor',
  'partner_contact',
  'placement_supervisor',
  'safeguarding_lead',
  'data_lead',
  'analyst',
]
