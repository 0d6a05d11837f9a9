import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { alreadyExists, invalidFeed, notFound } from '../errors.ts'
import { type FeedDefinition, parseFeedDefinition } from '../model/feed.ts'
import type { Feed } from '../model/ledger.ts'
import { secretOf } from '../steps/agreement-of.ts'
import { actAsFeed, demandIngestion } from '../steps/gate.ts'
import { queueFeedWork } from '../steps/record.ts'
import { insertFeed } from '../store/feeds.ts'
import { findAgreement, findVendor, type KeptAgreement } from '../store/vendors.ts'

export interface CreateFeed {
  agreementId: string
  name: string
  /** As a person wrote it; what is left out gets its usual value. */
  definition: Partial<FeedDefinition>
  /** What the feed works as; it must trust `ingestion.millrace`. */
  roleArn: string
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/**
 * @throws identity.access-denied, identity.no-such-role, ingestion.not-found,
 * ingestion.invalid-feed
 */
export async function createFeed(
  deps: IngestionDeps,
  caller: Caller,
  command: CreateFeed,
): Promise<Feed> {
  const { agreementId, name, roleArn } = command
  const { accountId } = caller
  await demandIngestion(deps, caller, {
    action: 'CreateFeed',
    accountId,
    resource: `feed/${name}`,
  })
  if (!NAME.test(name))
    throw invalidFeed({
      reason: `name "${name}" is not 1 to 63 of a-z, 0-9 and -, of which - is not first`,
    })
  await demandRole(deps, caller, { name, roleArn })
  const agreement = await demandAgreement(deps, { agreementId, accountId })
  const definition = parseFeedDefinition(command.definition)
  if (secretOf(deps, agreement).pgpSigners !== undefined && !definition.decode.includes('pgp'))
    throw invalidFeed({ reason: 'its agreement wants signed files, and it does not decode "pgp"' })
  const now = deps.clock()
  const feed: Feed = {
    ...{ id: timeOrderedId('feed-', now), accountId, agreementId, name, roleArn },
    definition,
    ...{ state: 'active', playedAt: null, collectedAt: null, lastError: null, loadError: null },
    createdAt: now,
  }
  await transaction(deps.sql, async (tx) => {
    if (!(await insertFeed(tx, feed))) throw alreadyExists({ what: 'feed', name })
    await recordDone(tx, caller, { action: 'ingestion.feed-created', resource: feed.id })
    await queueFeedWork(tx, 'ingestion.collect', feed.id)
  })
  return feed
}

/** A feed acts as the role: whoever makes one may hand it over, and it trusts the platform. */
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

async function demandAgreement(
  deps: IngestionDeps,
  of: { agreementId: string; accountId: string },
): Promise<KeptAgreement> {
  const agreement = await findAgreement(deps.sql, of.agreementId)
  const vendor = agreement && (await findVendor(deps.sql, agreement.vendorId))
  if (!agreement || vendor?.accountId !== of.accountId)
    throw notFound({ what: 'agreement', id: of.agreementId })
  return agreement
}
