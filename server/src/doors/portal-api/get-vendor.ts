import type { VendorDetail } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Agreement } from '../../contexts/ingestion/index.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { noSuchItem } from './errors.ts'
import { feedsById } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { wireInbox } from './vendor-key-wire.ts'
import { wireVendor } from './vendor-wire.ts'
import { whenRefused } from './when-refused.ts'

export const getVendor = operation('getVendor', async (deps, { caller, params: { id } }) => {
  const ingestion = ingestionOf(deps)
  const vendor = (await ingestion.listVendors(caller)).find((one) => one.id === id)
  if (!vendor) throw noSuchItem({ kind: 'vendor', id })
  const [agreements, known, verdicts, related] = await Promise.all([
    ingestion.listAgreements(caller),
    feedsById(deps, caller),
    whenRefused(verdictsOn(deps, caller, vendor.name), []),
    whenRefused(relatedTo(deps, caller, vendor.name), []),
  ])
  const { sftp } = await deps.status()
  const [agreement] = agreements.filter(({ vendorId }) => vendorId === id)
  const feeds = [...known.values()]
  return {
    ...wireVendor(vendor, { agreements, feeds: feeds.map(({ feed }) => feed), now: deps.clock() }),
    contacts: vendor.contacts.map((contact) => ({ role: 'contact', ...contact })),
    ...(agreement && { agreement: wireAgreement(agreement, { ...vendor, sftp }) }),
    feedList: feeds.filter(({ wire }) => wire.vendorId === id).map(({ wire }) => wire),
    ...{ closed: vendor.closedAt !== null, verdicts, related },
  }
})

const RELATED_MAX = 20

async function verdictsOn({ trials }: PortalApiDeps, caller: Caller, vendor: string) {
  const found = (await trials?.verdictsOn(caller, { vendor })) ?? []
  return found.map(({ decidedAt, ...one }) => ({ ...one, decidedAt: decidedAt.toISOString() }))
}

async function relatedTo({ catalog, identity }: PortalApiDeps, caller: Caller, text: string) {
  const { items } = await catalog.searchTables(caller, { text, size: RELATED_MAX })
  const accountOf = await accountNames(identity)
  return items.map(({ table: { accountId, database, name: table } }) => ({
    ...{ account: accountOf(accountId), database, table },
  }))
}

function wireAgreement(kept: Agreement, of: Parameters<typeof wireInbox>[1]) {
  const { id, createdAt, endsAt, licence, connection } = kept
  const inbox = wireInbox(kept, of)
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
    ...(inbox && { inbox }),
  }
  return agreement
}
