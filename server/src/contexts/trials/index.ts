import type { Caller } from '../identity/index.ts'
import type { Notebook } from '../notebooks/index.ts'
import { createPaper } from './adapters/paper.ts'
import type { TrialsDeps } from './deps.ts'
import type { Band } from './model/band.ts'
import type { TrialGrant } from './model/charter.ts'
import type { SignedMemo } from './model/memo.ts'
import type { Report } from './model/report.ts'
import type { ReportOrder } from './model/report-order.ts'
import type { Trial } from './model/trial.ts'
import { type AnswerCompliance, answerCompliance } from './operations/answer-compliance.ts'
import { changeBands } from './operations/change-bands.ts'
import { type DecideTrial, decideTrial } from './operations/decide-trial.ts'
import { type Export, exportReport, type ReportFormat } from './operations/export-report.ts'
import { type ExtendTrial, extendTrial } from './operations/extend-trial.ts'
import { getMemo, type ShownMemo } from './operations/get-memo.ts'
import { getReport } from './operations/get-report.ts'
import { getReportProgress } from './operations/get-report-progress.ts'
import { getTrial, type TrialDetail } from './operations/get-trial.ts'
import { getWorkspaceFile } from './operations/get-workspace-file.ts'
import { giveTrialAccess } from './operations/give-trial-access.ts'
import { launchCluster } from './operations/launch-cluster.ts'
import { listTrials, type TrialsPage } from './operations/list-trials.ts'
import { mendWorkspace } from './operations/mend-workspace.ts'
import { type NameInputs, nameInputs } from './operations/name-inputs.ts'
import { openTo } from './operations/open-to.ts'
import { type OpenTrial, openTrial } from './operations/open-trial.ts'
import { openWorkspace } from './operations/open-workspace.ts'
import { type RecordVariant, recordVariant } from './operations/record-variant.ts'
import { refreshReport } from './operations/refresh-report.ts'
import { type EarlierVerdict, verdictsOn } from './operations/verdicts-on.ts'
import { verifyMemo } from './operations/verify-memo.ts'
import { watchTrials } from './operations/watch-trials.ts'

export type { TrialsDeps } from './deps.ts'
export { startTrials, trialsJobs, trialsSubscriptions } from './jobs.ts'
export { METRICS } from './metrics/index.ts'
export { type Band, gateText } from './model/band.ts'
export type * from './model/charter.ts'
export { COMPLIANCE_QUESTIONS } from './model/charter.ts'
export type { Memo, Signature, SignedMemo } from './model/memo.ts'
export type { Metric, Plot } from './model/metric.ts'
export type { Report } from './model/report.ts'
export type { ReportOrder } from './model/report-order.ts'
export type { Decision, Stage, Trial } from './model/trial.ts'
export type { Export } from './operations/export-report.ts'
export type { ShownMemo } from './operations/get-memo.ts'
export type { TrialDetail } from './operations/get-trial.ts'
export type { TrialSummary, TrialsPage } from './operations/list-trials.ts'
export type { NameInputs } from './operations/name-inputs.ts'
export type { OpenTrial } from './operations/open-trial.ts'
export type { ShownWorkspace } from './steps/show-workspace.ts'

/** Every operation passes IAM's gate for `millrace:<Operation>` on the ARN of the trial. */
export interface Trials {
  /** Has the caller a use for trials? */
  openTo(caller: Caller): Promise<boolean>
  openTrial(caller: Caller, command: OpenTrial): Promise<Trial>
  getTrial(caller: Caller, query: { id: string }): Promise<TrialDetail>
  verdictsOn(caller: Caller, query: { vendor: string }): Promise<EarlierVerdict[]>
  listTrials(
    caller: Caller,
    query?: { text?: string; after?: string; countMax?: number },
  ): Promise<TrialsPage>
  answerCompliance(caller: Caller, command: AnswerCompliance): Promise<Trial>
  changeBands(caller: Caller, command: { id: string; bands: readonly Band[] }): Promise<void>
  giveTrialAccess(
    caller: Caller,
    command: { id: string; grants: readonly TrialGrant[] },
  ): Promise<void>
  openWorkspace(caller: Caller, command: { id: string }): Promise<Notebook>
  launchCluster(caller: Caller, command: { id: string }): Promise<{ clusterId: string }>
  mendWorkspace(caller: Caller, command: { id: string }): Promise<void>
  getWorkspaceFile(caller: Caller, query: { id: string; path: string }): Promise<Buffer>
  extendTrial(caller: Caller, command: ExtendTrial): Promise<{ extended: boolean }>
  nameInputs(caller: Caller, command: NameInputs): Promise<{ named: string[] }>
  recordVariant(caller: Caller, command: RecordVariant): Promise<{ count: number }>

  refreshReport(caller: Caller, command: { id: string }): Promise<ReportOrder>
  getReportProgress(caller: Caller, query: { id: string }): Promise<ReportOrder | undefined>
  getReport(caller: Caller, query: { id: string }): Promise<Report>
  exportReport(caller: Caller, query: { id: string; format: ReportFormat }): Promise<Export>

  decideTrial(caller: Caller, command: DecideTrial): Promise<SignedMemo>
  getMemo(caller: Caller, query: { id: string }): Promise<ShownMemo>
  verifyMemo(
    caller: Caller,
    query: { id: string },
  ): Promise<{ digest: string; auditSequence: number }>

  /** What the clock's job does, for whoever cannot wait: without a gate. */
  watchTrials(): Promise<{ expired: number }>
}

export function createTrials(deps: TrialsDeps): Trials {
  const paper = createPaper()
  return {
    openTo: (caller) => openTo(deps, caller),
    openTrial: (caller, command) => openTrial(deps, caller, command),
    getTrial: (caller, query) => getTrial(deps, caller, query),
    verdictsOn: (caller, query) => verdictsOn(deps, caller, query),
    listTrials: (caller, query) => listTrials(deps, caller, query),
    answerCompliance: (caller, command) => answerCompliance(deps, caller, command),
    changeBands: (caller, command) => changeBands(deps, caller, command),
    giveTrialAccess: (caller, command) => giveTrialAccess(deps, caller, command),
    openWorkspace: (caller, command) => openWorkspace(deps, caller, command),
    launchCluster: (caller, command) => launchCluster(deps, caller, command),
    mendWorkspace: (caller, command) => mendWorkspace(deps, caller, command),
    getWorkspaceFile: (caller, query) => getWorkspaceFile(deps, caller, query),
    extendTrial: (caller, command) => extendTrial(deps, caller, command),
    nameInputs: (caller, command) => nameInputs(deps, caller, command),
    recordVariant: (caller, command) => recordVariant(deps, caller, command),
    refreshReport: (caller, command) => refreshReport(deps, caller, command),
    getReportProgress: (caller, query) => getReportProgress(deps, caller, query),
    getReport: (caller, query) => getReport(deps, caller, query),
    exportReport: (caller, query) => exportReport({ ...deps, paper }, caller, query),
    decideTrial: (caller, command) => decideTrial(deps, caller, command),
    getMemo: (caller, query) => getMemo(deps, caller, query),
    verifyMemo: (caller, query) => verifyMemo(deps, caller, query),
    watchTrials: () => watchTrials(deps),
  }
}
