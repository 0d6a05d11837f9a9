import type { Static } from 'typebox'
import type { CreateTable as Creation } from '../../contexts/catalog/index.ts'
import { type Asked, checked } from './exchanges.ts'
import { etagOf, loadResult, storageAccess } from './load-table-result.ts'
import type { Route } from './route.ts'
import { CreateTable } from './schemas.ts'
import { databaseOf } from './wire-names.ts'

export const createTable: Route = {
  name: 'createTable',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/tables',
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
      text: await loadResult(deps, asked, created, { made: true }),
      headers: { etag: etagOf(created, asked) },
    }
  },
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
