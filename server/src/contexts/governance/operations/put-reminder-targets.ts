import { type NoticeTarget, targetProblem } from '../../../foundation/notice-target.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { changedMeanwhile, denied, invalidInput } from '../errors.ts'
import { administers } from '../model/reach.ts'
import type { ReminderTargets } from '../model/reminder.ts'
import { putDenial } from '../record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { findTargets, replaceTargets } from '../store/reminders.ts'

const TARGETS_MAX = 10

/**
 * Replaces whom the caller’s account has told before access ends: of grants that it made, and of
 * those to its people. Nobody is, unless an admin names them. Whoever names the version that they
 * read replaces no other one.
 *
 * @throws identity.access-denied, governance.denied, governance.invalid-input,
 * governance.changed-meanwhile
 */
export async function putReminderTargets(
  deps: Workings,
  caller: Caller,
  { targets, version }: { targets: readonly NoticeTarget[]; version?: number },
): Promise<ReminderTargets> {
  const action = 'lakeformation:PutDataLakeSettings'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId])
  if (!administers(snapshot, principalOf(caller), 'admin')) {
    const refused = { permission: 'data lake administrator', resource: 'reminders' }
    await putDenial(deps, caller, refused)
    throw denied(refused)
  }
  if (targets.length > TARGETS_MAX)
    throw invalidInput({ reason: `Reminders go to at most ${TARGETS_MAX} targets` })
  const [problem] = targets.flatMap((target) => targetProblem(target) ?? [])
  if (problem !== undefined) throw invalidInput({ reason: problem })
  const { accountId, principalArn: setBy } = caller
  return transaction(deps.sql, async (tx) => {
    const read = version ?? (await findTargets(tx, accountId))?.version ?? 0
    const set = { targets, setBy, setAt: deps.clock(), version: read + 1 }
    if (!(await replaceTargets(tx, { accountId, ...set })))
      throw changedMeanwhile({ resource: 'whom reminders go to' })
    const deed = { action: 'governance.reminder-targets-put', resource: accountId }
    await recordDone(tx, caller, { ...deed, detail: { targets: targets.length } })
    return set
  })
}
