// A first start of the product, as anyone's: pages built, database made, demonstration loaded. The tests begin from copies of its folder.
import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { Product } from './harness.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The data folder that the first start left behind. */
    madeOnce: string
  }
}

export default async function makeOnce(project: TestProject) {
  const product = await Product.firstStart()
  project.provide('madeOnce', product.data)
  return () => rmSync(product.data, { recursive: true, force: true })
}
