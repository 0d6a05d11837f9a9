import { usePages } from '../../api/queries.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Time } from '../../ui/values.tsx'
import { count } from '../../ui/words.ts'
import { DatasetFrame, useDatasetParams } from './frame.tsx'

const amount = (value: number | undefined) => (value === undefined ? '–' : count(value))

/** Every state that this table was in; each can be read again by its snapshot. */
export function HistoryScreen() {
  const snapshots = usePages('listSnapshots', { params: useDatasetParams() })
  return (
    <DatasetFrame>
      {() => (
        <Panel flush>
          <Answer to={snapshots} emptyNotice={<Notice title="Nothing was ever written to it" />}>
            {(rows) => (
              <DataTable
                label="Snapshots"
                rows={rows}
                rowKey={({ id }) => id}
                more={snapshots.more}
                columns={[
                  {
                    name: 'When',
                    cell: ({ committedAt }) => <Time at={committedAt} both />,
                    by: ({ committedAt }) => committedAt,
                  },
                  { name: 'Change', cell: ({ operation }) => operation },
                  { name: 'Added', number: true, cell: (row) => amount(row.addedRows) },
                  { name: 'Removed', number: true, cell: (row) => amount(row.removedRows) },
                  { name: 'Rows then', number: true, cell: (row) => amount(row.totalRows) },
                  { name: 'Snapshot', cell: ({ id }) => <code className="faint">{id}</code> },
                ]}
              />
            )}
          </Answer>
        </Panel>
      )}
    </DatasetFrame>
  )
}
