import type { AskedGrant, WhatIf } from '@millrace/contract'
import type { ToldEffect, ToldGift } from '../../contexts/governance/index.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { predicateWords } from './predicate-words.ts'

const EFFECTS_MAX = 1000

/** The first of the effects, those that open what is restricted before the others. */
export async function wireEffects(
  { identity }: Pick<PortalApiDeps, 'identity'>,
  effects: readonly ToldEffect[],
): Promise<Pick<WhatIf, 'effects' | 'total' | 'widening'>> {
  const widening = effects.filter(({ widensRestricted }) => widensRestricted)
  const others = effects.filter(({ widensRestricted }) => !widensRestricted)
  const accountOf = await accountNames(identity)
  return {
    effects: [...widening, ...others]
      .slice(0, EFFECTS_MAX)
      .map((effect) => told(effect, accountOf)),
    total: effects.length,
    widening: widening.length,
  }
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
      dataset: {
        account: accountOf(gift.accountId),
        database: gift.database,
        table: gift.table,
      },
      ...{ permissions: [...gift.permissions], columns: [...gift.columns] },
      ...{ rows: wordsOf(gift, gift.rows), restricted: gift.restricted },
    }))
}

function told(effect: ToldEffect, accountOf: Awaited<ReturnType<typeof accountNames>>) {
  const { principal, accountId, database, table, rows, gained, lost, widensRestricted } = effect
  return {
    ...{ principal, dataset: { account: accountOf(accountId), database, table } },
    gained: { permissions: [...gained.permissions], columns: [...gained.columns] },
    lost: { permissions: [...lost.permissions], columns: [...lost.columns] },
    ...(rows
      ? { rows: { before: wordsOf(effect, rows.before), after: wordsOf(effect, rows.after) } }
      : {}),
    widensRestricted,
  } satisfies WhatIf['effects'][number]
}

type Rows = NonNullable<ToldEffect['rows']>['before']

function wordsOf({ names }: Pick<ToldEffect, 'names'>, rows: Rows): string {
  const words = rows.map(({ column, predicate }) => {
    const where = predicateWords(predicate, names)
    return column === undefined ? where : `${column} where ${where}`
  })
  return words.length === 0 ? 'all' : words.join('; ')
}
