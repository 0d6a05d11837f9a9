import type { Subscription } from '../../foundation/events.ts'
import type { JobHandler } from '../../foundation/jobs.ts'
import type { SqlTransaction } from '../../foundation/sql.ts'
import type { Caller } from '../identity/index.ts'
import { Dashboards } from './dashboards/dashboards.ts'
import type { SessionsDeps } from './deps.ts'
import { Drivers } from './drivers/drivers.ts'
import { logWriter, WRITE_LOG } from './drivers/write-log.ts'
import { type Run, type RunState, runFinal } from './model/run.ts'
import type { Session, SessionUser } from './model/session.ts'
import type { Statement } from './model/statement.ts'
import {
  addSteps,
  type ClusterOfSteps,
  planFirstSteps,
  type StepsWish,
} from './operations/add-steps.ts'
import { cancelRun } from './operations/cancel-run.ts'
import { cancelStatement, interruptSession } from './operations/cancel-statement.ts'
import { type CancelledStep, cancelSteps } from './operations/cancel-steps.ts'
import { type CreateBatch, createBatch } from './operations/create-batch.ts'
import { type CreateSession, createSession } from './operations/create-session.ts'
import { deleteBatch } from './operations/delete-batch.ts'
import { deleteSession } from './operations/delete-session.ts'
import { endAccount } from './operations/end-account.ts'
import { endAccountSession } from './operations/end-account-session.ts'
import { getBatch } from './operations/get-batch.ts'
import { getRun } from './operations/get-run.ts'
import { getSession } from './operations/get-session.ts'
import { getStatement } from './operations/get-statement.ts'
import { getStep, type StepName } from './operations/get-step.ts'
import { keepAccountSession } from './operations/keep-account-session.ts'
import { type AccountSession, listAccountSessions } from './operations/list-account-sessions.ts'
import { listBatches } from './operations/list-batches.ts'
import { listRunAttempts } from './operations/list-run-attempts.ts'
import { listRuns } from './operations/list-runs.ts'
import { listSessions } from './operations/list-sessions.ts'
import { listStatements } from './operations/list-statements.ts'
import { listSteps } from './operations/list-steps.ts'
import { openRunDashboard, showRun } from './operations/open-run-dashboard.ts'
import { openResourceDashboard, openSessionDashboard } from './operations/open-session-dashboard.ts'
import { postStatement } from './operations/post-statement.ts'
import { readAccountSessionLog } from './operations/read-account-session-log.ts'
import { type StartRun, startRun } from './operations/start-run.ts'
import type { SessionsParts } from './parts.ts'
import type { RunName } from './steps/demand-run.ts'
import { findRun } from './store/runs.ts'
import { subscriptionsOf } from './subscriptions.ts'

export { DASHBOARD_PREFIX } from './dashboards/dashboard.ts'
export type * from './deps.ts'
export { DRIVER_PREFIX } from './drivers/standby.ts'
export type { StatementOutput } from './model/output.ts'
export { REQUIREMENTS } from './model/requirements.ts'
export { type FailureAction, type Run, type RunState, runFinal } from './model/run.ts'
export type { Kind, Place, Principal, Session, SessionState, SessionUser } from './model/session.ts'
export { living, principalArn } from './model/session.ts'
export type { BoxSize } from './model/size.ts'
export type { Statement, StatementState } from './model/statement.ts'
export type { StepsWish, StepWish } from './operations/add-steps.ts'
export type { CancelledStep } from './operations/cancel-steps.ts'
export type { CreateBatch } from './operations/create-batch.ts'
export type { CreateSession } from './operations/create-session.ts'
export type { StepName } from './operations/get-step.ts'
export type { AccountSession } from './operations/list-account-sessions.ts'
export type { StartRun } from './operations/start-run.ts'
export type { RunName } from './steps/demand-run.ts'

export interface Entrance {
  port: number
  code: string
}

