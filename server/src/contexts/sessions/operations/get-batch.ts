import { noSuchBatch } from '../errors.ts'
import type { Run } from '../model/run.ts'
import { type SessionUser, visible } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandToRun } from '../steps/demand-to-run.ts'
import { findBatchByName, findRun } from '../store/runs.ts'

/**
 * One of the user's batches, by number or by name, with its log so far. Somebody else's is as if it
 * were not there.
 *
 * @throws sessions.no-such-batch, identity.access-denied
 * @see Livy `GET /batches/{id}`
 */
export async function getBatch(
  parts: SessionsParts,
  user: SessionUser,
  idOrName: string,
): Promise<Run> {
  const { sql } = parts
  const number = /^\d{1,18}$/.test(idOrName)
  const run = number ? await findRun(sql, idOrName) : await findBatchByName(sql, user, idOrName)
  const there = run?.kind === 'batch' && run.removedAt === undefined
  if (!run || !there || !visible(run, user)) throw noSuchBatch({ batch: idOrName })
  await demandToRun(parts, user, run.principal)
  return { ...run, log: parts.drivers.runs.log(run) }
}
