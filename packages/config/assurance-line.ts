// One line of the page of promises: what is promised, and the tests that prove it, or why there are none yet.

/** A file from the top of the repository, the title of a test in it, and how to call that title where it is filled in while running. */
export interface Proof {
  file: string
  title: string
  shown?: string
}
export interface Line {
  id: string
  promise: string
  proofs: Proof[]
  /** What is still missing, beginning with "because" in mind: with proofs, part of the promise; without, all of it. */
  missing?: string
  /** Why the line is not for this product, or is departed from on purpose. */
  apart?: string
}

const proof = (file: string, title: string, shown?: string): Proof => ({ file, title, ...(shown ? { shown } : {}) })
export const api = (name: string, title: string, shown?: string) => proof(`apps/api/src/${name}.test.ts`, title, shown)
export const feature = (name: string, title: string, shown?: string) => api(`modules/${name}`, title, shown)
export const plugin = (name: string, title: string, shown?: string) => api(`plugins/${name}`, title, shown)
export const web = (name: string, title: string, shown?: string) => proof(`apps/web/src/${name}.test.ts`, title, shown)
export const browser = (name: string, title: string, shown?: string) => proof(`apps/web/e2e/${name}.test.ts`, title, shown)

export const proved = (id: string, promise: string, ...proofs: Proof[]): Line => ({ id, promise, proofs })
export const partly = (id: string, promise: string, missing: string, ...proofs: Proof[]): Line => ({ id, promise, proofs, missing })
export const notYet = (id: string, promise: string, missing: string): Line => ({ id, promise, proofs: [], missing })
export const apart = (id: string, promise: string, why: string, ...proofs: Proof[]): Line => ({ id, promise, proofs, apart: why })