export interface Sessions {
  /** Finds the drivers that are there; once, at the start of the server. */
  start(): Promise<{ isolation: 'full' | 'trusted'; detail: string }>
  stop(): void
  /** The engine is provisioned: drivers may start. */
  engineReady(): Promise<void>
  /** Of the standby drivers; undefined until the engine is there. */
  standby(): { state: 'warming' | 'ready' | 'failed'; detail: string } | undefined
  createSession(user: SessionUser, command: CreateSession): Promise<Session>
  getSession(user: SessionUser, idOrName: string): Promise<Session>
  listSessions(
    user: SessionUser,
    page: { from: number; size: number },
  ): Promise<{ total: number; sessions: Session[] }>
  deleteSession(user: SessionUser, idOrName: string): Promise<void>
  postStatement(
    user: SessionUser,
    command: { session: string; code: string; kind?: string },
  ): Promise<Statement>
  getStatement(user: SessionUser, wanted: { session: string; number: number }): Promise<Statement>
  listStatements(user: SessionUser, session: string): Promise<Statement[]>
  cancelStatement(user: SessionUser, wanted: { session: string; number: number }): Promise<void>
  interruptSession(user: SessionUser, session: string): Promise<void>
  complete(
    user: SessionUser,
    asked: { session: string; code: string; cursor: number },
  ): Promise<string[]>
  readLog(user: SessionUser, session: string): Promise<readonly string[]>
  /** For the log lines of a session that is at hand. */
  logOf(session: Session): readonly string[]
  /** Of all places; everybody's of the account only for who may see them. */
  listAccountSessions(
    caller: Caller,
    page: { before?: number; size?: number },
  ): Promise<{ items: AccountSession[]; next?: number }>
  endAccountSession(caller: Caller, id: string): Promise<void>
  keepAccountSession(caller: Caller, id: string): Promise<void>
  readAccountSessionLog(caller: Caller, id: string): Promise<readonly string[]>
  /** Codes that let one browser in on the port of a Spark UI, once. */
  openSessionDashboard(caller: Caller, id: string): Promise<Entrance>
  openResourceDashboard(
    caller: Caller,
    wanted: { applicationId: string; sessionId: string },
  ): Promise<Entrance>
  openRunDashboard(caller: Caller, wanted: RunName & { attempt?: number }): Promise<Entrance>
  /** Changes a code for a pass, and says where its pages begin. */
  admitToDashboard(presented: Entrance): Promise<{ pass: string; landing: string }>
  /** The unix socket of the dashboard that a pass opens. */
  reachDashboard(presented: { port: number; pass: string }): Promise<string>
  /** A script on a driver of its own, by Livy's words; the log so far comes with it. */
  createBatch(user: SessionUser, command: CreateBatch): Promise<Run>
  getBatch(user: SessionUser, idOrName: string): Promise<Run>
  listBatches(
    user: SessionUser,
    page: { from: number; size: number },
  ): Promise<{ total: number; batches: Run[] }>
  deleteBatch(user: SessionUser, idOrName: string): Promise<void>
  /** Scripts on a cluster, one after the other. */
  addSteps(caller: Caller, command: StepsWish & { clusterId: string }): Promise<Run[]>
  /**
   * Checks steps for a cluster that is to be made, by who may make it, and answers what writes them
   * down.
   */
  planFirstSteps(
    caller: Caller,
    command: StepsWish & ClusterOfSteps,
  ): Promise<(tx: SqlTransaction, clusterId: string) => Promise<Run[]>>
  getStep(caller: Caller, wanted: StepName): Promise<Run>
  listSteps(
    caller: Caller,
    wanted: { clusterId: string; states?: readonly RunState[]; ids?: readonly string[] },
  ): Promise<Run[]>
  cancelSteps(
    caller: Caller,
    wanted: { clusterId: string; stepIds: readonly string[] },
  ): Promise<CancelledStep[]>
  /** A script on a driver of its own; its log comes with `getRun`. */
  startRun(caller: Caller, command: StartRun): Promise<Run>
  getRun(caller: Caller, wanted: RunName & { attempt?: number }): Promise<Run>
  listRunAttempts(caller: Caller, wanted: RunName): Promise<Run[]>
  listRuns(
    caller: Caller,
    wanted: { applicationId: string; states?: readonly RunState[] },
  ): Promise<Run[]>
  cancelRun(caller: Caller, wanted: RunName): Promise<Run>
  /**
   * Runs for the contexts below, which have passed the gate when they were given the role; `caller`
   * is that role. When a run has ended `sessions.run-ended` is announced with `{ runId, accountId,
   * place, state, stateDetails }`.
   */
  beginRun(caller: Caller, command: StartRun): Promise<Run>
  /** With the log so far. */
  findRun(runId: string): Promise<Run | undefined>
  endRun(runId: string): Promise<void>
  /** The Spark UI of a run, for whom `demand` lets see it: now, and while they look. */
  showRun(caller: Caller, wanted: { runId: string; demand(): Promise<void> }): Promise<Entrance>
  /** Ends what runs for an account that was switched off, and answers what that was. */
  endAccount(wanted: { accountId: string }): Promise<{ sessions: Session[]; runs: Run[] }>
  subscriptions(): Subscription[]
  jobs: Record<string, JobHandler>
}

