import { listing, type Noun, words } from './noun.ts'

export const trial: Noun = {
  is: 'evaluations of datasets, and their decisions',
  verbs: {
    list: listing(
      'listTrials',
      (one) => [
        one.id,
        one.decision ?? one.stage,
        one.endsAt.slice(0, 10),
        one.verdict ?? one.title,
      ],
      [words('text')],
    ),
    show: { operation: 'getTrial' },
    open: { operation: 'openTrial' },
    access: { operation: 'giveTrialAccess' },
    extend: { operation: 'extendTrial' },
    comply: { operation: 'answerCompliance' },
    inputs: { operation: 'nameInputs' },
    variant: { operation: 'recordVariant' },
    measure: { operation: 'refreshReport' },
    progress: { operation: 'getReportProgress' },
    memo: { operation: 'getMemo' },
    notebook: { operation: 'openWorkspace' },
    cluster: { operation: 'launchTrialCluster' },
    mend: { operation: 'mendWorkspace' },
    verify: { operation: 'verifyMemo' },
  },
}
