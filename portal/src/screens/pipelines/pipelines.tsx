import type { Pipeline } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { DEADLINE_TONES, PIPELINE_TONES, RUN_TONES } from '../../ui/tones.ts'
import { AccountName, Pill, Time } from '../../ui/values.tsx'
import { count, duration } from '../../ui/words.ts'

const EVERY_MS = 10_000

const COLUMNS: readonly TableColumn<Pipeline>[] = [
  {
    name: 'Pipeline',
    by: ({ name }) => name,
    cell: ({ id, name }) => <Link to={paths.pipeline(id)}>{name}</Link>,
  },
  {
    name: 'State',
    by: ({ state }) => state,
    cell: ({ state }) => <Pill tone={PIPELINE_TONES[state]}>{state}</Pill>,
  },
  {
    name: 'Next deadline',
    by: ({ deadline }) => deadline?.nextAt,
    cell: ({ deadline }) => (deadline?.nextAt ? <Time at={deadline.nextAt} /> : '–'),
  },
  {
    name: 'Margin',
    by: ({ deadline }) => deadline?.marginSeconds,
    cell: ({ deadline }) =>
      deadline ? (
        <Pill tone={DEADLINE_TONES[deadline.state]}>
          {deadline.marginSeconds === undefined
            ? deadline.state
            : `${deadline.state}, ${duration(deadline.marginSeconds)}`}
        </Pill>
      ) : (
        '–'
      ),
  },
  {
    name: 'Last run',
    cell: ({ lastRun }) =>
      lastRun ? (
        <Link to={paths.run(lastRun.id)}>
          <span className={RUN_TONES[lastRun.state]}>{lastRun.state}</span>{' '}
          <Time at={lastRun.startedAt} />
        </Link>
      ) : (
        'never'
      ),
  },
  {
    name: 'Slices',
    number: true,
    by: ({ slicesMissing }) => slicesMissing,
    cell: ({ slicesDone, slicesMissing }) =>
      `${count(slicesDone)} done, ${count(slicesMissing)} missing`,
  },
  { name: 'Account', cell: ({ account }) => <AccountName account={account} /> },
]

/** Will all be on time? */
export function PipelinesScreen() {
  const pipelines = usePages('listPipelines', {}, { everyMs: EVERY_MS })
  return (
    <Page
      title="Pipelines"
      lead="Each is alone in its application, with its own role, caps and deadline."
    >
      <Panel flush>
        <Answer
          to={pipelines}
          emptyNotice={
            <Notice icon="pipeline" title="No pipeline yet">
              <p>
                A script that proved itself in a notebook is promoted to one:{' '}
                <code>millrace pipeline promote</code>.
              </p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Pipelines"
              columns={COLUMNS}
              rows={rows}
              rowKey={({ id }) => id}
              more={pipelines.more}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  )
}
