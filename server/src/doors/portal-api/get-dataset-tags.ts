import type { AccountId } from '../../contexts/identity/index.ts'
import { describe, typeText } from './dataset.ts'
import { operation } from './operation.ts'
import { whenRefused } from './when-refused.ts'

export const getDatasetTags = operation('getDatasetTags', async (deps, { caller, params }) => {
  const { description, tags } = await describe(deps, caller, params)
  const resource = { kind: 'database', database: params.database } as const
  const asked = { catalogId: params.account as AccountId, resource, assignedOnly: true }
  const ofDatabase = await whenRefused(
    deps.governance.getResourceTags(caller, asked).then(({ database }) => database),
    tags?.table.filter(({ level }) => level === 'database') ?? [],
  )
  return {
    database: ofDatabase.map(wireTag),
    table: (tags?.table ?? []).map(wireTag),
    columns: description.schema.fields.map(({ id, name, type }) => ({
      ...{ name, type: typeText(type) },
      tags: (tags?.columns.get(id) ?? []).map(wireTag),
    })),
  }
})

interface Levelled {
  key: string
  value: string
  level: 'database' | 'table' | 'column'
}

function wireTag({ key, value, level }: Levelled) {
  return { key, value, from: level }
}
