import type { IngestionDeps } from '../deps.ts'
import { invalidFeed } from '../errors.ts'
import type { Feed } from '../model/ledger.ts'
import { findAgreement } from '../store/vendors.ts'

/** Another agreement brings the same vendor's files another way. @throws ingestion.invalid-feed */
export async function demandSameVendor(
  { sql }: Pick<IngestionDeps, 'sql'>,
  { agreementId }: Feed,
  vendorId: string,
): Promise<void> {
  const agreement = await findAgreement(sql, agreementId)
  if (agreement?.vendorId !== vendorId)
    throw invalidFeed({ reason: 'the agreement is with another vendor, whose feed is another one' })
}
