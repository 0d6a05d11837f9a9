import { deleteBatch } from './delete-batch.ts'
import { deleteSession } from './delete-session.ts'
import { getBatch } from './get-batch.ts'
import { getBatchLog } from './get-batch-log.ts'
import { getBatchState } from './get-batch-state.ts'
import { getBatches } from './get-batches.ts'
import { getSession } from './get-session.ts'
import { getSessionLog } from './get-session-log.ts'
import { getSessionState } from './get-session-state.ts'
import { getSessionStatement } from './get-session-statement.ts'
import { getSessionStatements } from './get-session-statements.ts'
import { getSessions } from './get-sessions.ts'
import { postBatches } from './post-batches.ts'
import { postSessionCompletion } from './post-session-completion.ts'
import { postSessionInterrupt } from './post-session-interrupt.ts'
import { postSessionStatementCancel } from './post-session-statement-cancel.ts'
import { postSessionStatements } from './post-session-statements.ts'
import { postSessions } from './post-sessions.ts'
import type { Route } from './route.ts'

/** Livy 0.9 REST API, docs/rest-api.md: sessions, statements and batches. */
export const routes: readonly Route[] = [
  getSessions,
  postSessions,
  getSession,
  deleteSession,
  getSessionState,
  getSessionLog,
  postSessionInterrupt,
  postSessionCompletion,
  getSessionStatements,
  postSessionStatements,
  getSessionStatement,
  postSessionStatementCancel,
  getBatches,
  postBatches,
  getBatch,
  deleteBatch,
  getBatchState,
  getBatchLog,
]
