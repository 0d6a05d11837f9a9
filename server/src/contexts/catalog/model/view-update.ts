import { commitConflict, invalidUpdate } from '../errors.ts'
import { canonical, type Schema, sameSchema } from './schema.ts'
import { type Check, integer, listOf, object, shape, text, texts, wrongPart } from './shape.ts'
import {
  checkVersion,
  checkViewSchema,
  VIEW_FORMAT_VERSION,
  type ViewMetadata,
  type ViewVersion,
  versionOf,
  versionShape,
} from './view.ts'

/** One change of a view. @see Iceberg REST, `ViewUpdate` */
export type ViewUpdate =
  | { action: 'assign-uuid'; uuid: string }
  | { action: 'upgrade-format-version'; 'format-version': number }
  | { action: 'add-schema'; schema: Schema }
  | { action: 'set-location'; location: string }
  | { action: 'set-properties'; updates: Record<string, string> }
  | { action: 'remove-properties'; removals: string[] }
  | { action: 'add-view-version'; 'view-version': ViewVersion }
  | { action: 'set-current-view-version'; 'view-version-id': number }

/** @see Iceberg REST, `ViewRequirement` */
export interface ViewRequirement {
  type: 'assert-view-uuid'
  uuid: string
}

type Action = ViewUpdate['action']

const LAST_ADDED = -1

const checks: Record<Action, Record<string, Check>> = {
  'assign-uuid': { uuid: text },
  'upgrade-format-version': { 'format-version': integer },
  'add-schema': { schema: shape({ fields: listOf(shape({ id: integer, name: text })) }) },
  'set-location': { location: text },
  'set-properties': { updates: texts },
  'remove-properties': { removals: listOf(text) },
  'add-view-version': {
    'view-version': shape({ ...versionShape, representations: listOf(object) }),
  },
  'set-current-view-version': { 'view-version-id': integer },
}

interface Draft {
  metadata: ViewMetadata
  now: Date
  lastSchemaId?: number
  lastVersionId?: number
  added: Set<number>
}

/** The metadata after `updates`, in order. @throws catalog.invalid-update */
export function applyViewUpdates(
  base: ViewMetadata,
  updates: readonly ViewUpdate[],
  now: Date,
): ViewMetadata {
  const draft: Draft = { metadata: base, now, added: new Set() }
  for (const update of updates) {
    checkShape(update)
    draft.metadata = { ...draft.metadata, ...applied(draft, update) }
  }
  return withoutOldVersions(draft)
}

/** @throws catalog.commit-conflict */
export function checkViewRequirements(
  metadata: ViewMetadata,
  requirements: readonly ViewRequirement[],
): void {
  for (const { type, uuid } of requirements) {
    if (type !== 'assert-view-uuid' || typeof uuid !== 'string')
      throw invalidUpdate({ reason: `"${type}" is unknown` })
    const found = metadata['view-uuid']
    if (uuid.toLowerCase() !== found)
      throw commitConflict({ reason: `view UUID does not match: expected ${uuid} != ${found}` })
  }
}

function checkShape(update: ViewUpdate): void {
  const known = Object.hasOwn(checks, update.action) ? checks[update.action] : undefined
  if (!known) throw invalidUpdate({ reason: `"${update.action}" is unknown` })
  const wrong = wrongPart(known, update)
  if (wrong) throw invalidUpdate({ reason: `"${wrong}" of "${update.action}" is missing or wrong` })
}

function applied(draft: Draft, update: ViewUpdate): Partial<ViewMetadata> {
  const { metadata } = draft
  switch (update.action) {
    case 'assign-uuid':
      if (update.uuid.toLowerCase() !== metadata['view-uuid'])
        throw invalidUpdate({ reason: 'Cannot reassign uuid' })
      return {}
    case 'upgrade-format-version':
      if (update['format-version'] !== VIEW_FORMAT_VERSION)
        throw invalidUpdate({ reason: `view format version ${update['format-version']}` })
      return {}
    case 'add-schema':
      return addSchema(draft, update.schema)
    case 'set-location':
      return { location: update.location.replace(/\/+$/, '') }
    case 'set-properties':
      return { properties: { ...metadata.properties, ...update.updates } }
    case 'remove-properties': {
      const kept = Object.entries(metadata.properties)
      return {
        properties: Object.fromEntries(kept.filter(([name]) => !update.removals.includes(name))),
      }
    }
    case 'add-view-version':
      return addVersion(draft, update['view-version'])
    case 'set-current-view-version':
      return setCurrent(draft, update['view-version-id'])
  }
}

