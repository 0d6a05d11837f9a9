import {
  principalArn,
  type Run,
  type RunState,
  type Session,
  type Sessions,
  type Statement,
} from '../../contexts/sessions/index.ts'

const LOG_LINES = 10 // Livy shows the last ten lines with a session or batch.

/** Livy's session, as `GET /sessions/{id}` answers it. */
export function sessionView(sessions: Sessions, session: Session) {
  return {
    id: session.id,
    name: session.name ?? null,
    appId: session.appId ?? null,
    owner: session.owner,
    // The Python client of Livy demands the key; sparkmagic shows it as the user.
    proxyUser: principalArn(session.principal),
    state: session.state,
    kind: session.kind,
    appInfo: { driverLogUrl: null, sparkUiUrl: null },
    log: sessions.logOf(session).slice(-LOG_LINES),
    ttl: null,
    idleTimeout: `${session.idleSecondsMax}s`,
    queue: null,
    conf: session.conf,
  }
}

const BATCH_STATES: Readonly<Record<RunState, string>> = {
  SUBMITTED: 'starting',
  QUEUED: 'starting',
  SCHEDULED: 'starting',
  RUNNING: 'running',
  SUCCESS: 'success',
  FAILED: 'dead',
  CANCELLING: 'shutting_down',
  CANCELLED: 'killed',
}

/** Livy's batch, as `GET /batches/{id}` answers it. */
export function batchView(batch: Run) {
  return {
    id: Number(batch.id),
    name: batch.name ?? null,
    owner: batch.owner,
    proxyUser: principalArn(batch.principal),
    state: BATCH_STATES[batch.state],
    appId: batch.appId ?? null,
    appInfo: { driverLogUrl: null, sparkUiUrl: null },
    log: batch.log.slice(-LOG_LINES),
  }
}

export function statementView(statement: Statement) {
  const { number, code, state, output, progress, startedAt, completedAt } = statement
  return {
    id: number,
    code,
    state,
    output: output ?? null,
    progress,
    started: startedAt?.getTime() ?? 0,
    completed: completedAt?.getTime() ?? 0,
  }
}
