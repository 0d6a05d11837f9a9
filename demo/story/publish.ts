import { GetTableCommand } from '@aws-sdk/client-glue'
import {
  AddLFTagsToResourceCommand,
  GetResourceLFTagsCommand,
  type Resource,
} from '@aws-sdk/client-lakeformation'
import { personOf } from './clients.ts'
import { accounts } from './mesh.ts'
import { portalOf } from './portal.ts'
import { type Step, verify } from './step.ts'

const PRODUCER = 'altdata-producer'
const CatalogId = accounts.governance
export const tables = ['flights', 'planes', 'weather', 'airports', 'airlines'] as const

const DOCUMENTATION: Readonly<Record<(typeof tables)[number], string>> = {
  flights:
    'Every flight that left New York City (EWR, JFK, LGA) in 2013, one row a flight.\n\n' +
    'Comes daily by SFTP. `dep_delay` and `arr_delay` are minutes, negative when early; both are ' +
    'empty for cancelled flights. `tailnum` identifies planes and is restricted.',
  planes: 'The planes by tail number, from the registry.',
  weather: 'Hourly weather at the three airports of New York City.',
  airports: 'Airports and their places. Source: OpenFlights.',
  airlines: 'Carrier codes and names.',
}

export const publish: Step = {
  name: 'the producer documents and tags the tables',
  async play() {
    const portal = await portalOf(PRODUCER)
    for (const table of tables) {
      const path = `/datasets/${CatalogId}/mobility/${table}`
      const markdown = DOCUMENTATION[table]
      await portal.put(`${path}/documentation`, { markdown })
      await tag({ Table: { CatalogId, DatabaseName: 'mobility', Name: table } }, [
        ['domain', 'mobility'],
        ['sensitivity', 'internal'],
        ['licence', 'trial'],
      ])
    }
    const Name = 'flights'
    const ColumnNames = ['tailnum']
    const TableWithColumns = { CatalogId, DatabaseName: 'mobility', Name, ColumnNames }
    await tag({ TableWithColumns }, [['sensitivity', 'restricted']])
    await verifyTags()
  },
}

async function tag(Resource: Resource, tags: readonly [string, string][]): Promise<void> {
  const { lakeFormation } = personOf(PRODUCER)
  const LFTags = tags.map(([TagKey, value]) => ({ CatalogId, TagKey, TagValues: [value] }))
  const { Failures } = await lakeFormation.send(
    new AddLFTagsToResourceCommand({ CatalogId, Resource, LFTags }),
  )
  const reason = Failures?.map(({ Error: error }) => error?.ErrorMessage).join('; ')
  verify(!Failures?.length, `tags on ${JSON.stringify(Resource)}: ${reason}`)
}

async function verifyTags(): Promise<void> {
  const { lakeFormation, glue } = personOf('steward')
  const Resource = { Table: { DatabaseName: 'mobility', Name: 'flights' } }
  const seen = await lakeFormation.send(new GetResourceLFTagsCommand({ Resource }))
  const domain = seen.LFTagsOnTable?.find(({ TagKey }) => TagKey === 'domain')
  verify(domain?.TagValues?.[0] === 'mobility', 'the table tagged domain=mobility')
  const tailnum = seen.LFTagsOnColumns?.find(({ Name }) => Name === 'tailnum')
  const restricted = tailnum?.LFTags?.some(({ TagValues }) => TagValues?.[0] === 'restricted')
  verify(restricted === true, 'the column tailnum tagged sensitivity=restricted')
  const wanted = new GetTableCommand({ DatabaseName: 'mobility', Name: 'flights' })
  const { Table } = await glue.send(wanted)
  const columns = Table?.StorageDescriptor?.Columns?.map(({ Name }) => Name) ?? []
  verify(columns.includes('tailnum'), 'the steward sees every column')
}
