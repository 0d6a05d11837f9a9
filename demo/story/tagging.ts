import {
  AddLFTagsToResourceCommand,
  GetResourceLFTagsCommand,
  type Resource,
} from '@aws-sdk/client-lakeformation'
import { personOf } from './clients.ts'
import { accounts } from './names.ts'
import { verify } from './verify.ts'

const CatalogId = accounts.governance

export function tableResource(DatabaseName: string, Name: string): Resource {
  return { Table: { CatalogId, DatabaseName, Name } }
}

/** Tags something of the governance account's catalog; each key takes one value. */
export async function tag(
  by: string,
  Resource: Resource,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const { lakeFormation } = personOf(by)
  const LFTags = Object.entries(values).map(([TagKey, value]) => {
    return { CatalogId, TagKey, TagValues: [value] }
  })
  const { Failures } = await lakeFormation.send(
    new AddLFTagsToResourceCommand({ CatalogId, Resource, LFTags }),
  )
  const reason = Failures?.map(({ Error: error }) => error?.ErrorMessage).join('; ')
  verify(!Failures?.length, `tags on ${JSON.stringify(Resource)}: ${reason}`)
}

/** The value of a table's tag, as the steward sees it. */
export async function tagOf(
  database: string,
  table: string,
  key: string,
): Promise<string | undefined> {
  const { lakeFormation } = personOf('steward')
  const seen = await lakeFormation.send(
    new GetResourceLFTagsCommand({ Resource: tableResource(database, table) }),
  )
  return seen.LFTagsOnTable?.find(({ TagKey }) => TagKey === key)?.TagValues?.[0]
}
