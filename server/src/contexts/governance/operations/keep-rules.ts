import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { limitExceeded } from '../errors.ts'
import type { RuleBook } from '../model/book.ts'
import { demandSound } from '../model/book-check.ts'
import { withRealNames } from '../model/book-names.ts'
import { bookOf } from '../model/book-of.ts'
import { readBook } from '../model/book-read.ts'
import type { Step } from '../model/book-step.ts'
import { stepsBetween } from '../model/book-steps.ts'
import { bookReader, demandKeeper, demandListing } from '../steps/book-reader.ts'
import { rulesFor } from '../steps/rules.ts'
import { makeChanges } from './make-changes.ts'

/**
 * Makes the rules of the caller’s account those of a document, by the operations that change
 * rules, each with its checks and its record; all of them become one version. Answers what it did.
 *
 * @throws identity.access-denied, governance.denied, governance.invalid-rule-book,
 *   governance.step-refused, governance.step-denied
 */
export async function keepRules(
  deps: Workings,
  caller: Caller,
  document: unknown,
): Promise<readonly Step[]> {
  await demandListing(deps, caller)
  await demandKeeper(deps, caller)
  const book = readBook(document, caller.accountId)
  await rulesFor(deps, accountsOf(book))
  return transaction(deps.sql, async (tx) => {
    const snapshot = await deps.snapshots.within(tx)
    const reader = bookReader(deps, caller, { snapshot, rank: 'admin' })
    const wanted = withRealNames(snapshot, reader, book)
    demandSound(wanted, reader)
    const steps = stepsBetween(bookOf(snapshot, reader), wanted, caller.accountId)
    if (steps.length > STEPS_MAX) throw limitExceeded({ limit: tooMany(steps.length) })
    await makeChanges({ ...deps, sql: tx }, caller, steps)
    const detail = { steps: steps.length }
    await recordDone(tx, caller, { action: 'governance.rules-applied', resource: '*', detail })
    return steps
  })
}

/** Nobody else changes rules while they are tried: some seconds, and no longer. */
const STEPS_MAX = 5000
const tooMany = (count: number) =>
  `${count} steps at once are more than ${STEPS_MAX}: apply sections or parts of them one by one`

/** All that the book names: rules look for accounts that are new to them only before they begin. */
function accountsOf({ grants = [], shares = [], optIns = [] }: RuleBook): AccountId[] {
  const named = [...grants, ...shares, ...optIns].flatMap(({ principal, catalogId }) => {
    const [digits] = /\b\d{12}\b/.exec(principal) ?? []
    return digits === undefined ? [catalogId] : [catalogId, digits as AccountId]
  })
  return [...new Set(named)]
}
