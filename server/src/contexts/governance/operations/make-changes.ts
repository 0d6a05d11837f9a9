import { setImmediate as nextTurn } from 'node:timers/promises'
import { DomainError } from '../../../foundation/errors.ts'
import { recordedTogether } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { stepDenied, stepRefused } from '../errors.ts'
import type { Step } from '../model/book-step.ts'
import { toldStep } from '../model/book-words.ts'
import type { GrantCommand } from '../model/grant-changes.ts'
import { isRefusal } from '../record.ts'
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
import { deregisterLocation } from './deregister-location.ts'
import { detachRowPolicy } from './detach-row-policy.ts'
import { grantPermissions } from './grant-permissions.ts'
import { registerLocation } from './register-location.ts'
import { removeTagsFromResource } from './remove-tags-from-resource.ts'
import { revokePermissions } from './revoke-permissions.ts'
import { updateDataFilter } from './update-data-filter.ts'
import { updateRowPolicy } from './update-row-policy.ts'
import { updateTag } from './update-tag.ts'
import { updateTagExpression } from './update-tag-expression.ts'

/**
 * Runs operations that change rules one after the other, each with its checks and its record; all
 * of them become one version, or none of them stays. Answers the steps.
 *
 * @throws governance.step-refused, governance.step-denied
 */
export async function makeChanges(
  deps: Workings,
  caller: Caller,
  steps: readonly Step[],
): Promise<readonly Step[]> {
  // Rules look for accounts that are new to them only before they begin.
  await rulesFor(deps, steps.flatMap(accountsOf))
  return transaction(deps.sql, async (tx) => {
    const rules = gatheredRules(await deps.snapshots.within(tx))
    const within = { ...deps, sql: tx, snapshots: rules }
    await recordedTogether(tx, () => runSteps(within, caller, steps))
    await deps.snapshots.change(tx, () => rules.changes)
    return steps
  })
}

function accountsOf({ command }: Step): AccountId[] {
  const named = 'principal' in command ? /\b\d{12}\b/.exec(command.principal ?? '') : undefined
  return named ? [command.catalogId, named[0] as AccountId] : [command.catalogId]
}

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
      const { field } = error.facts
      const facts = { step: at + 1, text: `${sign} ${text}`, reason: error.message, field }
      throw refused(facts, { cause: error })
    })
  }
}

function effectiveGrant(deps: Workings, caller: Caller, command: GrantCommand) {
  return grantPermissions(deps, caller, { ...command, effective: true })
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
  grant: effectiveGrant,
  revoke: revokePermissions,
  'opt-in': createOptIn,
  'opt-out': deleteOptIn,
  'create-policy': createRowPolicy,
  'update-policy': updateRowPolicy,
  'delete-policy': deleteRowPolicy,
  attach: attachRowPolicy,
  detach: detachRowPolicy,
  register: registerLocation,
  deregister: (deps, caller, { location }) => deregisterLocation(deps, caller, location),
}

/** Tags that could not be set are told apart from those that were; here all must be. */
function demandAll([failure]: Awaited<ReturnType<typeof addTagsToResource>>): void {
  if (failure) throw failure.error
}
