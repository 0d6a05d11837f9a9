import type { Static } from 'typebox'
import type {
  CreateTable as Creation,
  TableRequirement,
  TableUpdate,
} from '../../contexts/catalog/index.ts'
import { type Asked, checked } from './exchanges.ts'
import { credentialConfig, etagOf, loadResult, storageAccess, wantsCredentials } from './loaded.ts'
import { databaseOf, pagesOf, singleLevel } from './namespaces.ts'
import { NO_CONTENT, type Route } from './route.ts'
import { CommitTable, CreateTable, RenameTable } from './schemas.ts'

const ALL = '/v1/{prefix}/namespaces/{namespace}/tables'
const ONE = `${ALL}/{table}`

function tableOf(asked: Asked) {
  return { ...databaseOf(asked), table: checked(asked.params.table ?? '') }
}

function creationOf(asked: Asked): Creation {
  const body = asked.body as Static<typeof CreateTable>
  const { 'partition-spec': spec, 'write-order': order, location, properties, schema } = body
  return {
    ...databaseOf(asked),
    table: checked(body.name),
    schema: schema as Creation['schema'],
    ...(spec ? { partitionSpec: spec as NonNullable<Creation['partitionSpec']> } : {}),
    ...(order ? { sortOrder: order as unknown as NonNullable<Creation['sortOrder']> } : {}),
    ...(location ? { location } : {}),
    ...(properties ? { properties } : {}),
  }
}

export const tableRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: ALL,
    summary: 'List tables',
    async run({ catalog }, asked) {
      const ref = databaseOf(asked)
      const { items, ...next } = await pagesOf(asked.query, (page) =>
        catalog.listTables(asked.caller, { ...ref, ...page }),
      )
      const identifiers = items.map(({ name }) => ({ namespace: [ref.database], name }))
      return { body: { identifiers, ...next } }
    },
  },
  {
    method: 'POST',
    path: ALL,
    summary: 'Create a table, or stage its creation',
    body: CreateTable,
    async run(deps, asked) {
      const { 'stage-create': staged } = asked.body as Static<typeof CreateTable>
      if (staged) {
        const table = await deps.catalog.stageTable(asked.caller, creationOf(asked))
        const { metadata } = table
        return { body: { metadata, ...(await storageAccess(deps, asked, table)) } }
      }
      const created = await deps.catalog.createTable(asked.caller, creationOf(asked))
      return {
        body: await loadResult(deps, asked, created),
        headers: { etag: etagOf(created, asked) },
      }
    },
  },
  {
    method: 'GET',
    path: ONE,
    summary: 'Load a table',
    async run(deps, asked) {
      const loaded = await deps.catalog.loadTable(asked.caller, tableOf(asked))
      const etag = etagOf(loaded, asked)
      const known = asked.headers['if-none-match'] === etag
      // Credentials grow old where metadata does not: who wants them gets all of it.
      if (known && !wantsCredentials(asked)) return { status: 304, headers: { etag } }
      return { body: await loadResult(deps, asked, loaded), headers: { etag } }
    },
  },
  {
    method: 'HEAD',
    path: ONE,
    summary: 'Check a table',
    async run({ catalog }, asked) {
      await catalog.describeTable(asked.caller, tableOf(asked))
      return NO_CONTENT
    },
  },
  {
    method: 'POST',
    path: ONE,
    summary: 'Commit to a table',
    body: CommitTable,
    async run({ catalog }, asked) {
      const { requirements, updates } = asked.body as Static<typeof CommitTable>
      const committed = await catalog.commitTable(asked.caller, {
        ...tableOf(asked),
        requirements: requirements as TableRequirement[],
        updates: updates as TableUpdate[],
      })
      const { metadata, metadataLocation } = committed
      const headers = { etag: etagOf(committed, { query: {} }) }
      return { body: { 'metadata-location': metadataLocation, metadata }, headers }
    },
  },
  {
    method: 'DELETE',
    path: ONE,
    summary: 'Drop a table',
    async run({ catalog }, asked) {
      const purge = asked.query.purgeRequested?.toLowerCase() === 'true'
      await catalog.dropTable(asked.caller, { ...tableOf(asked), purge })
      return NO_CONTENT
    },
  },
  {
    method: 'POST',
    path: '/v1/{prefix}/tables/rename',
    summary: 'Rename a table',
    body: RenameTable,
    async run({ catalog }, { caller, accountId, body }) {
      const { source, destination } = body as Static<typeof RenameTable>
      const refOf = ({ namespace, name }: typeof source) => {
        return { accountId, database: singleLevel(namespace), table: checked(name) }
      }
      await catalog.renameTable(caller, { from: refOf(source), to: refOf(destination) })
      return NO_CONTENT
    },
  },
  {
    method: 'POST',
    path: `${ONE}/metrics`,
    summary: 'Report metrics of a scan or commit; they are not kept',
    run: async () => NO_CONTENT,
  },
  {
    method: 'GET',
    path: `${ONE}/credentials`,
    summary: 'Fresh credentials for the files of a table',
    async run({ catalog }, asked) {
      const loaded = await catalog.loadTable(asked.caller, tableOf(asked))
      const vended = await catalog.vendCredentials(asked.caller, loaded)
      const list = vended ? [{ prefix: vended.prefix, config: credentialConfig(vended) }] : []
      return { body: { 'storage-credentials': list } }
    },
  },
]
