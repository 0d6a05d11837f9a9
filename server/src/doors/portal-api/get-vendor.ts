import type { VendorDetail } from '@millrace/contract'
import type { Agreement } from '../../contexts/ingestion/index.ts'
import { noSuchItem } from './errors.ts'
import { feedsById } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { wireVendor } from './vendor-wire.ts'

export const getVendor = operation('getVendor', async (deps, { caller, params: { id } }) => {
  const ingestion = ingestionOf(deps)
  const vendor = (await ingestion.listVendors(caller)).find((one) => one.id === id)
  if (!vendor) throw noSuchItem({ kind: 'vendor', id })
  const [agreements, known] = await Promise.all([
    ingestion.listAgreements(caller),
    feedsById(deps, caller),
  ])
  const [agreement] = agreements.filter(({ vendorId }) => vendorId === id)
  const feeds = [...known.values()]
  return {
    ...wireVendor(vendor, { agreements, feeds: feeds.map(({ feed }) => feed), now: deps.clock() }),
    contacts: vendor.contacts.map((contact) => ({ role: 'contact', ...contact })),
    ...(agreement && { agreement: wireAgreement(agreement) }),
    feedList: feeds.filter(({ wire }) => wire.vendorId === id).map(({ wire }) => wire),
  }
})

function wireAgreement({ id, createdAt, endsAt, licence, connection }: Agreement) {
  const { purposes, ...terms } = licence
  const told = [
    ...Object.entries(terms).map(([name, text]) => ({ name, text: String(text) })),
    { name: 'method', text: connection.method.toUpperCase() },
    ...(endsAt ? [{ name: 'ends', text: endsAt.toISOString() }] : []),
  ]
  const agreement: NonNullable<VendorDetail['agreement']> = {
    id,
    agreedAt: createdAt.toISOString(),
    licence: purposes ?? 'not written down',
    terms: told,
  }
  return agreement
}
