import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { invalidFeed, notFound } from '../errors.ts'
import { type FeedDefinition, parseFeedDefinition } from '../model/feed.ts'
import type { FeedDocument } from '../model/ledger.ts'
import { findAgreement, findVendor, type KeptAgreement } from '../store/vendors.ts'
import { secretOf } from './agreement-of.ts'
import { actAsFeed } from './gate.ts'

/** As a person wrote it; what is left out of the definition gets its usual value. */
export interface WrittenFeed extends Omit<FeedDocument, 'definition'> {
  definition: Partial<FeedDefinition>
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/**
 * The feed that a person wants, if it can work and they may hand over its role.
 *
 * @throws identity.access-denied, identity.no-such-role, ingestion.not-found,
 * ingestion.invalid-feed
 */
export async function wantedFeed(
  deps: IngestionDeps,
  caller: Caller,
  { name, agreementId, roleArn, ...written }: WrittenFeed,
): Promise<FeedDocument & { vendorId: string }> {
  if (!NAME.test(name))
    throw invalidFeed({
      reason: `name "${name}" is not 1 to 63 of a-z, 0-9 and -, of which - is not first`,
    })
  await demandRole(deps, caller, { name, roleArn })
  const { accountId } = caller
  const agreement = await demandAgreement(deps, { agreementId, accountId })
  const definition = parseFeedDefinition(written.definition)
  if (secretOf(deps, agreement).pgpSigners !== undefined && !definition.decode.includes('pgp'))
    throw invalidFeed({ reason: 'its agreement wants signed files, and it does not decode "pgp"' })
  return { name, agreementId, roleArn, definition, vendorId: agreement.vendorId }
}

/** A feed acts as the role: whoever says what it does may hand it over, and it trusts us. */
async function demandRole(
  deps: IngestionDeps,
  caller: Caller,
  of: { name: string; roleArn: string },
): Promise<void> {
  const { roleArn } = of
  if (roleArn.split(':')[4] !== caller.accountId)
    throw invalidFeed({ reason: `role "${roleArn}" is not of account ${caller.accountId}` })
  await deps.identity.demand(caller, {
    action: 'iam:PassRole',
    resource: roleArn,
    context: { 'iam:PassedToService': 'ingestion.millrace' },
  })
  await actAsFeed(deps, of)
}

/** Of the account's own vendors. @throws ingestion.not-found */
export async function demandAgreement(
  deps: IngestionDeps,
  of: { agreementId: string; accountId: string },
): Promise<KeptAgreement> {
  const agreement = await findAgreement(deps.sql, of.agreementId)
  const vendor = agreement && (await findVendor(deps.sql, agreement.vendorId))
  if (!agreement || vendor?.accountId !== of.accountId)
    throw notFound({ what: 'agreement', id: of.agreementId })
  return agreement
}
