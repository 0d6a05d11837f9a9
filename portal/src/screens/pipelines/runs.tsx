import type { Run } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { RUN_TONES } from '../../ui/tones.ts'
import { Pill, Time } from '../../ui/values.tsx'
import { causeText, counted, duration } from '../../ui/words.ts'
import { PipelineFrame, usePipelineId } from './frame.tsx'

const EVERY_MS = 5000

const COLUMNS: readonly TableColumn<Run>[] = [
  {
    name: 'Queued',
    by: ({ queuedAt }) => queuedAt,
    cell: ({ id, queuedAt }) => (
      <Link to={paths.run(id)}>
        <Time at={queuedAt} />
      </Link>
    ),
  },
  {
    name: 'State',
    by: ({ state }) => state,
    cell: ({ state }) => <Pill tone={RUN_TONES[state]}>{state}</Pill>,
  },
  { name: 'Because', cell: ({ cause }) => causeText(cause) },
  { name: 'Slices', number: true, cell: ({ slices }) => counted(slices.length, 'slice') },
  { name: 'Took', number: true, by: seconds, cell: (run) => took(run) },
  { name: 'Error', cell: ({ error }) => (error ? <span className="bad">{error}</span> : '–') },
]

export function RunsScreen() {
  const runs = usePages('listRuns', { params: { id: usePipelineId() } }, { everyMs: EVERY_MS })
  return (
    <PipelineFrame>
      {() => (
        <Panel flush>
          <Answer to={runs} emptyNotice={<Notice icon="play" title="It never ran yet" />}>
            {(rows) => (
              <DataTable
                label="Runs"
                columns={COLUMNS}
                rows={rows}
                rowKey={({ id }) => id}
                more={runs.more}
              />
            )}
          </Answer>
        </Panel>
      )}
    </PipelineFrame>
  )
}

function seconds({ startedAt, endedAt }: Run): number | undefined {
  if (!startedAt || !endedAt) return undefined
  return (Date.parse(endedAt) - Date.parse(startedAt)) / 1000
}

function took(run: Run): string {
  const value = seconds(run)
  return value === undefined ? '–' : duration(value)
}
