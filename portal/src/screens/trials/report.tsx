import type { Metric, Report } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { Chart } from '../../ui/chart.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { METRIC_TONES } from '../../ui/tones.ts'
import { Facts, Pill, Time } from '../../ui/values.tsx'
import { count } from '../../ui/words.ts'
import { TrialFrame, useTrialId } from './frame.tsx'

const VERDICTS = { passed: 'passed', failed: 'failed', noted: 'noted' } as const

/** Is the data good, honest, new? Made by the platform, without anybody's code. */
export function ReportScreen() {
  const report = useAsk('getReport', { params: { id: useTrialId() } })
  return (
    <TrialFrame>
      {() => (
        <Answer to={report} lines={8}>
          {(data) => <ReportPage report={data} />}
        </Answer>
      )}
    </TrialFrame>
  )
}

function ReportPage({ report }: { report: Report }) {
  return (
    <div className="beside">
      <div className="stack loose">
        {report.sections.map(({ title, summary, metrics }) => (
          <section key={title} className="stack" id={anchor(title)}>
            <div>
              <h2>{title}</h2>
              <p className="soft">{summary}</p>
            </div>
            {metrics.map((metric) => (
              <MetricPanel key={metric.id} metric={metric} />
            ))}
          </section>
        ))}
      </div>
      <Panel title="This report">
        <div className="stack">
          <Overall report={report} />
          <Facts
            facts={[
              ['Made', <Time key="made" at={report.madeAt} both />],
              ['Window', report.from && `${report.from} to ${report.to}`],
              ['Code', <code key="code">{report.codeVersion}</code>],
              ...report.vintages.map(
                ({ dataset, snapshot }) =>
                  [dataset, <code key={dataset}>{snapshot}</code>] as const,
              ),
            ]}
          />
        </div>
      </Panel>
    </div>
  )
}

function Overall({ report }: { report: Report }) {
  return (
    <ul className="stack" style={{ gap: 4 }}>
      {report.sections.map(({ title, metrics }) => {
        const failed = metrics.filter(({ verdict }) => verdict === 'failed').length
        return (
          <li key={title} className="row apart">
            <a href={`#${anchor(title)}`}>{title}</a>
            <Pill tone={failed > 0 ? 'bad' : 'good'}>
              {failed > 0 ? `${failed} failed` : 'all passed'}
            </Pill>
          </li>
        )
      })}
    </ul>
  )
}

function MetricPanel({ metric }: { metric: Metric }) {
  const { verdict, missing, gate, gateFrom, observations, window } = metric
  const facts = [
    gate && `gate ${gate} (${gateFrom === 'charter' ? 'from the charter' : 'our proposal'})`,
    observations !== undefined && `n = ${count(observations)}`,
    window,
  ].filter(Boolean)
  return (
    <article className="panel" id={metric.id}>
      <div className="panel-head">
        <h3>
          <code className="faint">{metric.id}</code> {metric.name}
        </h3>
        <span className="row">
          <b>{metric.text ?? '–'}</b>
          <Pill tone={METRIC_TONES[verdict]}>
            {verdict === 'not-computable' ? 'not computable' : VERDICTS[verdict]}
          </Pill>
        </span>
      </div>
      <div className="panel-body stack">
        {metric.plot && <Chart label={`${metric.name}: ${metric.text ?? ''}`} plot={metric.plot} />}
        {missing && <p className="callout">Not computable: {missing}</p>}
        <p className="small soft">{metric.definition}</p>
        {facts.length > 0 && <p className="small faint">{facts.join(' · ')}</p>}
      </div>
    </article>
  )
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}
