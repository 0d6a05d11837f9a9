import { afterCommit, transaction } from '../../../foundation/sql.ts'
import { audit, batchResource } from '../audit.ts'
import { checkScript, type Run } from '../model/run.ts'
import type { SessionUser } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { admitCode, type CodeWish } from '../steps/admit-code.ts'
import { insertRun, nextBatchId } from '../store/runs.ts'

export interface CreateBatch extends CodeWish {
  /** `s3://…` of a .py, read with the rights of the batch. */
  file: string
  args?: readonly string[]
  /** `s3://…` of what the script may import. */
  modules?: readonly string[]
  name?: string
}

/**
 * Runs a script on a driver of its own, where the user signed in and with their rights.
 *
 * @throws sessions.no-isolation, sessions.invalid-session, sessions.other-identity,
 * sessions.name-taken, identity.access-denied, identity.no-such-role
 * @see Livy `POST /batches`
 */
export async function createBatch(
  parts: SessionsParts,
  user: SessionUser,
  command: CreateBatch,
): Promise<Run> {
  const { file, args = [], modules = [], name } = command
  checkScript(file, 'file')
  const { principal, conf, releaseLabel } = await admitCode(parts, user, command)
  const { accountId, owner, behind, place, assumedThrough } = user
  return transaction(parts.sql, async (tx) => {
    const { run } = await insertRun(tx, {
      id: await nextBatchId(tx),
      kind: 'batch',
      ...{ accountId, owner, behind, place, principal, assumedThrough, name },
      ...{ entryPoint: file, arguments: args, conf, modules, releaseLabel },
      createdAt: parts.clock(),
    })
    const deed = { action: 'sessions.batch-started', resource: batchResource(run.id) }
    await audit(tx, { ...user, principal }, { ...deed, detail: { place, file } })
    afterCommit(tx, () => parts.drivers.runs.schedule(run))
    return run
  })
}
