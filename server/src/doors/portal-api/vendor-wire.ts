import type { Vendor as WireVendor } from '@millrace/contract'
import {
  type Agreement,
  type Feed,
  type Vendor,
  vendorStage,
} from '../../contexts/ingestion/index.ts'

export function wireVendor(
  { id, name, createdAt, closedAt, seenBy, owner, nextStep }: Vendor,
  of: { agreements: readonly Agreement[]; feeds: readonly Feed[]; now: Date },
): WireVendor {
  const own = of.agreements.filter(({ vendorId }) => vendorId === id)
  const ids = new Set(own.map((agreement) => agreement.id))
  const feeds = of.feeds.filter(({ agreementId }) => ids.has(agreementId)).length
  return {
    ...{ id, name, stage: vendorStage(own, { now: of.now, closedAt }), feeds },
    ...(owner === null ? {} : { owner }),
    ...(nextStep === null || nextStep === '' ? {} : { nextStep }),
    ...(seenBy === null ? {} : { seenBy }),
    seenAt: createdAt.toISOString(),
  }
}
