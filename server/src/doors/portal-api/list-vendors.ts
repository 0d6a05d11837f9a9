import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { wireVendor } from './vendor-wire.ts'

export const listVendors = operation('listVendors', async (deps, { caller }) => {
  const ingestion = ingestionOf(deps)
  const [vendors, agreements, feeds] = await Promise.all([
    ingestion.listVendors(caller),
    ingestion.listAgreements(caller),
    ingestion.listFeeds(caller),
  ])
  return {
    items: vendors.map((vendor) => wireVendor(vendor, { agreements, feeds, now: deps.clock() })),
  }
})
