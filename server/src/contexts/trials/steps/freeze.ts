import { DomainError } from '../../../foundation/errors.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { Charter } from '../model/charter.ts'
import type { Trial } from '../model/trial.ts'
import { updateTrial } from '../store/trials.ts'
import { tell } from './tell.ts'

/** The snapshot that the table has now, as the trial's role sees it; null: no data has landed. */
export async function snapshotNow(
  { catalog }: Pick<TrialsDeps, 'catalog'>,
  caller: Caller,
  { dataset }: Pick<Charter, 'dataset'>,
): Promise<string | null> {
  try {
    const { metadata } = await catalog.loadTable(caller, dataset)
    return metadata['current-snapshot-id']?.toString() ?? null
  } catch (error) {
    // A table that is not there, or not open yet, has shown nothing to anybody of the trial.
    if (error instanceof DomainError && error.kind !== 'internal') return null
    throw error
  }
}

/** From here on nobody changes charter and bands; the database itself sees to it. */
export async function freeze(
  tx: SqlTransaction,
  trial: Trial,
  at: { frozenAt: Date; frozenAtSnapshot: string | null; by: string },
): Promise<void> {
  if (trial.frozenAt) return
  const { frozenAt, frozenAtSnapshot, by } = at
  await updateTrial(tx, trial.id, { frozenAt, frozenAtSnapshot })
  await tell(tx, trial.id, { at: frozenAt, by, text: 'charter and acceptance bands frozen' })
}
