import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { notFound } from '../errors.ts'
import { demandIngestion } from '../steps/gate.ts'
import { queueFeedWork } from '../steps/record.ts'
import { feedsUnder } from '../store/feeds.ts'
import { findAgreement, findVendor, updateAgreementEnd } from '../store/vendors.ts'

/**
 * Says when an agreement ends, sooner or later than it was said before. From then on nothing is
 * collected or loaded under it, nobody reads the tables that its feeds have filled, and the key of
 * a vendor who pushes opens nothing.
 *
 * @throws ingestion.not-found, identity.access-denied
 */
export async function endAgreement(
  deps: IngestionDeps,
  caller: Caller,
  { agreementId, endsAt = deps.clock() }: { agreementId: string; endsAt?: Date },
): Promise<void> {
  const agreement = await findAgreement(deps.sql, agreementId)
  const vendor = agreement && (await findVendor(deps.sql, agreement.vendorId))
  // An agreement of another account looks exactly like one that is not there.
  if (vendor?.accountId !== caller.accountId) throw notFound({ what: 'agreement', id: agreementId })
  const { accountId, name } = vendor
  const of = { action: 'EndAgreement', accountId, resource: `vendor/${name}` }
  await demandIngestion(deps, caller, of)
  await transaction(deps.sql, async (tx) => {
    // Loads hold the agreement until they have said of their table that it is under it.
    await updateAgreementEnd(tx, agreementId, endsAt)
    await deps.governance.moveLicence(tx, caller, { agreementId, endsAt })
    await deps.identity.moveScopedKeys(tx, { accountId, userName: agreementId, endsAt })
    const detail = { vendor: name, endsAt }
    await recordDone(tx, caller, {
      ...{ action: 'ingestion.agreement-ended', resource: agreementId, detail },
    })
    if (endsAt <= deps.clock()) return
    for (const { id } of await feedsUnder(tx, agreementId)) {
      await queueFeedWork(tx, 'ingestion.collect', id)
      await queueFeedWork(tx, 'ingestion.load', id)
    }
  })
}
