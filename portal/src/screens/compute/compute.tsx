import type { Cluster } from '@millrace/contract'
import { useAct, usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { FormTrouble } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { machineTone } from '../../ui/tones.ts'
import { Pill, Time } from '../../ui/values.tsx'
import { money } from '../../ui/words.ts'
import { ComputePage } from './frame.tsx'
import { type Act, KeepAndStop } from './keep-and-stop.tsx'

const EVERY_MS = 4000

/** What runs, as whom, and what does it cost? */
export function ComputeScreen() {
  const clusters = usePages('listClusters', {}, { everyMs: EVERY_MS })
  const stop = useAct('stopCluster', ['listClusters'])
  const keep = useAct('keepCluster', ['listClusters'])
  const act = { stop, keep }
  const columns: readonly TableColumn<Cluster>[] = [
    ...COLUMNS,
    { name: 'Action', tight: true, cell: (cluster) => <Actions {...cluster} {...act} /> },
  ]
  return (
    <ComputePage>
      <FormTrouble error={stop.error ?? keep.error} />
      <Panel flush>
        <Answer
          to={clusters}
          emptyNotice={
            <Notice icon="compute" title="You have no cluster">
              <p>Start one from the catalogue; it stops by itself when it is idle.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Clusters"
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              more={clusters.more}
            />
          )}
        </Answer>
      </Panel>
    </ComputePage>
  )
}

function Actions(props: Cluster & { stop: Act; keep: Act }) {
  const { id, name, mayStop, idleEndsAt, stop, keep } = props
  if (!mayStop) return null
  return (
    <span className="row">
      <KeepAndStop id={id} what={name} keep={idleEndsAt ? keep : undefined} stop={stop} />
    </span>
  )
}

const COLUMNS: readonly TableColumn<Cluster>[] = [
  {
    name: 'Cluster',
    by: ({ name }) => name,
    cell: ({ id, name }) => (
      <>
        <b>{name}</b>
        <div className="small faint">
          <code>{id}</code>
        </div>
      </>
    ),
  },
  {
    name: 'State',
    by: ({ state }) => state,
    cell: ({ state, reason }) => (
      <>
        <Pill tone={machineTone(state)}>{state.toLowerCase().replaceAll('_', ' ')}</Pill>
        {reason && <div className="small soft">{reason}</div>}
      </>
    ),
  },
  {
    name: 'Size',
    cell: ({ instanceType, vcpu, memoryGb }) =>
      [instanceType, vcpu && `${vcpu} vCPU`, memoryGb && `${memoryGb} GB`]
        .filter(Boolean)
        .join(', ') || '–',
  },
  {
    name: 'Started',
    by: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    name: 'Ends when idle',
    cell: ({ idleEndsAt, live }) => (live && idleEndsAt ? <Time at={idleEndsAt} /> : '–'),
  },
  {
    name: 'Cost',
    number: true,
    by: ({ costUsd }) => costUsd,
    cell: ({ costUsd }) => (costUsd === undefined ? '–' : money(costUsd)),
  },
]
