import { profileToken } from '../../cli/src/api.ts'
import { openHome } from '../../cli/src/home.ts'
import { accounts } from './names.ts'

export interface IcebergAnswer {
  status: number
  /** The kind of error, as Iceberg clients tell them apart. */
  error: string | undefined
  columns: string[]
  rows: number | undefined
}

interface Loaded {
  error?: { type: string }
  metadata?: {
    'current-schema-id': number
    'current-snapshot-id'?: number
    schemas: { 'schema-id': number; fields: { name: string }[] }[]
    snapshots?: { 'snapshot-id': number; summary: Record<string, string> }[]
  }
}

/** `loadTable` of the Iceberg REST catalog, in the governance account's catalog. */
export async function loadTable(profile: string, name: string): Promise<IcebergAnswer> {
  const home = openHome()
  const headers = { authorization: `Bearer ${await profileToken(home, profile)}` }
  const warehouse = `${home.url}/iceberg/v1/config?warehouse=${accounts.governance}`
  const config = (await (await fetch(warehouse, { headers })).json()) as {
    overrides?: { prefix?: string }
    defaults?: { prefix?: string }
  }
  const prefix = config.overrides?.prefix ?? config.defaults?.prefix
  const [database, table] = name.split('.')
  const path = [prefix, 'namespaces', database, 'tables', table].filter(Boolean).join('/')
  const response = await fetch(`${home.url}/iceberg/v1/${path}`, { headers })
  // Snapshot ids are longer than JavaScript's numbers; only that they are the same counts.
  const text = (await response.text()).replaceAll(/-id":(\d{16,})/g, '-id":"$1"')
  return { status: response.status, ...answerOf(JSON.parse(text) as Loaded) }
}

function answerOf({ error, metadata }: Loaded): Omit<IcebergAnswer, 'status'> {
  const schema = metadata?.schemas.find((one) => one['schema-id'] === metadata['current-schema-id'])
  const snapshot = metadata?.snapshots?.find(
    (one) => one['snapshot-id'] === metadata['current-snapshot-id'],
  )
  const total = snapshot?.summary['total-records']
  return {
    error: error?.type,
    columns: schema?.fields.map(({ name }) => name) ?? [],
    rows: total === undefined ? undefined : Number(total),
  }
}
