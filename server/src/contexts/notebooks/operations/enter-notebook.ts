import { setTimeout as sleep } from 'node:timers/promises'
import { passFor, targetOfPass } from '../../../foundation/passes.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { audit } from '../audit.ts'
import { notAdmitted, notebookEnded } from '../errors.ts'
import type { Notebook } from '../model/notebook.ts'
import type { NotebooksParts } from '../parts.ts'
import { findNotebook } from '../store/notebooks.ts'
import { getNotebook } from './get-notebook.ts'

const START_MS_MAX = 60_000
const ASKED_EVERY_MS = 200

/**
 * A code that lets one browser in, once.
 *
 * @throws notebooks.no-such-notebook, notebooks.ended
 */
export async function enterNotebook(
  parts: NotebooksParts,
  caller: Caller,
  id: string,
): Promise<{ port: number; code: string }> {
  const notebook = await getNotebook(parts, caller, id)
  demandLiving(notebook)
  await transaction(parts.sql, (tx) => audit(tx, notebook, 'notebooks.notebook-entered'))
  return { port: notebook.port, code: parts.codes.issue(id, parts.clock()) }
}

/**
 * Changes a code for a pass, as soon as the notebook runs.
 *
 * @throws notebooks.not-admitted, notebooks.ended
 */
export async function admit(
  parts: NotebooksParts,
  { port, code }: { port: number; code: string },
): Promise<string> {
  const id = parts.codes.spend(code, parts.clock())
  const notebook = id === undefined ? undefined : await findNotebook(parts.sql, id)
  if (!notebook || notebook.port !== port) throw notAdmitted({})
  await untilRunning(parts, notebook)
  return passFor(parts.passKey, notebook.id)
}

async function untilRunning({ sql }: NotebooksParts, notebook: Notebook): Promise<void> {
  const tries = START_MS_MAX / ASKED_EVERY_MS
  for (let tried = 0; tried < tries; tried += 1) {
    const now = (await findNotebook(sql, notebook.id)) ?? notebook
    demandLiving(now)
    if (now.state === 'running') return
    await sleep(ASKED_EVERY_MS)
  }
}

/** The socket of the notebook that a pass opens. @throws notebooks.not-admitted, notebooks.ended */
export async function reach(
  parts: NotebooksParts,
  { port, pass }: { port: number; pass: string },
): Promise<string> {
  const id = targetOfPass(parts.passKey, pass)
  const notebook = id === undefined ? undefined : await findNotebook(parts.sql, id)
  if (!notebook || notebook.port !== port) throw notAdmitted({})
  demandLiving(notebook)
  return parts.servers.socketOf(notebook)
}

function demandLiving({ id, state, reason }: Notebook): void {
  if (state === 'ended' || state === 'stopping')
    throw notebookEnded({ notebook: id, reason: reason ?? 'it was stopped by its owner' })
}
