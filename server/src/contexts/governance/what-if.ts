import { type Bound, bind } from '../../foundation/bound.ts'
import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import * as operations from './operations.ts'
import { type Agreed, makeAsSeen, type Seen, tryChange, type WhatIf } from './steps/as-seen.ts'

export type GovernanceOperations = Bound<Workings, typeof operations>

/** Any operations of governance, one after the other, as one change. */
type Making<Answer> = (tried: GovernanceOperations) => Promise<Answer>

/** Tries operations and takes back what they did; see `steps/as-seen.ts`. */
export function whatIf<Answer>(
  deps: Workings,
  caller: Caller,
  change: Making<Answer>,
  agreed?: Agreed<Answer>,
): Promise<WhatIf<Answer>> {
  return tryChange(deps, caller, (within) => change(bind(within, operations)), agreed)
}

/** Does operations for good if their effects are those that were seen. */
export function changeAsSeen<Answer>(
  deps: Workings,
  caller: Caller,
  seen: Seen,
  change: Making<Answer>,
  agreed?: Agreed<Answer>,
): Promise<WhatIf<Answer>> {
  const making = (within: Workings) => change(bind(within, operations))
  return makeAsSeen(deps, { caller, ...seen }, making, agreed)
}
