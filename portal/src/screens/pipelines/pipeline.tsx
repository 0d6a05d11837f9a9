import type { DatasetRef, PipelineDetail, Slice } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { Panel } from '../../ui/page.tsx'
import { Notice } from '../../ui/states.tsx'
import { DEADLINE_TONES, SLICE_TONES } from '../../ui/tones.ts'
import { Facts, Figures, Pill, Time, Who } from '../../ui/values.tsx'
import { count, duration, triggerText } from '../../ui/words.ts'
import { Chain } from './chain.tsx'
import { PipelineFrame } from './frame.tsx'

/** What is processed, at which vintages, with what code, and until when? */
export function PipelineScreen() {
  return <PipelineFrame>{(pipeline) => <Overview pipeline={pipeline} />}</PipelineFrame>
}

function Overview({ pipeline }: { pipeline: PipelineDetail }) {
  return (
    <div className="stack loose">
      <Figures figures={figuresOf(pipeline)} />
      <div className="beside">
        <div className="stack loose">
          {pipeline.chain.length > 0 && (
            <Panel title="What the deadline hangs on">
              <Chain links={pipeline.chain} />
            </Panel>
          )}
          <Panel title="Interval ledger">
            <Ledger slices={pipeline.ledger} />
          </Panel>
          <Panel title="Checks before the output counts">
            <Facts facts={pipeline.checks.map(({ name, text }) => [name, text] as const)} />
            {pipeline.checks.length === 0 && <p className="soft">None.</p>}
          </Panel>
        </div>
        <Panel title="How it runs">
          <Facts facts={factsOf(pipeline)} />
        </Panel>
      </div>
    </div>
  )
}

function figuresOf({ deadline, slicesDone, slicesMissing }: PipelineDetail) {
  const margin = deadline?.marginSeconds
  return [
    {
      name: 'Deadline',
      value: deadline ? (
        <Pill tone={DEADLINE_TONES[deadline.state]}>{deadline.state}</Pill>
      ) : (
        'none'
      ),
    },
    { name: 'Next', value: deadline?.nextAt ? <Time at={deadline.nextAt} /> : '–' },
    { name: 'Margin', value: margin === undefined ? '–' : duration(margin) },
    { name: 'Slices done', value: count(slicesDone), note: `${count(slicesMissing)} missing` },
  ]
}

function factsOf({
  application,
  role,
  trigger,
  schedule,
  nextAt,
  inputs,
  outputs,
  script,
  deadline,
}: PipelineDetail) {
  const { caps } = application
  return [
    ['Role', <Who key="role" arn={role} />],
    ['Runs when', schedule ?? triggerText(trigger)],
    ['Next', nextAt && <Time key="next" at={nextAt} />],
    ['Deadline', deadline?.promise],
    ['Reads', <Datasets key="in" all={inputs} />],
    ['Writes', <Datasets key="out" all={outputs} />],
    ['Application', <code key="application">{application.id}</code>],
    ['State', application.state.toLowerCase()],
    ['Caps', `${caps.vcpu} vCPU, ${caps.memoryGb} GB memory, ${caps.diskGb} GB disk`],
    ['Code', <code key="code">{script.commit.slice(0, 10)}</code>],
  ] as const
}

function Datasets({ all }: { all: readonly DatasetRef[] }) {
  return all.map((dataset) => (
    <div key={`${dataset.account.id}.${dataset.database}.${dataset.table}`}>
      <Link to={paths.dataset(dataset)}>
        {dataset.database}.{dataset.table}
      </Link>
    </div>
  ))
}

const MARKS: Readonly<Record<Slice['state'], string>> = {
  done: '✓',
  missing: '·',
  running: '…',
  stale: '↻',
  failed: '!',
}

/** One square a slice of input: done, missing, or done with an older vintage or code. */
function Ledger({ slices }: { slices: readonly Slice[] }) {
  if (slices.length === 0) return <Notice icon="pipeline" title="No input has come yet" />
  return (
    <ul className="day-grid">
      {slices.map((slice) => {
        const label = describe(slice)
        const face = `day ${SLICE_TONES[slice.state]}`
        return (
          <li key={slice.slice}>
            {slice.runId ? (
              <Link to={paths.run(slice.runId)} className={face} title={label} aria-label={label}>
                {MARKS[slice.state]}
              </Link>
            ) : (
              <span className={face} title={label} role="img" aria-label={label}>
                {MARKS[slice.state]}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function describe({ slice, state, vintage, codeVersion }: Slice): string {
  const parts = [
    `${slice}: ${state}`,
    vintage !== undefined && `vintage ${vintage}`,
    codeVersion && `code ${codeVersion.slice(0, 10)}`,
  ]
  return parts.filter(Boolean).join(', ')
}
