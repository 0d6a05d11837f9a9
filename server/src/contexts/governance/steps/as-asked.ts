import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { differenceOf, type Part, type Rows, wholeOf } from '../model/difference.ts'
import { digestOf } from '../model/effects-digest.ts'
import { giftsOf } from '../model/gifts.ts'
import { knownPart, knownRows } from '../model/known-difference.ts'
import { resolve } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { knownNames } from '../model/visible.ts'
import { grantPermissions } from '../operations/grant-permissions.ts'
import type { AccessRequest } from '../store/requests.ts'
import { type Agreed, makeAsSeen, type ToldEffect, tryChange, type WhatIf } from './as-seen.ts'
import { grantOf } from './request-record.ts'
import { principalOf } from './rules.ts'

/** What a grant gives on one table by itself, whatever its grantee has already. */
export interface ToldGift
  extends Part,
    Pick<ToldEffect, 'accountId' | 'database' | 'table' | 'names'> {
  /** All where there is none. */
  rows: readonly Rows[]
  /** Cells are among it that bear a tag of the value `restricted`. */
  restricted: boolean
}

/** What somebody agrees to: effects, and what stays once all else of the grantee has ended. */
export interface AskedGrant extends Omit<WhatIf<unknown>, 'answer'> {
  gives: readonly ToldGift[]
}

/** Tries what is asked for; see `tryChange`. */
export async function tryAsked(
  deps: Workings,
  caller: Caller,
  request: AccessRequest,
): Promise<AskedGrant> {
  const give = (within: Workings) => given(within, caller, request)
  const { answer, ...seen } = await tryChange(deps, caller, give, GIFTS)
  return { ...seen, gives: answer.gives }
}

/**
 * Makes it for good where it is still what was agreed to; see `makeAsSeen`.
 *
 * @throws governance.effects-changed, and what granting throws
 */
export async function makeAsked(
  deps: Workings,
  caller: Caller,
  { request, digest }: { request: AccessRequest; digest: string },
): Promise<void> {
  const give = (within: Workings) => given(within, caller, request)
  await makeAsSeen(deps, { caller, digest }, give, GIFTS)
}

interface Given {
  gives: ToldGift[]
  digest: string
}

const GIFTS: Agreed<Given> = { digestOf: ({ digest }) => digest }

async function given(deps: Workings, caller: Caller, request: AccessRequest): Promise<Given> {
  const { after } = await grantPermissions(deps, caller, grantOf(request))
  const { catalogId, permissions, principal: arn, accountId } = request
  const gifts = giftsOf(after, {
    grant: {
      ...{ catalogId, permissions, grantable: [] },
      resource: resolve(after, catalogId, request.resource),
    },
    ...{ accountId: caller.accountId, principal: { arn, accountId } },
    at: deps.clock().getTime(),
  })
  const told = gifts.map((gift) => ({ gift, said: toldOf(after, gift) }))
  const asker = { principal: principalOf(caller), at: deps.clock().getTime() }
  return {
    gives: told.map(({ gift: { tableId }, said }) => {
      const names = new Map(knownNames(after, { ...asker, tableId }))
      const known = new Set(names.values())
      return { ...knownPart(said, known), rows: knownRows(said.rows, known), names }
    }),
    digest: digestOf(
      told.map(({ gift, said }) => ({ ...gift, said })),
      deps.auditSeal?.key,
    ),
  }
}

function toldOf(snapshot: Snapshot, gift: ReturnType<typeof giftsOf>[number]) {
  const on = snapshot.governed.get(gift.tableId)!
  const { ownerId: accountId, table } = on
  return {
    ...{ accountId, table: table.name },
    database: snapshot.world.databases.get(table.databaseId)!.name,
    ...wholeOf(gift.after, on),
    restricted: differenceOf(gift, on).widensRestricted,
  }
}
