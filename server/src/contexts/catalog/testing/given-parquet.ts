import { openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import { runAdoption } from '../adoption/run.ts'
import type { AdoptTable } from '../index.ts'
import { type Workings, workingsOf } from '../workings.ts'
import { type GivenCatalog, givenCatalog, home, mobility } from './given-catalog.ts'

export const place = 's3://lake/flights'
export const adoption: AdoptTable = { ...mobility, table: 'adopted', location: place }

export interface GivenParquet extends GivenCatalog {
  workings: Workings
  /** Parquet of other writers: without field ids. */
  put(key: string, select: string, options?: string): Promise<string>
  /** Asks for an adoption and does its job; answers what became of it. */
  adopt(change?: Partial<AdoptTable>): ReturnType<GivenCatalog['catalog']['getAdoption']>
}

/** A catalog with a bucket of ana's, and an empty database. */
export async function givenParquet(): Promise<GivenParquet> {
  const given = await givenCatalog()
  const { storage, deps, catalog, ana } = given
  await storage.ensureBucket({ name: 'lake', accountId: home })
  await catalog.createDatabase(ana, mobility)
  const workings = workingsOf(deps)
  return {
    ...given,
    workings,
    async put(key, select, options = '') {
      const path = await storage.stagingPath()
      await using duckdb = await openDuckdb({ paths: [path] })
      await duckdb.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet${options})`)
      return (await storage.adopt(`${place}/${key}`, path)).location
    },
    async adopt(change = {}) {
      const { id } = await catalog.adoptTable(ana, { ...adoption, ...change })
      await runAdoption(workings, id)
      return catalog.getAdoption(ana, { id })
    },
  }
}
