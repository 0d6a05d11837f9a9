import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { demandOnPortfolio, demandOnProduct, noSuchPortfolio } from '../catalogue/demand.ts'
import type { ComputeDeps } from '../deps.ts'
import { constraintExists, noSuchProduct, tokenReused } from '../errors.ts'
import { actAs } from '../lifecycle/launch-as.ts'
import { type LaunchConstraint, launchRoleOf } from '../model/portfolio.ts'
import { constraintsOf, insertConstraint } from '../store/launch-constraints.ts'
import { lockPortfolio, placesOf } from '../store/portfolios.ts'

export interface CreateConstraint
  extends Pick<
    LaunchConstraint,
    'portfolioId' | 'productId' | 'parameters' | 'description' | 'token'
  > {
  type: string
}

/**
 * Names the role that launches a product of a portfolio: one that the caller may pass and that
 * trusts the catalogue. The same token with the same wish answers the constraint of before.
 *
 * @throws identity.access-denied, compute.no-such-product, compute.invalid-catalogue-entry,
 * compute.role-not-usable, compute.constraint-exists, compute.token-reused
 * @see Service Catalog `CreateConstraint`
 */
export async function createConstraint(
  deps: ComputeDeps,
  caller: Caller,
  { type, ...wish }: CreateConstraint,
): Promise<LaunchConstraint> {
  const { portfolioId, productId } = wish
  const action = 'CreateConstraint'
  const resource = await demandOnPortfolio(deps, caller, { action, id: portfolioId })
  await demandOnProduct(deps, caller, { action, id: productId })
  const { accountId, principalArn: createdBy } = caller
  const { parameters } = wish
  const roleArn = launchRoleOf({ type, parameters }, accountId)
  await deps.identity.demand(caller, {
    action: 'iam:PassRole',
    resource: roleArn,
    context: { 'iam:PassedToService': 'servicecatalog.amazonaws.com' },
  })
  await actAs(deps, caller, { roleArn, sessionName: 'servicecatalog' })
  const id = `cons-${randomText(13, 'lower')}`
  const made = { ...wish, id, accountId, roleArn, createdBy, createdAt: deps.clock() }
  return transaction(deps.sql, async (tx) => {
    await demandPlace(tx, made)
    const before = await earlier(tx, made)
    if (before) return before
    if (!(await insertConstraint(tx, made))) throw tokenReused({ token: wish.token })
    const detail = { productId, roleArn, constraintId: id }
    await recordDone(tx, caller, { action: 'compute.constraint-created', resource, detail })
    return made
  })
}

async function demandPlace(tx: SqlTransaction, made: LaunchConstraint): Promise<void> {
  const { accountId, portfolioId, productId } = made
  if (!(await lockPortfolio(tx, { id: portfolioId, accountId }))) throw noSuchPortfolio(portfolioId)
  const places = await placesOf(tx, { portfolioId, productId })
  if (places.length === 0)
    throw noSuchProduct({ what: `in portfolio "${portfolioId}", product`, id: productId })
}

async function earlier(
  tx: SqlTransaction,
  made: LaunchConstraint,
): Promise<LaunchConstraint | undefined> {
  const { accountId, portfolioId, productId, token } = made
  const [before] = await constraintsOf(tx, accountId, { token })
  const names = ['portfolioId', 'productId', 'parameters', 'description'] as const
  if (before && names.some((name) => before[name] !== made[name])) throw tokenReused({ token })
  if (before) return before
  const [other] = await constraintsOf(tx, accountId, { portfolioId, productId })
  if (other) throw constraintExists({ portfolioId, productId })
  return undefined
}
