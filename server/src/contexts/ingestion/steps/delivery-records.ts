import type { Sql } from '../../../foundation/sql.ts'
import type { Finding } from '../model/finding.ts'
import type { Delivery, Vintage } from '../model/ledger.ts'
import { filesOfVintages } from '../store/files.ts'
import { findingsOf } from '../store/findings.ts'

export interface DeliveryRecord extends Delivery {
  /** Oldest first; the current one is named by `currentVintage`. */
  vintages: (Vintage & { files: string[]; findings: Finding[] })[]
}

/** Deliveries with their vintages, and what was found in each: `sql` is of one `reading()`. */
export async function deliveryRecords(
  sql: Sql,
  of: { deliveries: readonly Delivery[]; vintages: readonly Vintage[] },
): Promise<DeliveryRecord[]> {
  const ids = of.vintages.map(({ id }) => id)
  const findings = await findingsOf(sql, ids)
  const files = await filesOfVintages(sql, ids)
  const findingsBy = Map.groupBy(findings, ({ vintageId }) => vintageId)
  const filesBy = Map.groupBy(files, ({ vintageId }) => vintageId)
  const vintagesBy = Map.groupBy(of.vintages, ({ deliveryId }) => deliveryId)
  return of.deliveries.map((delivery) => ({
    ...delivery,
    vintages: (vintagesBy.get(delivery.id) ?? []).map((vintage) => ({
      ...vintage,
      files: (filesBy.get(vintage.id) ?? []).map(({ path }) => path),
      findings: findingsBy.get(vintage.id) ?? [],
    })),
  }))
}
