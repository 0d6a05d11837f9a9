import type { TableRef } from '../catalog/index.ts'
import type { Caller } from '../identity/index.ts'
import type { Entrance } from '../sessions/index.ts'
import type { PipelinesDeps } from './deps.ts'
import type { Lineage } from './model/lineage.ts'
import type { Pipeline, Version } from './model/pipeline.ts'
import type { Run } from './model/run.ts'
import { cancelRun } from './operations/cancel-run.ts'
import { type CreatePipeline, createPipeline } from './operations/create-pipeline.ts'
import { findPipelines } from './operations/find-pipelines.ts'
import { getPipeline, type PipelineDetail } from './operations/get-pipeline.ts'
import { getRun, type RunDetail } from './operations/get-run.ts'
import { listPipelines } from './operations/list-pipelines.ts'
import { listRuns, type RunsQuery } from './operations/list-runs.ts'
import { type Maker, makersOf } from './operations/makers-of.ts'
import { openRunDashboard } from './operations/open-run-dashboard.ts'
import { openTo } from './operations/open-to.ts'
import { publishVersion } from './operations/publish-version.ts'
import { type RunLog, readRunLog } from './operations/read-run-log.ts'
import { setPaused } from './operations/set-paused.ts'
import { type StartRun, startRun } from './operations/start-run.ts'
import { type TraceLineage, traceLineage } from './operations/trace-lineage.ts'
import {
  type PipelineChanges,
  type UpdatePipeline,
  updatePipeline,
} from './operations/update-pipeline.ts'
import type { PipelineSummary } from './steps/summary.ts'

export type { MailSettings, PipelinesDeps } from './deps.ts'
export { pipelinesJobs, pipelinesSubscriptions, startPipelines } from './jobs.ts'
export { promiseText } from './model/deadline.ts'
export type { DeadlineState, InputVersions, Slice, SliceState } from './model/ledger.ts'
export type { Lineage, LineageNode } from './model/lineage.ts'
export type { Message, Notice, NoticeKind, Send } from './model/notice.ts'
export type {
  Check,
  DeadlinePromise,
  Feature,
  Pipeline,
  PipelineDefinition,
  TableName,
  Target,
  Version,
} from './model/pipeline.ts'
export { open, type Run, type RunState } from './model/run.ts'
export { scheduleText } from './model/trigger.ts'
export type { CreatePipeline } from './operations/create-pipeline.ts'
export type { PipelineDetail } from './operations/get-pipeline.ts'
export type { RunDetail } from './operations/get-run.ts'
export type { RunsQuery } from './operations/list-runs.ts'
export type { Maker } from './operations/makers-of.ts'
export type { RunLog } from './operations/read-run-log.ts'
export type { StartRun } from './operations/start-run.ts'
export type { ChainLink } from './steps/chain.ts'
export type { PipelineSummary } from './steps/summary.ts'
export { isOutput } from './store/pipelines.ts'

/** Each passes the gate of IAM; `pipeline` is its id or its name in the caller's account. */
export interface Pipelines {
  /** Has the caller a use for pipelines? */
  openTo(caller: Caller): Promise<boolean>
  createPipeline(caller: Caller, command: CreatePipeline): Promise<Pipeline>
  publishVersion(
    caller: Caller,
    command: Pick<Version, 'path' | 'gitCommit' | 'script'> & { pipeline: string },
  ): Promise<Version>
  getPipeline(caller: Caller, wanted: { pipeline: string }): Promise<PipelineDetail>
  listPipelines(caller: Caller): Promise<PipelineSummary[]>
  findPipelines(caller: Caller, query: { text: string; countMax: number }): Promise<Pipeline[]>
  updatePipeline(caller: Caller, command: UpdatePipeline): Promise<PipelineChanges>
  setPaused(caller: Caller, command: { pipeline: string; paused: boolean }): Promise<void>
  startRun(caller: Caller, command: StartRun): Promise<Run[]>
  cancelRun(caller: Caller, wanted: { runId: string }): Promise<void>
  getRun(caller: Caller, wanted: { runId: string }): Promise<RunDetail>
  listRuns(caller: Caller, query: RunsQuery): Promise<{ pipeline: Pipeline; runs: Run[] }>
  /** Of tables that the caller may DESCRIBE. */
  makersOf(caller: Caller, query: { tables: readonly TableRef[] }): Promise<Maker[]>
  traceLineage(caller: Caller, query: TraceLineage): Promise<Lineage>
  readRunLog(caller: Caller, wanted: { runId: string }): Promise<RunLog>
  /** A code that lets one browser in on the port of the run’s Spark UI, once. */
  openRunDashboard(caller: Caller, wanted: { runId: string }): Promise<Entrance>
}

export function createPipelines(deps: PipelinesDeps): Pipelines {
  return {
    openTo: (caller) => openTo(deps, caller),
    createPipeline: (caller, command) => createPipeline(deps, caller, command),
    publishVersion: (caller, command) => publishVersion(deps, caller, command),
    getPipeline: (caller, wanted) => getPipeline(deps, caller, wanted),
    listPipelines: (caller) => listPipelines(deps, caller),
    findPipelines: (caller, query) => findPipelines(deps, caller, query),
    updatePipeline: (caller, command) => updatePipeline(deps, caller, command),
    setPaused: (caller, command) => setPaused(deps, caller, command),
    startRun: (caller, command) => startRun(deps, caller, command),
    cancelRun: (caller, wanted) => cancelRun(deps, caller, wanted),
    getRun: (caller, wanted) => getRun(deps, caller, wanted),
    listRuns: (caller, query) => listRuns(deps, caller, query),
    makersOf: (caller, query) => makersOf(deps, caller, query),
    traceLineage: (caller, query) => traceLineage(deps, caller, query),
    readRunLog: (caller, wanted) => readRunLog(deps, caller, wanted),
    openRunDashboard: (caller, wanted) => openRunDashboard(deps, caller, wanted),
  }
}
