import type { Metric, Report } from '@millrace/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useAsk, usePages } from '../../api/queries.ts'
import { ChoiceField } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { METRIC_TONES } from '../../ui/tones.ts'
import { Pill } from '../../ui/values.tsx'
import { TrialFrame, useTrialId } from './frame.tsx'

/** Which of two datasets is better, metric by metric? Each by its own bands. */
export function CompareScreen() {
  return <TrialFrame>{() => <Choice />}</TrialFrame>
}

function Choice() {
  const id = useTrialId()
  const { with: other = '' } = useSearch({ strict: false }) as { with?: string }
  const navigate = useNavigate()
  const trials = usePages('listTrials')
  return (
    <div className="stack loose">
      <Answer to={trials} lines={1}>
        {(all) => (
          <ChoiceField
            label="Compare with"
            value={other}
            change={(value) =>
              void navigate({ to: '.', search: { with: value } as never, replace: true })
            }
            choices={[
              ['', 'Choose a trial'],
              ...all.filter((one) => one.id !== id).map((one) => [one.id, one.title] as const),
            ]}
          />
        )}
      </Answer>
      {other === '' ? (
        <Panel flush>
          <Notice icon="trial" title="Nothing to compare yet">
            <p>Choose another trial: its report is put beside this one.</p>
          </Notice>
        </Panel>
      ) : (
        <Both one={id} other={other} />
      )}
    </div>
  )
}

function Both({ one, other }: { one: string; other: string }) {
  const first = useAsk('getReport', { params: { id: one } })
  const second = useAsk('getReport', { params: { id: other } })
  return (
    <Answer to={first} lines={8}>
      {(left) => (
        <Answer to={second} lines={8}>
          {(right) => <Sections left={left} right={right} />}
        </Answer>
      )}
    </Answer>
  )
}

function Sections({ left, right }: { left: Report; right: Report }) {
  const others = new Map(right.sections.flatMap(({ metrics }) => metrics.map((m) => [m.id, m])))
  return left.sections.map(({ title, metrics }) => (
    <Panel key={title} title={title} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus. */}
      <section className="table-box" aria-label={title} tabIndex={0}>
        <table className="data cards">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">{left.title}</th>
              <th scope="col">{right.title}</th>
            </tr>
          </thead>
          <tbody>
            {metrics.map((metric) => (
              <tr key={metric.id}>
                <td data-label="Metric">
                  <span>
                    <code className="faint">{metric.id}</code> {metric.name}
                  </span>
                </td>
                <td data-label={left.title}>
                  <Value metric={metric} />
                </td>
                <td data-label={right.title}>
                  <Value metric={others.get(metric.id)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  ))
}

function Value({ metric }: { metric: Metric | undefined }) {
  if (!metric) return <span className="faint">not in this report</span>
  const { verdict, text, missing, gate } = metric
  if (verdict === 'not-computable')
    return <span className="small soft">not computable: {missing}</span>
  return (
    <span className="stack" style={{ gap: 2 }}>
      <span className="row">
        <b>{text}</b> <Pill tone={METRIC_TONES[verdict]}>{verdict}</Pill>
      </span>
      {gate && <span className="small faint">{gate}</span>}
    </span>
  )
}
