import type { Session } from '@millrace/contract'
import { useState } from 'react'
import { useAct, usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { FormTrouble } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { machineTone } from '../../ui/tones.ts'
import { Pill, Time, Who } from '../../ui/values.tsx'
import { ComputePage } from './frame.tsx'
import { type Act, KeepAndStop } from './keep-and-stop.tsx'
import { SessionLogDialog } from './session-log.tsx'

const EVERY_MS = 4000

const COLUMNS: readonly TableColumn<Session>[] = [
  {
    name: 'Session',
    cell: ({ id, name, kind }) => (
      <>
        <span className="long-name">{name ?? 'unnamed'}</span>
        <div className="small faint">
          <code>{id}</code> {kind}
        </div>
      </>
    ),
  },
  {
    name: 'State',
    by: ({ state }) => state,
    cell: ({ state, reason }) => (
      <>
        <Pill tone={machineTone(state)}>{state.replaceAll('_', ' ')}</Pill>
        {reason && <div className="small soft">{reason}</div>}
      </>
    ),
  },
  { name: 'Runs as', cell: ({ principal }) => <Who arn={principal} /> },
  {
    name: 'Started',
    by: ({ startedAt }) => startedAt,
    cell: ({ startedAt, lastUsedAt }) => (
      <>
        <Time at={startedAt} />
        {lastUsedAt && (
          <div className="small faint">
            used <Time at={lastUsedAt} />
          </div>
        )}
      </>
    ),
  },
  {
    name: 'Ends when idle',
    cell: ({ idleEndsAt, endedAt }) => {
      if (idleEndsAt) return <Time at={idleEndsAt} />
      return endedAt ? <span className="faint">ended</span> : '–'
    },
  },
  { name: 'Statements', number: true, cell: ({ statements }) => statements ?? '–' },
]

/** Every driver that runs with my rights, or those of my roles. */
export function SessionsScreen() {
  const sessions = usePages('listSessions', {}, { everyMs: EVERY_MS })
  const stop = useAct('stopSession', ['listSessions'])
  const keep = useAct('keepSession', ['listSessions'])
  const show = useAct('openSessionDashboard', [], ({ url }) => {
    window.open(url, '_blank', 'noopener')
  })
  const [logOf, setLogOf] = useState<string>()
  const showUi = (id: string) => show.mutate({ params: { id } })
  const act = { stop, keep, showLog: setLogOf, showUi }
  const columns: readonly TableColumn<Session>[] = [
    ...COLUMNS,
    { name: 'Action', tight: true, cell: (session) => <Actions {...session} {...act} /> },
  ]
  return (
    <ComputePage>
      <FormTrouble error={stop.error ?? keep.error ?? show.error} />
      <Panel flush>
        <Answer to={sessions} emptyNotice={<Notice icon="play" title="No session runs" />}>
          {(rows) => (
            <DataTable
              label="Sessions"
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              more={sessions.more}
            />
          )}
        </Answer>
      </Panel>
      {logOf !== undefined && <SessionLogDialog id={logOf} close={() => setLogOf(undefined)} />}
    </ComputePage>
  )
}

interface Acts {
  stop: Act
  keep: Act
  showLog(id: string): void
  showUi(id: string): void
}

function Actions(props: Session & Acts) {
  const { id, mayStop, stop, keep, showLog, showUi } = props
  return (
    <span className="row">
      <button
        type="button"
        className="button small"
        aria-label={`Log of session ${id}`}
        onClick={() => showLog(id)}
      >
        Log
      </button>
      <button
        type="button"
        className="button small"
        aria-label={`Spark UI of session ${id}`}
        onClick={() => showUi(id)}
      >
        Spark UI
      </button>
      {mayStop && <KeepAndStop id={id} what={`session ${id}`} keep={keep} stop={stop} />}
    </span>
  )
}
