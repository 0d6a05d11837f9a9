import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTrials } from '../server/src/contexts/trials/index.ts'
import {
  charterOf,
  type GivenTrials,
  givenTable,
  givenTrials,
} from '../server/src/contexts/trials/testing/given-trials.ts'
import { type Figure, timed } from './scenario.ts'

const MILLIONS = [1, 10]
const ENTITIES = 2000

/** The whole evaluation report of a table that nobody has looked at before. */
export async function measureReports(): Promise<Figure[]> {
  const spillDirectory = await mkdtemp(join(tmpdir(), 'millrace-bench-reports-'))
  await using given = await givenTrials()
  const figures: Figure[] = []
  for (const millions of MILLIONS) figures.push(await reported(given, { millions, spillDirectory }))
  await rm(spillDirectory, { recursive: true })
  return figures
}

async function reported(
  given: GivenTrials,
  { millions, spillDirectory }: { millions: number; spillDirectory: string },
): Promise<Figure> {
  const dataset = await givenTable(given, {
    table: `rows_${millions}`,
    columns: { day: 'date', place: 'string', price: 'double', count: 'long', note: 'string' },
    select: `SELECT DATE '2020-01-01' + (i // ${ENTITIES})::INT % 1500 AS day,
      'p' || (i % ${ENTITIES}) AS place, hash(i) % 100000 / 7.0 AS price,
      (hash(i * 3) % 500)::BIGINT AS count, 'note ' || (hash(i) % 1000) AS note
      FROM range(${millions * 1_000_000}) r(i)`,
  })
  const trials = createTrials({ ...given.deps, spillDirectory })
  const columns = {
    ...{ entity: 'place', eventTime: 'day', key: ['day', 'place'] },
    quasiIdentifiers: ['place', 'count'],
  }
  const charter = charterOf(given, { dataset, columns })
  const { id } = await trials.openTrial(given.ana, { charter })
  const [took = Number.NaN] = await timed(1, () => trials.refreshReport(given.ana, { id }))
  return { scenario: `report of ${millions} million rows`, figure: took / 1000, unit: 's' }
}
