// A form that is never lost: every answer is kept as a draft, for its owner only, under the id of the thing it will become.
import { drafts, type DraftKind } from '@modulus/contracts/drafts.ts'
import { computed, onScopeDispose, reactive, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useOffline } from '#stores/offline.ts'
import { api } from './api.ts'
import { unsent } from './unsent.ts'

export interface DraftOptions {
  kind: DraftKind
  /** What My day calls it, such as "Visit to Iona". Never a word of what was typed. */
  title: () => string
  /** The person the form is about: an earlier draft about them is found again. */
  aboutId?: MaybeRefOrGetter<string | undefined>
  /** The draft to go on with, from the address (?draft=) or from the API; null when it is known that there is none. */
  draftId?: string | null | undefined
  /** Puts answers back into the form; they are assigned to its values unless said otherwise. */
  apply?: (body: Record<string, unknown>) => void
  /** Answers that are not kept, and asked for again. */
  without?: string[]
  /** The command that takes the form also removes the draft of the same id, so that nothing is left to delete. */
  removedBySending?: boolean
}

/**
 * const draft = useDraft(form, { kind: 'visit', aboutId, title: () => `Visit to ${name}` })
 * await draft.settle(); const saved = await form.submit(...); if (saved) draft.sent()
 */
export function useDraft(
  form: { id: string; values: object },
  { kind, title, aboutId, draftId, apply, without = [], removedBySending = false }: DraftOptions,
) {
  const restored = ref(false)
  const text = () => JSON.stringify(form.values, (key, value: unknown) => (without.includes(key) ? undefined : value))
  let before = text(),
    edited = false

  function fill(body: Record<string, unknown>) {
    if (apply) apply(body)
    else Object.assign(form.values, body)
    before = text()
    restored.value = true
  }
  async function look(): Promise<void> {
    unsent.resume()
    const about = toValue(aboutId)
    // Without signal nobody knows what the API has: then what this phone holds of it counts.
    const along = useOffline().asOf !== null
    const id =
      draftId ??
      (about &&
        (unsent.about(kind, about) ??
          (along
            ? unsent.copyAbout(kind, about)
            : draftId === null
              ? undefined
              : (await api(drafts.list, { query: { kind, aboutId: about } })).items[0]?.id)))
    if (!id) return
    const typed = unsent.text(id) ?? (along ? unsent.copy(id) : undefined)
    if (!typed && edited) return // they are already writing: what was kept waits on My day
    const kept = typed ? undefined : await api(drafts.read, { params: { draftId: id } })
    if (kept && edited) return
    form.id = id
    if (kept) unsent.read(kept)
    fill((typed ?? kept)!.body)
  }
  const ready = look().catch(() => {}) // no signal, or no draft: an empty form is always right

  const keep = () =>
    unsent.keep(form.id, { kind, aboutId: toValue(aboutId) ?? null, title: title(), body: JSON.parse(text()) as Record<string, unknown> })
  watch(text, (now) => {
    if (now === before) return // put back, not typed
    before = now
    edited = true
    keep()
  })
  onScopeDispose(() => void unsent.push(form.id))

  return reactive({
    ready,
    /** Answers were put back: say so, and offer to start afresh. */
    restored,
    /** Not yet with the API. */
    unsent: computed(() => unsent.text(form.id) !== undefined),
    /** The same form was filled in on another device: choose with keepMine() or takeOther(). */
    other: computed(() => unsent.other(form.id)),
    keepMine() {
      const found = unsent.other(form.id)
      if (found) unsent.read(found)
      keep()
    },
    takeOther() {
      const found = unsent.other(form.id)
      if (!found) return
      unsent.finish(form.id)
      unsent.read(found)
      fill(found.body)
    },
    /** Call before sending. */
    settle: () => unsent.settle(form.id),
    /** Call after the API took it. */
    sent: () => (removedBySending ? unsent.finish(form.id) : void remove(form.id)),
    /** Thrown away by the person: the caller empties the form (form.reset()) after it. */
    async discard() {
      await unsent.settle(form.id)
      await remove(form.id)
      restored.value = false
    },
  })
}

async function remove(id: string) {
  unsent.finish(id)
  if (unsent.keptByApi(id)) await api(drafts.discard, { params: { draftId: id } }).catch(() => {}) // already gone is gone
}

const pages: Record<string, (aboutId: string | null) => string> = {
  visit: (about) => `/visits/new?${about ? `person=${about}&` : ''}`,
  contact: (about) => `/contacts/new?${about ? `person=${about}&` : ''}`,
  concern: (about) => `/safeguarding/new?${about ? `person=${about}&` : ''}`,
  nomination: () => '/nominations/new?',
  offer: () => '/partner/offers/new?',
  course: () => '/courses/new?',
  adaptation: (course) => (course ? `/courses/${course}/changes/new?` : '/changes/new?'),
  weighing: () => '/risk-benefits/new?',
  mentoring: (match) => `/mentoring/${match}/note?`,
}
/** Where a half-filled form goes on; undefined for kinds that have no page of their own. */
export const draftPage = ({ kind, aboutId, id }: { kind: string; aboutId: string | null; id: string }): string | undefined =>
  pages[kind] && `${pages[kind](aboutId)}draft=${id}`
