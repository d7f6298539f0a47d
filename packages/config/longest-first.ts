// Which test files begin first. Some run side by side; begun last, a long one would go on alone while the cores have nothing to do.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const long = [
  'e2e/screens',
  'e2e/overdue',
  'field-matrix',
  'concerns/canary',
  'differential',
  'canaries.writes',
  'canaries',
  'backup/backup',
  'plugins/limits',
  'e2e/power',
  'e2e/story',
  'e2e/phone-faults',
  'e2e/cut',
  'e2e/offline-work',
  'e2e/rights',
  'e2e/two-devices',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      (long.findIndex((one) => moduleId.includes(one)) + long.length + 1) % (long.length + 1)
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
