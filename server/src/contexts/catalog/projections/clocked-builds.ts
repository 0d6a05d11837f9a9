import { addSpeed } from '../store/projection-speeds.ts'
import type { KnownFile } from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import { expectedSeconds } from './model/cost.ts'
import { WRITER } from './model/policy.ts'
import { type ReadPart, sourcesOf } from './open-base.ts'

/** Smaller files tell how long it takes to begin, not how fast it goes. */
const TELLING_BYTES_MIN = 1 << 20

/** Times how files are made, for what others will be said to cost. */
export function clockedBuilds({ sql }: Pick<ProjectionWorkings, 'sql'>) {
  const sum = { madeSeconds: 0, expectedSeconds: 0 }
  return {
    async time(
      { work }: { work: { parts: readonly ReadPart[] } },
      make: () => Promise<KnownFile>,
    ): Promise<KnownFile> {
      const startedAt = performance.now()
      const made = await make()
      const readBytes = sourcesOf(work.parts).reduce((all, { sizeBytes }) => all + sizeBytes, 0)
      if (readBytes < TELLING_BYTES_MIN) return made
      const storeBytes = made.file?.sizeBytes ?? 0
      sum.madeSeconds += (performance.now() - startedAt) / 1000
      sum.expectedSeconds += expectedSeconds({ files: 1, readBytes, storeBytes })
      return made
    },
    async keep(): Promise<void> {
      if (sum.expectedSeconds > 0) await addSpeed(sql, WRITER, sum)
    },
  }
}
