import { rm } from 'node:fs/promises'
import { type Duckdb, openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import { describeFile, parseReturnStats } from '../model/data-file.ts'
import { copyOptions } from '../model/duckdb-schema.ts'
import type { TableFile } from '../model/manifest.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { withLineage } from '../model/row-lineage.ts'
import type { ProjectionWorkings } from './deps.ts'
import { inTime, secondsFor } from './in-time.ts'
import type { Plan } from './model/plan.ts'
import { selectOf } from './model/select.ts'
import { baseFile, holder, type ReadPart, sourcesOf } from './open-base.ts'

export interface FileWork {
  metadata: TableMetadata
  plan: Plan
  parts: readonly ReadPart[]
  /** Of the new file. */
  location: string
}

/** Makes one file of the rows of `parts` that may be read; undefined when there are none. */
export async function buildFile(
  deps: Pick<ProjectionWorkings, 'storage' | 'memoryBytesMax'>,
  work: FileWork,
): Promise<TableFile | undefined> {
  await using held = holder(deps)
  const paths = await Promise.all(sourcesOf(work.parts).map(({ location }) => held.hold(location)))
  const target = await deps.storage.stagingPath()
  const spillDirectory = work.plan.mixes ? await held.directory() : undefined
  await using duckdb = await openDuckdb({
    paths: [...paths, target],
    threads: 1,
    disabledOptimizers: ['statistics_propagation'],
    ...(spillDirectory ? { spillDirectory } : {}),
    ...(deps.memoryBytesMax === undefined ? {} : { memoryBytesMax: deps.memoryBytesMax }),
  })
  const selects: string[] = []
  for (const part of work.parts) {
    const base = await baseFile(deps, { duckdb, pathOf: held.pathOf, part })
    selects.push(selectOf(work.metadata, work.plan, base))
  }
  const { schema } = work.plan
  const lineage = work.parts.some((part) => part.lineage !== undefined)
  const shape = lineage ? withLineage(schema) : schema
  const plan = { ...work.plan, schema: shape }
  const written = await inTime(duckdb, secondsFor(work.parts), () =>
    copied(duckdb, { plan, selects, target }),
  )
  if (!written) {
    await rm(target, { force: true })
    return undefined
  }
  const spec = { 'spec-id': 0, fields: [] }
  const file = describeFile(written, { location: work.location, schema, spec })
  await deps.storage.adopt(work.location, target)
  return file
}

/** Rows of several files come in an order that shows nothing but what the rows themselves show. */
async function copied(
  duckdb: Duckdb,
  { plan, selects, target }: { plan: Plan; selects: readonly string[]; target: string },
) {
  const all = selects.join(' UNION ALL ')
  const rows = plan.mixes ? `SELECT * FROM (${all}) ORDER BY ALL` : all
  const [row] = await duckdb.rows(
    `COPY (${rows}) TO ${quoteText(target)} (${copyOptions(plan.schema)})`,
  )
  return parseReturnStats(row ?? {})
}
