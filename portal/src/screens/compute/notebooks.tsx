import type { Notebook } from '@millrace/contract'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct, useAsk } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { ChoiceField, FormTrouble } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { machineTone } from '../../ui/tones.ts'
import { Pill, Time, Who } from '../../ui/values.tsx'
import { ComputePage } from './frame.tsx'

const EVERY_MS = 3000
/** No ARN: the notebook has one’s own rights. */
const MYSELF = ''

const COLUMNS: readonly TableColumn<Notebook>[] = [
  {
    name: 'Runs as',
    cell: ({ role }) => (role ? <Who arn={role} /> : <span className="faint">myself</span>),
  },
  {
    name: 'State',
    by: ({ state }) => state,
    cell: ({ state, reason }) => (
      <>
        <Pill tone={machineTone(state)}>{state}</Pill>{' '}
        {reason && <span className="small faint">{reason}</span>}
      </>
    ),
  },
  {
    name: 'Opened',
    by: ({ openedAt }) => openedAt,
    cell: ({ openedAt }) => <Time at={openedAt} />,
  },
  { name: 'Ended', cell: ({ endedAt }) => (endedAt ? <Time at={endedAt} /> : '–') },
]

/** JupyterLab of one’s own, as a role of one’s choice; it opens already signed in. */
export function NotebooksScreen() {
  const notebooks = useAsk('listNotebooks', {}, { everyMs: EVERY_MS })
  const enter = useAct('enterNotebook', ['listNotebooks'], ({ url }) => {
    window.open(url, '_blank', 'noopener')
  })
  const stop = useAct('stopNotebook', ['listNotebooks'])
  const columns: readonly TableColumn<Notebook>[] = [
    ...COLUMNS,
    {
      name: 'Action',
      tight: true,
      cell: (notebook) => (
        <Actions
          notebook={notebook}
          enter={(id) => enter.mutate({ params: { id } })}
          stop={(id) => stop.mutate({ params: { id } })}
        />
      ),
    },
  ]
  return (
    <ComputePage>
      <FormTrouble error={enter.error ?? stop.error} />
      <div className="stack">
        <Panel title="Open JupyterLab">
          <Answer to={notebooks} lines={2}>
            {({ roles }) => <OpenForm roles={roles} />}
          </Answer>
        </Panel>
        <Panel title="Notebooks of yours" flush>
          <Answer
            to={notebooks}
            empty={({ items }) => items.length === 0}
            emptyNotice={
              <Notice icon="play" title="No notebook yet">
                <p>Open one above: PySpark, EMR and plain Python are ready in it.</p>
              </Notice>
            }
          >
            {({ items }) => (
              <DataTable label="Notebooks" columns={columns} rows={items} rowKey={({ id }) => id} />
            )}
          </Answer>
        </Panel>
      </div>
    </ComputePage>
  )
}

function Actions(props: {
  notebook: Notebook
  enter: (id: string) => void
  stop: (id: string) => void
}) {
  const { id, mayEnter, mayStop } = props.notebook
  return (
    <span className="row" style={{ flexWrap: 'nowrap' }}>
      {mayEnter && (
        <button
          type="button"
          className="button small"
          aria-label={`Enter notebook ${id}`}
          onClick={() => props.enter(id)}
        >
          Enter
        </button>
      )}
      {mayStop && (
        <button
          type="button"
          className="button small danger"
          aria-label={`Stop notebook ${id}`}
          onClick={() => props.stop(id)}
        >
          Stop
        </button>
      )}
    </span>
  )
}

/** Opens and enters in one go: the new tab waits until Jupyter answers. */
function OpenForm({ roles }: { roles: readonly string[] }) {
  const [role, setRole] = useState(roles[0] ?? MYSELF)
  const open = useAct('openNotebook', ['listNotebooks'], async ({ id }) => {
    const { url } = await call('enterNotebook', { params: { id } })
    window.open(url, '_blank', 'noopener')
  })
  return (
    <form
      className="panel-body stack"
      onSubmit={(event) => {
        event.preventDefault()
        open.mutate({ body: role === MYSELF ? {} : { role } })
      }}
    >
      <ChoiceField
        label="Runs as"
        hint="Its code reads what this role may read. Your files are the same for each."
        value={role}
        change={setRole}
        choices={[...roles.map(roleChoice), [MYSELF, 'myself, with my own rights']]}
      />
      <FormTrouble error={open.error} />
      <div className="row">
        <button type="submit" className="button primary" disabled={open.isPending}>
          Open JupyterLab
        </button>
      </div>
    </form>
  )
}

function roleChoice(arn: string): readonly [value: string, text: string] {
  return [arn, arn.split('/').at(-1) ?? arn]
}
