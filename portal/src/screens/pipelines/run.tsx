import type { RunDetail } from '@millrace/contract'
import { Link, useParams } from '@tanstack/react-router'
import { useAct, useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { FormTrouble } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { RUN_TONES } from '../../ui/tones.ts'
import { Facts, Meter, Pill, Time, Who } from '../../ui/values.tsx'
import { causeText, counted, duration, sentence } from '../../ui/words.ts'
import type { Act } from '../compute/keep-and-stop.tsx'
import { LiveLog } from './live-log.tsx'
import { StageBars } from './stage-bars.tsx'

const EVERY_MS = 2000

/** Why is it slow, or why did it fail? */
export function RunScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const run = useAsk('getRun', { params: { id } }, { everyMs: EVERY_MS })
  return (
    <Answer to={run} lines={8} page>
      {(data) => <RunPage run={data} />}
    </Answer>
  )
}

function RunPage({ run }: { run: RunDetail }) {
  const cancel = useAct('cancelRun', ['getRun', 'listRuns'])
  return (
    <Page
      title={`Run of ${run.pipeline}`}
      lead={sentence(causeText(run.cause))}
      trail={[
        ['Pipelines', '/pipelines'],
        [run.pipeline, paths.pipeline(run.pipelineId)],
      ]}
      marks={<Pill tone={RUN_TONES[run.state]}>{run.state}</Pill>}
      action={
        <span className="row">
          <SparkUi id={run.id} />
          {run.mayCancel && <Cancel cancel={cancel} id={run.id} />}
        </span>
      }
    >
      <div className="stack loose">
        <FormTrouble error={cancel.error} />
        {run.error && <p className="callout bad">{run.error}</p>}
        <div className="beside">
          <div className="stack loose">
            <Panel title="Stages">
              <StageBars stages={run.stages} />
            </Panel>
            <Panel title="Log" flush>
              <LiveLog runId={run.id} />
            </Panel>
          </div>
          <div className="stack loose">
            <Panel title="Facts">
              <Facts facts={factsOf(run)} />
            </Panel>
            <Panel title="Caps">
              <Caps run={run} />
            </Panel>
          </div>
        </div>
      </div>
    </Page>
  )
}

function Cancel({ cancel, id }: { cancel: Act; id: string }) {
  return (
    <button
      type="button"
      className="button danger"
      disabled={cancel.isPending}
      onClick={() => cancel.mutate({ params: { id } })}
    >
      Cancel the run
    </button>
  )
}

/** The new tab waits until there is something to see. */
function SparkUi({ id }: { id: string }) {
  const show = useAct('openRunDashboard', [], ({ url }) => {
    window.open(url, '_blank', 'noopener')
  })
  return (
    <>
      <FormTrouble error={show.error} />
      <button
        type="button"
        className="button"
        disabled={show.isPending}
        onClick={() => show.mutate({ params: { id } })}
      >
        Spark UI
      </button>
    </>
  )
}

function factsOf(run: RunDetail) {
  const { queuedAt, startedAt, endedAt, inputs, outputs } = run
  const took = startedAt && endedAt && (Date.parse(endedAt) - Date.parse(startedAt)) / 1000
  return [
    ['Role', <Who key="role" arn={run.role} />],
    ['Queued', <Time key="queued" at={queuedAt} both />],
    ['Started', startedAt && <Time key="started" at={startedAt} both />],
    ['Took', took ? duration(took) : undefined],
    ['Slices', run.slices.length > 3 ? counted(run.slices.length, 'slice') : run.slices.join(', ')],
    ['Code', run.codeVersion && <code key="code">{run.codeVersion.slice(0, 10)}</code>],
    ...inputs.map(({ dataset, vintage }) => ['Read', named(dataset, vintage)] as const),
    ...outputs.map(({ dataset, addedRows }) => {
      const added = addedRows === undefined ? undefined : `+${counted(addedRows, 'row')}`
      return ['Wrote', named(dataset, added)] as const
    }),
  ] as const
}

function named(dataset: RunDetail['inputs'][number]['dataset'], note: string | undefined) {
  return (
    <>
      <Link to={paths.dataset(dataset)}>
        {dataset.database}.{dataset.table}
      </Link>{' '}
      <span className="faint">{note}</span>
    </>
  )
}

function Caps({ run: { caps } }: { run: RunDetail }) {
  return (
    <ul className="stack">
      {caps.map(({ name, used, cap, unit }) => {
        const share = (used ?? 0) / cap
        return (
          <li key={name} className="stack" style={{ gap: 3 }}>
            <span className="row apart">
              {name}
              <span className="faint">
                {used === undefined ? 'at most' : `${used} of`} {cap} {unit}
              </span>
            </span>
            {used !== undefined && <Meter share={share} tone={share > 0.9 ? 'bad' : 'info'} />}
          </li>
        )
      })}
    </ul>
  )
}
