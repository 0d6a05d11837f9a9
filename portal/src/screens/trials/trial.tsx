import type { TrialDetail } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Facts, Figures, Time, Who } from '../../ui/values.tsx'
import { money, namesIn } from '../../ui/words.ts'
import { Comply } from './comply.tsx'
import { TrialFrame } from './frame.tsx'
import { WorkspacePanel } from './workspace.tsx'

/** Are we on track to decide? */
export function TrialScreen() {
  return <TrialFrame>{(trial) => <Charter trial={trial} />}</TrialFrame>
}

function Charter({ trial }: { trial: TrialDetail }) {
  return (
    <div className="stack loose">
      <Figures figures={figuresOf(trial)} />
      <div className="beside">
        <div className="stack loose">
          <Panel
            title="Acceptance bands"
            flush
            aside={
              trial.frozenAt && (
                <span className="small faint">
                  frozen <Time at={trial.frozenAt} />
                </span>
              )
            }
          >
            <DataTable
              label="Acceptance bands"
              rows={trial.bands}
              rowKey={({ metric }) => metric}
              columns={[
                { name: 'Metric', tight: true, cell: ({ metric }) => <code>{metric}</code> },
                { name: 'Name', cell: ({ name }) => name },
                { name: 'Gate', cell: ({ gate }) => gate },
              ]}
            />
          </Panel>
          <Panel title="What happened">
            <ol className="steps">
              {trial.events.map(({ at, by, text }) => (
                <li key={`${at} ${text}`} className="info">
                  {namesIn(text)}
                  <div className="small faint">
                    <Time at={at} /> by <Who arn={by} />
                  </div>
                </li>
              ))}
            </ol>
          </Panel>
        </div>
        <Side trial={trial} />
      </div>
    </div>
  )
}

function figuresOf({ metrics, spentUsd, budgetUsd, endsAt }: TrialDetail) {
  const verdict = metrics
    ? `${metrics.passed} of ${metrics.passed + metrics.failed}`
    : 'no report yet'
  return [
    { name: 'Ends', value: <Time at={endsAt} /> },
    { name: 'Bands passed', value: verdict },
    { name: 'Spent', value: money(spentUsd), note: `of ${money(budgetUsd)}` },
    { name: 'Not computable', value: metrics?.notComputable ?? '–' },
  ]
}

function Side({ trial }: { trial: TrialDetail }) {
  const asked = trial.stage === 'compliance'
  const answered = trial.compliance.filter(({ answer }) => answer !== undefined)
  return (
    <div className="stack loose">
      <Panel title="Data">
        <ul>
          {trial.datasets.map((dataset) => (
            <li key={`${dataset.database}.${dataset.table}`}>
              <Link to={paths.dataset(dataset)}>
                {dataset.database}.{dataset.table}
              </Link>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="People">
        <Facts
          facts={trial.people.map(({ name, role }) => [role, <Who key={name} arn={name} />])}
        />
      </Panel>
      {trial.workspace && <WorkspacePanel trialId={trial.id} workspace={trial.workspace} />}
      <Panel title="Compliance">
        {asked && <Comply trial={trial} />}
        <dl className="stack">
          {(asked ? answered : trial.compliance).map(({ question, answer, answeredBy }) => (
            <div key={question}>
              <dt className="small soft">{question}</dt>
              <dd>
                {answer ?? <span className="bad">not answered</span>}
                {answeredBy && (
                  <span className="faint small">
                    {' '}
                    <Who arn={answeredBy} />
                  </span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  )
}
