import type { Metric, Report, TrialDetail } from '@millrace/contract'
import { useState } from 'react'
import { call, Refusal } from '../../api/client.ts'
import { useAsk } from '../../api/queries.ts'
import { Chart } from '../../ui/chart.tsx'
import { Panel } from '../../ui/page.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Answer, Notice } from '../../ui/states.tsx'
import { METRIC_TONES } from '../../ui/tones.ts'
import { Facts, Pill, Time } from '../../ui/values.tsx'
import { count } from '../../ui/words.ts'
import { TrialFrame, useTrialId } from './frame.tsx'
import { Measure } from './measure.tsx'

const VERDICTS = { passed: 'passed', failed: 'failed', noted: 'noted' } as const

/** Is the data good, honest, new? Made by the platform, without anybody's code. */
export function ReportScreen() {
  const report = useAsk('getReport', { params: { id: useTrialId() } })
  return (
    <TrialFrame>
      {(trial) =>
        isNone(report.error) ? (
          <Notice title="No report yet" action={<Measure trial={trial} />}>
            <p>It comes with the first delivery, once compliance has answered every question.</p>
          </Notice>
        ) : (
          <Answer to={report} lines={8}>
            {(data) => <ReportPage report={data} trial={trial} />}
          </Answer>
        )
      }
    </TrialFrame>
  )
}

function isNone(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'trials.no-report'
}

function ReportPage({ report, trial }: { report: Report; trial: TrialDetail }) {
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
          <Files id={report.trialId} />
          <Measure trial={trial} />
          <Facts
            facts={[
              ['Made', <Time key="made" at={report.madeAt} both />],
              ['Window', report.from && `${report.from} to ${report.to}`],
              ['Code', <code key="code">{report.codeVersion}</code>],
              [
                'Named after the bands froze',
                report.namedLater && <span key="later">{report.namedLater.join(', ')}</span>,
              ],
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

const FORMATS = [
  ['pdf', 'PDF'],
  ['html', 'HTML'],
  ['json', 'JSON'],
] as const

/** The report as a file; each needs nothing else to be read or printed. */
function Files({ id }: { id: string }) {
  const [refused, setRefused] = useState('')
  const keep = async (format: (typeof FORMATS)[number][0]) => {
    setRefused('')
    try {
      saveFile(await call('exportReport', { params: { id }, query: { format } }))
    } catch (error) {
      setRefused((error as Error).message)
    }
  }
  return (
    <div className="row">
      {FORMATS.map(([format, text]) => (
        <button key={format} type="button" className="button" onClick={() => void keep(format)}>
          {text}
        </button>
      ))}
      {refused && <p className="callout">{refused}</p>}
    </div>
  )
}

function Overall({ report }: { report: Report }) {
  return (
    <ul className="stack" style={{ gap: 4 }}>
      {report.sections.map(({ title, metrics }) => {
        const of = (wanted: Metric['verdict']) =>
          metrics.filter(({ verdict }) => verdict === wanted).length
        const [failed, passed, open] = [of('failed'), of('passed'), of('not-computable')]
        return (
          <li key={title} className="row apart">
            <a href={`#${anchor(title)}`}>{title}</a>
            <span className="row">
              {open > 0 && <span className="small faint">{open} open</span>}
              <Pill tone={failed > 0 ? 'bad' : passed > 0 ? 'good' : 'mute'}>
                {failed > 0 ? `${failed} failed` : `${passed} passed`}
              </Pill>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function MetricPanel({ metric }: { metric: Metric }) {
  const { verdict, missing, remedy, gate, gateFrom, observations, window } = metric
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
        {missing && (
          <p className="callout">
            <span>
              Not computable: {missing}. {remedy && <Remedy text={remedy} />}
            </span>
          </p>
        )}
        <p className="small soft">{metric.definition}</p>
        {facts.length > 0 && <p className="small faint">{facts.join(' · ')}</p>}
      </div>
    </article>
  )
}

/** Names of the charter's members stand between backticks. */
function Remedy({ text }: { text: string }) {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part : <code key={part}>{part}</code>))
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}
