import type { Policy } from '#policy.ts'

/** What somebody is to an item that was set aside. */
export interface Standing {
  mine: boolean
  /** Leads its programme; for a concern: keeps safety there. */
  answers: boolean
  /** Its writer gave it away, or lost the right to it. */
  handedOver: boolean
  undecided: boolean
  concern: boolean
  placed: boolean
}
const holder = ({ mine, answers, handedOver, undecided }: Standing) => undecided && (mine || (answers && handedOver))

export const setAsidePolicy = {
  open: (_, item) => holder(item),
  take: (_, item) => holder(item),
  // Whoever gave it away does not throw it away as well; and a worry is put aside only by those who keep safety.
  throwAway: (_, item) => item.undecided && ((item.mine && !item.handedOver && !item.concern) || (item.answers && item.handedOver)),
  handOver: (_, item) => item.undecided && item.mine && !item.handedOver && item.placed,
} satisfies Policy<Standing>
