import { createHash } from 'node:crypto'
import {
  type FarEndpoint,
  type LoadedTable,
  metadataText,
  type StagedTable,
  type TableMetadata,
  type VendedCredentials,
} from '../../contexts/catalog/index.ts'
import type { IcebergRestDeps } from './deps.ts'
import type { Asked } from './exchanges.ts'
import { inPath } from './wire-names.ts'

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

/** Out of a box nothing is reached but the platform. */
export function reachesOthers({ exchange }: Pick<Asked, 'exchange'>): { direct: boolean } {
  return { direct: exchange.box === undefined }
}

/** How an endpoint that is not ours is reached. */
function farConfig({ endpoint, region }: FarEndpoint) {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return {
    's3.endpoint': endpoint ?? `https://s3.${region}.${suffix}`,
    's3.path-style-access': 'true',
    's3.region': region,
    'client.region': region,
  }
}

export function credentialConfig({
  credentials,
  direct,
}: VendedCredentials): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials
  return {
    ...(direct ? farConfig(direct) : {}),
    's3.access-key-id': accessKeyId,
    's3.secret-access-key': secretAccessKey,
    ...(sessionToken === undefined ? {} : { 's3.session-token': sessionToken }),
    ...(expiresAt === undefined
      ? {}
      : { 's3.session-token-expires-at-ms': String(expiresAt.getTime()) }),
  }
}

interface Answering {
  /** The table was made by this request: an answer that it failed would not be true. */
  made?: boolean
}

/** How the client reaches the files of a table: `config` and, on request, credentials. */
export async function storageAccess(
  deps: IcebergRestDeps,
  asked: Asked,
  table: LoadedTable | StagedTable,
  { made = false }: Answering = {},
) {
  const client = { ...reachesOthers(asked), ownInstead: made }
  const vended = wantsCredentials(asked)
    ? await deps.catalog.vendCredentials(asked.caller, table, client)
    : undefined
  if (!vended) return { config: storageConfig(deps, asked) }
  const keys = credentialConfig(vended)
  const refresh = 'table' in table ? refreshConfig(table) : {}
  return {
    config: { ...storageConfig(deps, asked), ...keys, ...refresh },
    'storage-credentials': [{ prefix: vended.prefix, config: keys }],
  }
}

/** Where the table is, and not where a resource link of another catalog named it. */
function refreshConfig({ table: { accountId, database, name } }: LoadedTable) {
  const at = `v1/${accountId}/namespaces/${part(inPath(database))}/tables/${part(name)}`
  return { 'client.refresh-credentials-endpoint': `${at}/credentials` }
}

/** `LoadTableResult` of the specification. */
export async function loadResult(
  deps: IcebergRestDeps,
  asked: Asked,
  loaded: LoadedTable,
  answering: Answering = {},
): Promise<string> {
  return tableResult(loaded, {
    ...(asked.query.snapshots === 'refs' ? { metadata: referenced(loaded.metadata) } : {}),
    ...(await storageAccess(deps, asked, loaded, answering)),
  })
}

/** The metadata of a table and where it is, with what else belongs to the answer, as JSON. */
export function tableResult(
  { metadataLocation, metadata }: LoadedTable,
  { metadata: shown, ...rest }: { metadata?: TableMetadata } & Record<string, unknown> = {},
): string {
  const others = JSON.stringify({ 'metadata-location': metadataLocation, ...rest })
  const text = metadataText(shown ?? metadata)
  return `{"metadata":${text},${others.slice(1)}`
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

/** RFC 9110, section 13.1.2: one of a list, weak or not; a star is any. */
export function knownAs(etag: string, { headers }: Pick<Asked, 'headers'>): boolean {
  const tags = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim())
  return tags.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)
}