function addSchema(draft: Draft, schema: Schema): Partial<ViewMetadata> {
  checkViewSchema(schema)
  const { schemas } = draft.metadata
  const same = schemas.find((one) => sameSchema(one, schema))
  const id = same?.['schema-id'] ?? Math.max(-1, ...schemas.map((one) => one['schema-id'])) + 1
  draft.lastSchemaId = id
  return same ? {} : { schemas: [...schemas, { ...schema, 'schema-id': id }] }
}

function addVersion(draft: Draft, given: ViewVersion): Partial<ViewMetadata> {
  const { versions, schemas } = draft.metadata
  const schemaId = given['schema-id'] === LAST_ADDED ? draft.lastSchemaId : given['schema-id']
  if (schemaId === undefined || !schemas.some((one) => one['schema-id'] === schemaId))
    throw invalidUpdate({ reason: `Cannot add version with unknown schema: ${schemaId}` })
  checkVersion(given)
  const version = { ...given, 'schema-id': schemaId }
  const same = versions.find((one) => saysTheSame(one, version))
  const highest = Math.max(0, ...versions.map((one) => one['version-id']))
  const id = same?.['version-id'] ?? Math.max(given['version-id'], highest + 1)
  draft.lastVersionId = id
  if (same) return {}
  draft.added.add(id)
  return { versions: [...versions, { ...version, 'version-id': id }] }
}

function saysTheSame(one: ViewVersion, other: ViewVersion): boolean {
  const said = ({ 'version-id': _id, 'timestamp-ms': _at, ...rest }: ViewVersion) =>
    canonical({ ...rest, 'default-catalog': rest['default-catalog'] ?? null })
  return said(one) === said(other)
}

function setCurrent(draft: Draft, asked: number): Partial<ViewMetadata> {
  const { metadata, now, added } = draft
  const id = asked === LAST_ADDED ? draft.lastVersionId : asked
  const version = metadata.versions.find((one) => one['version-id'] === id)
  if (id === undefined || !version)
    throw invalidUpdate({ reason: `Cannot set current version to unknown version: ${asked}` })
  if (id === metadata['current-version-id']) return {}
  keepDialects(metadata, version)
  const at = added.has(id) ? version['timestamp-ms'] : now.getTime()
  return {
    'current-version-id': id,
    'version-log': [...metadata['version-log'], { 'version-id': id, 'timestamp-ms': at }],
  }
}

const DROP_DIALECTS = 'replace.drop-dialect.allowed'

/** An engine that could read the view before still can. */
function keepDialects(metadata: ViewMetadata, next: ViewVersion): void {
  if (metadata.properties[DROP_DIALECTS] === 'true') return
  const [before, after] = [versionOf(metadata, metadata['current-version-id']), next].map(
    ({ representations }) => representations.map(({ dialect }) => dialect.toLowerCase()),
  ) as [string[], string[]]
  if (before.some((dialect) => !after.includes(dialect)))
    throw invalidUpdate({
      reason:
        `Cannot replace view due to loss of view dialects (${DROP_DIALECTS}=false): ` +
        `Previous dialects: [${before}] New dialects: [${after}]`,
    })
}

const VERSIONS = 'version.history.num-entries'
const VERSIONS_MAX = 10 // Iceberg: ViewProperties.VERSION_HISTORY_SIZE_DEFAULT.

/** The newest versions stay, with those of this commit and the current one. */
function withoutOldVersions({ metadata, added }: Draft): ViewMetadata {
  const wanted = Number(metadata.properties[VERSIONS] ?? VERSIONS_MAX)
  if (!Number.isInteger(wanted) || wanted <= 0)
    throw invalidUpdate({ reason: `${VERSIONS} must be positive` })
  const current = metadata['current-version-id']
  const max = Math.max(wanted, new Set([...added, current]).size)
  if (metadata.versions.length <= max) return metadata
  const others = metadata.versions.map((one) => one['version-id']).filter((id) => id !== current)
  const newest = others.sort((left, right) => right - left).slice(0, max - 1)
  const kept = new Set([current, ...newest])
  const log = metadata['version-log']
  const lastGone = log.findLastIndex((entry) => !kept.has(entry['version-id']))
  return {
    ...metadata,
    versions: metadata.versions.filter((one) => kept.has(one['version-id'])),
    'version-log': log.slice(lastGone + 1),
  }
}
