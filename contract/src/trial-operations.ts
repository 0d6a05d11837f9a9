import { Notebook } from './notebook.ts'
import { ListTrials } from './requests.ts'
import * as trial from './trial.ts'
import * as opening from './trial-opening.ts'
import * as workspace from './trial-workspace.ts'
import { Done, Id } from './values.ts'

/** What is asked and done of trials. */
export const trialOperations = {
  listTrials: { summary: 'Trials', query: ListTrials, answer: trial.Trials },
  openTrial: { summary: 'Open a trial', body: opening.OpenTrial, answer: opening.Opened },
  giveTrialAccess: {
    summary: 'Grant access that ends with the trial',
    params: Id,
    body: opening.GiveTrialAccess,
    answer: Done,
  },
  answerCompliance: {
    summary: 'Answer questions of compliance',
    params: Id,
    body: opening.AnswerCompliance,
    answer: opening.Opened,
  },
  nameInputs: {
    summary: 'Name inputs that the charter left open',
    params: Id,
    body: opening.NameInputs,
    answer: opening.Named,
  },
  recordVariant: {
    summary: 'Count one more way in which a signal was tried',
    params: Id,
    body: opening.RecordVariant,
    answer: opening.VariantsTried,
  },
  refreshReport: {
    summary: 'Have the report measured again',
    params: Id,
    answer: trial.ReportProgress,
  },
  getReportProgress: {
    summary: 'How far the report is that was asked for',
    params: Id,
    answer: trial.ReportProgress,
  },
  exportReport: {
    summary: 'The report as one file',
    params: Id,
    query: opening.ReportFormat,
    answer: opening.ReportFile,
  },
  verifyMemo: {
    summary: 'Compare the memo with the audit',
    params: Id,
    answer: opening.MemoVerified,
  },
  getTrial: { summary: 'One trial', params: Id, answer: trial.TrialDetail },
  getReport: { summary: 'The evaluation report', params: Id, answer: trial.Report },
  getMemo: { summary: 'The decision memo', params: Id, answer: trial.Memo },
  decideTrial: {
    summary: 'Sign the decision',
    params: Id,
    body: trial.DecideTrial,
    answer: Done,
  },
  extendTrial: {
    summary: 'Extend the time box',
    params: Id,
    body: trial.ExtendTrial,
    answer: Done,
  },
  openWorkspace: {
    summary: 'Open your notebook in the workspace of a trial',
    params: Id,
    answer: Notebook,
  },
  launchTrialCluster: {
    summary: 'Launch the cluster of the workspace',
    params: Id,
    answer: workspace.LaunchedCluster,
  },
  mendWorkspace: {
    summary: 'Try again what the workspace stopped at, in your name',
    params: Id,
    answer: Done,
  },
  getWorkspaceFile: {
    summary: 'A file that was kept when the workspace ended',
    params: Id,
    query: workspace.WorkspaceFile,
    answer: opening.ReportFile,
  },
} as const
