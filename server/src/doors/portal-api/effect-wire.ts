import type { AskedGrant, Effects, RulesPlan, WhatIf } from '@millrace/contract'
import type { RulesPlan as Plan, ToldEffect, ToldGift } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { predicateWords } from './predicate-words.ts'

const EFFECTS_MAX = 1000

/** The first of the effects, those that open what is restricted before the others. */
export async function wireEffects(
  { identity, catalog }: Pick<PortalApiDeps, 'identity' | 'catalog'>,
  caller: Caller,
  effects: readonly ToldEffect[],
): Promise<Omit<Effects, 'digest'>> {
  const widening = effects.filter(({ widensRestricted }) => widensRestricted)
  const others = effects.filter(({ widensRestricted }) => !widensRestricted)
  const ordered = [...widening, ...others]
  const accountOf = await accountNames(identity)
  return {
    effects: ordered.slice(0, EFFECTS_MAX).map((effect) => told(effect, accountOf)),
    total: effects.length,
    widening: widening.length,
    ...(await costsOf({ catalog, accountOf }, caller, ordered)),
  }
}

/** What must be made before what is opened can be read; the catalog knows what is there. */
async function costsOf(
  { catalog, accountOf }: Pick<PortalApiDeps, 'catalog'> & { accountOf: AccountOf },
  caller: Caller,
  effects: readonly ToldEffect[],
): Promise<Pick<Effects, 'costs' | 'uncosted'>> {
  const reads = effects.flatMap((effect) => (effect.opens ? [{ ...effect.opens, effect }] : []))
  const { costs, unknown } = await catalog.projectionCosts(caller, reads)
  return {
    costs: costs.map(({ at, readBytes, storeBytes, filtered, seconds }) => {
      const { effect } = reads[at]!
      return {
        ...{ principal: effect.principal, dataset: datasetOf(effect, accountOf) },
        ...(readBytes === undefined ? {} : { readBytes }),
        ...{ storeBytes, filtered, seconds: Math.ceil(seconds) },
      }
    }),
    uncosted: unknown,
  }
}

/** The first of the rights on what is no table. */
export async function wireRights(
  { identity }: Pick<PortalApiDeps, 'identity'>,
  rights: Plan['rights'],
): Promise<RulesPlan['rights']> {
  const accountOf = await accountNames(identity)
  const plain = ({ permissions, grantable }: Plan['rights'][number]['gained']) => ({
    ...{ permissions: [...permissions], grantable: [...grantable] },
  })
  return rights.slice(0, EFFECTS_MAX).map(({ catalogId, gained, lost, startsAt, ...told }) => ({
    ...{ ...told, catalog: accountOf(catalogId), gained: plain(gained), lost: plain(lost) },
    ...(startsAt && { startsAt: startsAt.toISOString() }),
  }))
}

/** The first of what a grant gives, what is restricted before the rest. */
export async function wireGifts(
  { identity }: Pick<PortalApiDeps, 'identity'>,
  gifts: readonly ToldGift[],
): Promise<AskedGrant['gives']> {
  const accountOf = await accountNames(identity)
  return gifts
    .toSorted((one, other) => Number(other.restricted) - Number(one.restricted))
    .slice(0, EFFECTS_MAX)
    .map((gift) => ({
      dataset: datasetOf(gift, accountOf),
      ...{ permissions: [...gift.permissions], columns: [...gift.columns] },
      ...{ rows: wordsOf(gift, gift.rows), restricted: gift.restricted },
    }))
}

type AccountOf = Awaited<ReturnType<typeof accountNames>>

function datasetOf(
  { accountId, database, table }: Pick<ToldEffect, 'accountId' | 'database' | 'table'>,
  accountOf: AccountOf,
) {
  return { account: accountOf(accountId), database, table }
}

function told(effect: ToldEffect, accountOf: AccountOf) {
  const { principal, rows, gained, lost, widensRestricted, startsAt } = effect
  return {
    ...{ principal, dataset: datasetOf(effect, accountOf) },
    gained: { permissions: [...gained.permissions], columns: [...gained.columns] },
    lost: { permissions: [...lost.permissions], columns: [...lost.columns] },
    ...(rows
      ? { rows: { before: wordsOf(effect, rows.before), after: wordsOf(effect, rows.after) } }
      : {}),
    widensRestricted,
    ...(startsAt && { startsAt: startsAt.toISOString() }),
  } satisfies WhatIf['effects'][number]
}

type Rows = NonNullable<ToldEffect['rows']>['before']

function wordsOf({ names }: Pick<ToldEffect, 'names'>, rows: Rows): string {
  const words = rows.map(({ column, predicate }) => {
    const where = predicateWords(predicate, names)
    return column === undefined ? where : `${column} where ${where}`
  })
  // How many hidden columns have rows of their own is told no more than which.
  return words.length === 0 ? 'all' : [...new Set(words)].join('; ')
}
