import type { Trial } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { DECISION_TONES } from '../../ui/tones.ts'
import { Meter, Pill, Time } from '../../ui/values.tsx'
import { money } from '../../ui/words.ts'

const STAGES = [
  ['proposed', 'Proposed'],
  ['compliance', 'Compliance'],
  ['running', 'Running'],
  ['review', 'Review'],
  ['decided', 'Decided'],
  ['expired', 'Expired'],
] as const

/** Where is each trial, and what is stuck? */
export function TrialsScreen() {
  const trials = usePages('listTrials')
  return (
    <Page
      title="Trials"
      lead="Evaluations in a time box and a budget. Each ends in buy or no-buy, and stays findable."
      action={<NewTrialLink />}
    >
      <Answer
        to={trials}
        lines={8}
        emptyNotice={
          <Panel flush>
            <Notice icon="trial" title="No trial yet">
              <p>
                A trial has a hypothesis, acceptance bands frozen before any data lands, people, and
                an end.
              </p>
            </Notice>
          </Panel>
        }
      >
        {(all) => (
          <section className="board" aria-label="Trials by stage">
            {STAGES.map(([stage, title]) => (
              <Stage key={stage} title={title} trials={all.filter((one) => one.stage === stage)} />
            ))}
          </section>
        )}
      </Answer>
    </Page>
  )
}

function NewTrialLink() {
  return (
    <Link className="button primary" to="/trials/new">
      New trial
    </Link>
  )
}

/** A stage that nothing is in takes no room: the others would be out of sight. */
function Stage({ title, trials }: { title: string; trials: readonly Trial[] }) {
  if (trials.length === 0) return null
  return (
    <section>
      <h2>
        {title} <span className="faint">{trials.length}</span>
      </h2>
      {trials.map((trial) => (
        <TrialCard key={trial.id} trial={trial} />
      ))}
    </section>
  )
}

function TrialCard({ trial }: { trial: Trial }) {
  const { metrics, decision, decidedAt, spentUsd, budgetUsd } = trial
  const spent = budgetUsd > 0 ? spentUsd / budgetUsd : 0
  return (
    <Link to={paths.trial(trial.id)} className="card">
      <strong>{trial.title}</strong>
      {trial.vendor && <span className="small soft">{trial.vendor}</span>}
      <span className="row small">
        {decision && <Pill tone={DECISION_TONES[decision]}>{decision}</Pill>}
        <span className="faint">
          {decidedAt ? <Time at={decidedAt} /> : <>ends {<Time at={trial.endsAt} />}</>}
        </span>
      </span>
      {metrics && (
        <span className="small">
          <span className="good">{metrics.passed} passed</span>,{' '}
          <span className={metrics.failed > 0 ? 'bad' : 'faint'}>{metrics.failed} failed</span>
        </span>
      )}
      <Meter share={spent} tone={spent > 0.9 ? 'warn' : 'info'} />
      <span className="small faint">
        {money(spentUsd)} of {money(budgetUsd)}
      </span>
    </Link>
  )
}
