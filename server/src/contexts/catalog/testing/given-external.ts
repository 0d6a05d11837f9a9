import type { ExternalTable, GivenDefinition } from '../index.ts'
import { type GivenCatalog, mobility } from './given-catalog.ts'

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
