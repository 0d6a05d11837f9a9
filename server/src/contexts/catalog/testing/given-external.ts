import assert from 'node:assert/strict'
import type { ExternalTable, GivenDefinition, GivenPartition } from '../index.ts'
import { accessWith, callerOf, type GivenCatalog, mobility, stranger } from './given-catalog.ts'

export const raw = { ...mobility, table: 'raw' }

export const rawDefinition: GivenDefinition = {
  location: 's3://elsewhere/raw/',
  columns: [
    { name: 'carrier', type: 'string', comment: 'who flies' },
    { name: 'delay', type: 'bigint' },
  ],
  partitionKeys: [
    { name: 'day', type: 'date' },
    { name: 'hour', type: 'int' },
  ],
  description: 'files of others',
  properties: { classification: 'parquet' },
  kept: { TableType: 'EXTERNAL_TABLE', StorageDescriptor: { Compressed: true } },
}

/** An external table of two columns, divided by day and hour. */
export async function givenRaw({ catalog, ana }: GivenCatalog): Promise<ExternalTable> {
  await catalog.createDatabase(ana, mobility)
  return catalog.createExternalTable(ana, { ...raw, definition: rawDefinition })
}

export function partitionOf(...values: string[]): GivenPartition {
  return { values, definition: { columns: [], properties: {}, kept: {} } }
}

/** The table of `givenRaw` with partitions of these values. */
export async function givenPartitions(given: GivenCatalog, values: string[][]): Promise<void> {
  await givenRaw(given)
  const partitions = values.map((one) => partitionOf(...one))
  const failures = await given.catalog.createPartitions(given.ana, { ...raw, partitions })
  assert.deepEqual(failures, [])
}

/** From now on everybody may read no more than these columns. */
export function partialAccess({ deps }: GivenCatalog, columns: number[]): void {
  const access = accessWith({ columns: new Set(columns) })
  Object.assign(deps.governance, {
    tableAccess: async () => access,
    demandTable: async () => access,
  })
}

/** A place of another account that is under governance: `s3://vault/`. */
export async function givenVault({ deps, storage }: GivenCatalog): Promise<void> {
  const { governance } = deps
  const eve = callerOf('eve', stranger)
  await storage.ensureBucket({ name: 'vault', accountId: stranger })
  const settings = await governance.getDataLakeSettings(eve, stranger)
  await governance.putDataLakeSettings(eve, { ...settings, admins: [eve.principalArn] })
  await governance.registerLocation(eve, { location: 's3://vault/' })
}
