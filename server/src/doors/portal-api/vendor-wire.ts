import type { Vendor as WireVendor } from '@millrace/contract'
import type { Agreement, Feed, Vendor } from '../../contexts/ingestion/index.ts'

/** A vendor with whom nothing is agreed yet is a prospect. */
export function wireVendor(
  { id, name, createdAt }: Vendor,
  of: { agreements: readonly Agreement[]; feeds: readonly Feed[] },
): WireVendor {
  const own = of.agreements.filter(({ vendorId }) => vendorId === id)
  const ids = new Set(own.map((agreement) => agreement.id))
  const feeds = of.feeds.filter(({ agreementId }) => ids.has(agreementId)).length
  const open = own.some(({ endsAt }) => !endsAt || endsAt > new Date())
  const agreed = open ? 'agreement' : 'closed'
  return {
    id,
    name,
    stage: own.length === 0 ? 'prospect' : agreed,
    feeds,
    seenAt: createdAt.toISOString(),
  }
}
