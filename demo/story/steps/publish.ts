import { GetTableCommand } from '@aws-sdk/client-glue'
import { GetResourceLFTagsCommand } from '@aws-sdk/client-lakeformation'
import { personOf } from '../clients.ts'
import { accounts } from '../names.ts'
import { portalOf } from '../portal.ts'
import type { Step } from '../step.ts'
import { tableResource, tag, tagOf } from '../tagging.ts'
import { verify } from '../verify.ts'

const BY = 'altdata-producer'
const CatalogId = accounts.governance

const DOCUMENTATION = {
  flights:
    'Every flight that left New York City (EWR, JFK, LGA) in 2013, one row a flight.\n\n' +
    'Comes daily by SFTP. `dep_delay` and `arr_delay` are minutes, negative when early; both are ' +
    'empty for cancelled flights. `tailnum` identifies planes and is restricted.',
  planes: 'The planes by tail number, from the registry.',
  weather: 'Hourly weather at the three airports of New York City.',
  airports: 'Airports and their places. Source: OpenFlights.',
  airlines: 'Carrier codes and names.',
} as const

export const publish: Step = {
  name: 'the producer documents and tags the tables',
  async play() {
    const portal = await portalOf(BY)
    for (const [table, markdown] of Object.entries(DOCUMENTATION)) {
      await portal('documentDataset', {
        ...{ account: CatalogId, database: 'mobility', table, markdown },
      })
      // What is tried by itself is opened by its own trial, and by no grant on what is internal.
      const sensitivity = table === 'weather' ? 'restricted' : 'internal'
      const values = { domain: 'mobility', sensitivity, licence: 'trial' }
      await tag(BY, tableResource('mobility', table), values)
    }
    const TableWithColumns = { CatalogId, DatabaseName: 'mobility', Name: 'flights' }
    const tailnum = { TableWithColumns: { ...TableWithColumns, ColumnNames: ['tailnum'] } }
    await tag(BY, tailnum, { sensitivity: 'restricted' })
    await verifyTags()
  },
}

async function verifyTags(): Promise<void> {
  const { lakeFormation, glue } = personOf('steward')
  const domain = await tagOf('mobility', 'flights', 'domain')
  verify(domain === 'mobility', 'the table tagged domain=mobility')
  const Resource = tableResource('mobility', 'flights')
  const seen = await lakeFormation.send(new GetResourceLFTagsCommand({ Resource }))
  const tailnum = seen.LFTagsOnColumns?.find(({ Name }) => Name === 'tailnum')
  const restricted = tailnum?.LFTags?.some(({ TagValues }) => TagValues?.[0] === 'restricted')
  verify(restricted === true, 'the column tailnum tagged sensitivity=restricted')
  const wanted = new GetTableCommand({ DatabaseName: 'mobility', Name: 'flights' })
  const { Table } = await glue.send(wanted)
  const columns = Table?.StorageDescriptor?.Columns?.map(({ Name }) => Name) ?? []
  verify(columns.includes('tailnum'), 'the steward sees every column')
}
