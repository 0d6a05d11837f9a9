import { createHash } from 'node:crypto'
import type { LoadedTable, TableMetadata, VendedCredentials } from '../../contexts/catalog/index.ts'
import type { IcebergRestDeps } from './deps.ts'
import type { Asked } from './exchanges.ts'

/** Settings that clients need to reach storage. */
export function storageConfig(deps: IcebergRestDeps, { exchange }: Pick<Asked, 'exchange'>) {
  return {
    's3.endpoint': deps.storageEndpoint(exchange),
    's3.path-style-access': 'true',
    's3.region': deps.region,
    'client.region': deps.region,
  }
}

/** True where the client wants credentials with the table. */
export function wantsCredentials({ headers }: Asked): boolean {
  const wanted = String(headers['x-iceberg-access-delegation'] ?? '')
  return wanted.split(',').some((one) => one.trim() === 'vended-credentials')
}

export function credentialConfig({ credentials }: VendedCredentials): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials
  return {
    's3.access-key-id': accessKeyId,
    's3.secret-access-key': secretAccessKey,
    ...(sessionToken === undefined ? {} : { 's3.session-token': sessionToken }),
    ...(expiresAt === undefined
      ? {}
      : { 's3.session-token-expires-at-ms': String(expiresAt.getTime()) }),
  }
}

/** `LoadTableResult` of the specification. */
export async function loadResult(deps: IcebergRestDeps, asked: Asked, loaded: LoadedTable) {
  const vended = wantsCredentials(asked)
    ? await deps.catalog.vendCredentials(asked.caller, loaded)
    : undefined
  const keys = vended ? credentialConfig(vended) : {}
  const { database, name } = loaded.table
  const path = `v1/${asked.accountId}/namespaces/${part(database)}/tables/${part(name)}`
  return {
    'metadata-location': loaded.metadataLocation,
    metadata: asked.query.snapshots === 'refs' ? referenced(loaded.metadata) : loaded.metadata,
    config: {
      ...storageConfig(deps, asked),
      ...keys,
      ...(vended ? { 'client.refresh-credentials-endpoint': `${path}/credentials` } : {}),
    },
    ...(vended ? { 'storage-credentials': [{ prefix: vended.prefix, config: keys }] } : {}),
  }
}

const part = encodeURIComponent

function referenced(metadata: TableMetadata): TableMetadata {
  const kept = new Set(Object.values(metadata.refs).map((ref) => ref['snapshot-id']))
  const snapshots = metadata.snapshots.filter((snapshot) => kept.has(snapshot['snapshot-id']))
  return { ...metadata, snapshots }
}

/** Metadata files never change, so the name of one tells what is in it. */
export function etagOf(loaded: LoadedTable, { query }: Pick<Asked, 'query'>): string {
  const text = `${loaded.metadataLocation} ${query.snapshots ?? 'all'}`
  return `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`
}
