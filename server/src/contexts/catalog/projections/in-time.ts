import type { Duckdb } from '../../../foundation/duckdb.ts'
import { notSupported } from '../errors.ts'
import { type ReadPart, sourcesOf } from './open-base.ts'

const SECONDS_MIN = 120
const BYTES_A_SECOND = 1 << 20
const ROWS_A_SECOND = 50_000

/** A tenth of what a slow host does: it is to end what would not end, not what is slow. */
export function secondsFor(parts: readonly ReadPart[]): number {
  const files = sourcesOf(parts)
  const sum = (count: (file: (typeof files)[number]) => number) =>
    files.reduce((all, file) => all + count(file), 0)
  const bytes = sum(({ sizeBytes }) => sizeBytes)
  const rows = sum(({ recordCount }) => recordCount)
  return SECONDS_MIN + bytes / BYTES_A_SECOND + rows / ROWS_A_SECOND
}

/**
 * What `work` over `duckdb` answers; ended where it takes longer, so that it is in nobody’s way.
 *
 * @throws catalog.not-supported
 */
export async function inTime<Answer>(
  duckdb: Pick<Duckdb, 'interrupt'>,
  seconds: number,
  work: () => Promise<Answer>,
): Promise<Answer> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    duckdb.interrupt()
  }, seconds * 1000)
  try {
    return await work()
  } catch (cause) {
    if (!late) throw cause
    const what = `a file of a projection that takes over ${Math.ceil(seconds)} s`
    throw notSupported({ what }, { cause })
  } finally {
    clearTimeout(timer)
  }
}
