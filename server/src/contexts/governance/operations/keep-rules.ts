import { setImmediate as nextTurn } from 'node:timers/promises'
import { DomainError } from '../../../foundation/errors.ts'
import { recordDone, recordedTogether } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { limitExceeded, stepDenied, stepRefused } from '../errors.ts'
import type { RuleBook } from '../model/book.ts'
import { demandSound } from '../model/book-check.ts'
import { withRealNames } from '../model/book-names.ts'
import { bookOf } from '../model/book-of.ts'
import { readBook } from '../model/book-read.ts'
import type { Step } from '../model/book-step.ts'
import { stepsBetween } from '../model/book-steps.ts'
import { toldStep } from '../model/book-words.ts'
import { isRefusal } from '../record.ts'
import { bookReader, demandKeeper, demandListing } from '../steps/book-reader.ts'
import { gatheredRules } from '../steps/gathered-rules.ts'
import { rulesFor } from '../steps/rules.ts'
import { addTagsToResource } from './add-tags-to-resource.ts'
import { attachRowPolicy } from './attach-row-policy.ts'
import { createDataFilter } from './create-data-filter.ts'
import { createOptIn } from './create-opt-in.ts'
import { createRowPolicy } from './create-row-policy.ts'
import { createTag } from './create-tag.ts'
import { createTagExpression } from './create-tag-expression.ts'
import { deleteDataFilter } from './delete-data-filter.ts'
import { deleteOptIn } from './delete-opt-in.ts'
import { deleteRowPolicy } from './delete-row-policy.ts'
import { deleteTag } from './delete-tag.ts'
import { deleteTagExpression } from './delete-tag-expression.ts'
import { detachRowPolicy } from './detach-row-policy.ts'
import { grantPermissions } from './grant-permissions.ts'
import { removeTagsFromResource } from './remove-tags-from-resource.ts'
import { revokePermissions } from './revoke-permissions.ts'
import { updateDataFilter } from './update-data-filter.ts'
import { updateRowPolicy } from './update-row-policy.ts'
import { updateTag } from './update-tag.ts'
import { updateTagExpression } from './update-tag-expression.ts'

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
    const rules = gatheredRules(await deps.snapshots.within(tx))
    const reader = bookReader(deps, caller, { snapshot: rules.current(), rank: 'admin' })
    const wanted = withRealNames(rules.current(), reader, book)
    demandSound(wanted, reader)
    const steps = stepsBetween(bookOf(rules.current(), reader), wanted, caller.accountId)
    if (steps.length > STEPS_MAX) throw limitExceeded({ limit: tooMany(steps.length) })
    const within = { ...deps, sql: tx, snapshots: rules }
    await recordedTogether(tx, () => runSteps(within, caller, steps))
    await deps.snapshots.change(tx, () => rules.changes)
    const detail = { steps: steps.length }
    await recordDone(tx, caller, { action: 'governance.rules-applied', resource: '*', detail })
    return steps
  })
}

/** Nobody else changes rules while they are tried: some seconds, and no longer. */
const STEPS_MAX = 5000
const tooMany = (count: number) =>
  `${count} steps at once are more than ${STEPS_MAX}: apply sections or parts of them one by one`

/** So many steps are run before others have their turn: no query is waited for meanwhile. */
const STEPS_PER_TURN = 10

/** One after the other; the first that is refused ends it. */
async function runSteps(deps: Workings, caller: Caller, steps: readonly Step[]): Promise<void> {
  for (const [at, step] of steps.entries()) {
    if (at % STEPS_PER_TURN === 0) await nextTurn()
    const run = RUN[step.does] as (deps: Workings, caller: Caller, on: unknown) => Promise<unknown>
    await run(deps, caller, step.command).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error
      const { sign, text } = toldStep(step, caller.accountId)
      const refused = isRefusal(error) ? stepDenied : stepRefused
      const facts = { step: at + 1, text: `${sign} ${text}`, reason: error.message }
      throw refused(facts, { cause: error })
    })
  }
}

type Run<Does extends Step['does']> = (
  deps: Workings,
  caller: Caller,
  command: Extract<Step, { does: Does }>['command'],
) => Promise<unknown>

const RUN: { [Does in Step['does']]: Run<Does> } = {
  'create-tag': createTag,
  'update-tag': updateTag,
  'delete-tag': deleteTag,
  'create-expression': createTagExpression,
  'update-expression': updateTagExpression,
  'delete-expression': deleteTagExpression,
  assign: async (...of) => demandAll(await addTagsToResource(...of)),
  unassign: async (...of) => demandAll(await removeTagsFromResource(...of)),
  'create-filter': createDataFilter,
  'update-filter': updateDataFilter,
  'delete-filter': deleteDataFilter,
  grant: grantPermissions,
  revoke: revokePermissions,
  'opt-in': createOptIn,
  'opt-out': deleteOptIn,
  'create-policy': createRowPolicy,
  'update-policy': updateRowPolicy,
  'delete-policy': deleteRowPolicy,
  attach: attachRowPolicy,
  detach: detachRowPolicy,
}

/** Tags that could not be set are told apart from those that were; here all must be. */
function demandAll([failure]: Awaited<ReturnType<typeof addTagsToResource>>): void {
  if (failure) throw failure.error
}

/** All that the book names: rules look for accounts that are new to them only before they begin. */
function accountsOf({ grants = [], shares = [], optIns = [] }: RuleBook): AccountId[] {
  const named = [...grants, ...shares, ...optIns].flatMap(({ principal, catalogId }) => {
    const [digits] = /\b\d{12}\b/.exec(principal) ?? []
    return digits === undefined ? [catalogId] : [catalogId, digits as AccountId]
  })
  return [...new Set(named)]
}
