import type { TrialDetail } from '@millrace/contract'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { Page, Tabs } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { DECISION_TONES } from '../../ui/tones.ts'
import { Pill } from '../../ui/values.tsx'
import { DecideDialog } from './decide-dialog.tsx'

export function useTrialId(): string {
  return (useParams({ strict: false }) as { id: string }).id
}

/** What the pages of one trial share: its name, its state, the decision, the tabs. */
export function TrialFrame({ children }: { children: (trial: TrialDetail) => React.ReactNode }) {
  const id = useTrialId()
  const asked = useAsk('getTrial', { params: { id } })
  const [deciding, setDeciding] = useState(false)
  return (
    <Answer to={asked} lines={8} page>
      {(trial) => (
        <Page
          title={trial.title}
          lead={trial.hypothesis}
          trail={[['Trials', '/trials']]}
          marks={
            trial.decision ? (
              <Pill tone={DECISION_TONES[trial.decision]}>{trial.decision}</Pill>
            ) : (
              <Pill tone="info">{trial.stage}</Pill>
            )
          }
          action={
            trial.mayDecide && (
              <button type="button" className="button primary" onClick={() => setDeciding(true)}>
                Decide
              </button>
            )
          }
          tabs={
            <Tabs
              label="Trial"
              tabs={[
                ['Charter', paths.trial(id)],
                ['Evaluation report', paths.trial(id, 'report')],
                ['Compare', paths.trial(id, 'compare')],
                ['Decision memo', paths.trial(id, 'memo')],
              ]}
            />
          }
        >
          {children(trial)}
          {deciding && <DecideDialog trial={trial} close={() => setDeciding(false)} />}
        </Page>
      )}
    </Answer>
  )
}