export function createSessions(deps: SessionsDeps): Sessions {
  const drivers = new Drivers(deps)
  const dashboards = new Dashboards(deps)
  const parts: SessionsParts = { ...deps, drivers, dashboards }
  return {
    ...lifeOf(parts),
    createSession: (user, command) => createSession(parts, user, command),
    getSession: (user, idOrName) => getSession(parts, user, idOrName),
    listSessions: (user, page) => listSessions(parts, user, page),
    deleteSession: (user, idOrName) => deleteSession(parts, user, idOrName),
    postStatement: (user, command) => postStatement(parts, user, command),
    getStatement: (user, wanted) => getStatement(parts, user, wanted),
    listStatements: (user, session) => listStatements(parts, user, session),
    cancelStatement: (user, wanted) => cancelStatement(parts, user, wanted),
    interruptSession: (user, session) => interruptSession(parts, user, session),
    async complete(user, { session, code, cursor }) {
      return drivers.complete(await getSession(parts, user, session), code, cursor)
    },
    async readLog(user, session) {
      return drivers.log(await getSession(parts, user, session))
    },
    logOf: (session) => drivers.log(session),
    listAccountSessions: (caller, page) => listAccountSessions(parts, caller, page),
    endAccountSession: (caller, id) => endAccountSession(parts, caller, id),
    keepAccountSession: (caller, id) => keepAccountSession(parts, caller, id),
    readAccountSessionLog: (caller, id) => readAccountSessionLog(parts, caller, id),
    ...dashboardsFace(parts),
    ...scriptsFace(parts),
    beginRun: (caller, command) => startRun(ungated(parts), caller, command),
    async findRun(runId) {
      const run = await findRun(parts.sql, runId)
      return run && { ...run, log: drivers.runs.log(run) }
    },
    async endRun(runId) {
      const run = await findRun(parts.sql, runId)
      if (run && !runFinal(run)) await drivers.runs.cancel(run)
    },
    endAccount: (wanted) => endAccount(parts, wanted),
    subscriptions: () => subscriptionsOf(parts),
    jobs: { [WRITE_LOG]: logWriter(deps) },
  }
}

function lifeOf({ drivers, dashboards }: SessionsParts) {
  return {
    async start() {
      const host = await drivers.start()
      await dashboards.start()
      return host
    },
    stop() {
      drivers.stop()
      dashboards.stop()
    },
    engineReady: () => drivers.engineReady(),
    standby: () => drivers.facts(),
  } satisfies Partial<Sessions>
}

function dashboardsFace(parts: SessionsParts) {
  return {
    openSessionDashboard: (caller, id) => openSessionDashboard(parts, caller, id),
    openResourceDashboard: (caller, wanted) => openResourceDashboard(parts, caller, wanted),
    openRunDashboard: (caller, wanted) => openRunDashboard(parts, caller, wanted),
    admitToDashboard: (presented) => parts.dashboards.admit(presented),
    showRun: (caller, wanted) => showRun(parts, caller, wanted),
    reachDashboard: (presented) => parts.dashboards.reach(presented),
  } satisfies Partial<Sessions>
}

/** What runs scripts: batches, steps, job runs. */
function scriptsFace(parts: SessionsParts) {
  return {
    createBatch: (user, command) => createBatch(parts, user, command),
    getBatch: (user, idOrName) => getBatch(parts, user, idOrName),
    listBatches: (user, page) => listBatches(parts, user, page),
    deleteBatch: (user, idOrName) => deleteBatch(parts, user, idOrName),
    addSteps: (caller, command) => addSteps(parts, caller, command),
    planFirstSteps: (caller, command) => planFirstSteps(parts, caller, command),
    getStep: (caller, wanted) => getStep(parts, caller, wanted),
    listSteps: (caller, wanted) => listSteps(parts, caller, wanted),
    cancelSteps: (caller, wanted) => cancelSteps(parts, caller, wanted),
    startRun: (caller, command) => startRun(parts, caller, command),
    getRun: (caller, wanted) => getRun(parts, caller, wanted),
    listRunAttempts: (caller, wanted) => listRunAttempts(parts, caller, wanted),
    listRuns: (caller, wanted) => listRuns(parts, caller, wanted),
    cancelRun: (caller, wanted) => cancelRun(parts, caller, wanted),
  } satisfies Partial<Sessions>
}

/** For contexts that have asked the gate themselves, when they were given a role. */
function ungated(parts: SessionsParts): SessionsParts {
  return { ...parts, identity: { ...parts.identity, demand: async () => {} } }
}
