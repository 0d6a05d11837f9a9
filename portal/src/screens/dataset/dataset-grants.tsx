import type { DataFilter, Dataset } from '@millrace/contract'
import { useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { RowActions } from '../../ui/row-actions.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { DeleteFilterDialog, FilterDialog } from '../rules/filter-dialog.tsx'
import { GrantDialog } from '../rules/grant-dialog.tsx'
import { GrantsTable } from '../rules/grants-table.tsx'
import { DatasetFrame, useDatasetParams } from './frame.tsx'

/** Who was given this dataset by name, and through which filters? */
export function DatasetGrantsScreen() {
  return (
    <DatasetFrame>
      {(dataset) => (
        <div className="stack loose">
          <Granted dataset={dataset} />
          <Filters dataset={dataset} />
        </div>
      )}
    </DatasetFrame>
  )
}

function Granted({ dataset }: { dataset: Dataset }) {
  const grants = usePages('listGrantsMade', { query: useDatasetParams() })
  const [open, setOpen] = useState<'grant' | 'share'>()
  return (
    <Panel
      title="Granted by name"
      flush
      aside={
        <span className="row">
          <button type="button" className="button small" onClick={() => setOpen('share')}>
            Share
          </button>
          <button type="button" className="button small primary" onClick={() => setOpen('grant')}>
            Grant
          </button>
        </span>
      }
    >
      <Answer
        to={grants}
        emptyNotice={
          <Notice icon="key" title="Nobody was granted it by name">
            <p>Grants by LF-Tags may reach it: “Grants” lists them, “Why?” explains one reader.</p>
          </Notice>
        }
      >
        {(rows) => <GrantsTable rows={rows} more={grants.more} />}
      </Answer>
      {open && (
        <GrantDialog
          dataset={dataset}
          sharing={open === 'share'}
          close={() => setOpen(undefined)}
        />
      )}
    </Panel>
  )
}

function Filters({ dataset }: { dataset: Dataset }) {
  const filters = usePages('listDataFilters', { params: useDatasetParams() })
  const [making, setMaking] = useState(false)
  return (
    <Panel
      title="Data filters"
      flush
      aside={
        <button type="button" className="button small" onClick={() => setMaking(true)}>
          New filter
        </button>
      }
    >
      <Answer
        to={filters}
        emptyNotice={
          <Notice title="There is no data filter yet">
            <p>A filter is rows and columns under a name. Grants name it in place of the table.</p>
          </Notice>
        }
      >
        {(rows) => (
          <DataTable
            label="Data filters"
            columns={columnsFor(dataset)}
            rows={rows}
            rowKey={({ name }) => name}
          />
        )}
      </Answer>
      {making && <FilterDialog dataset={dataset} close={() => setMaking(false)} />}
    </Panel>
  )
}

function columnsFor(dataset: Dataset): readonly TableColumn<DataFilter>[] {
  return [
    { name: 'Name', by: ({ name }) => name, cell: ({ name }) => <code>{name}</code> },
    { name: 'Rows where', cell: ({ rows }) => (rows ? <code>{rows}</code> : 'all') },
    { name: 'Columns', cell: ({ columns }) => wordsOf(columns) },
    {
      name: 'Change',
      tight: true,
      cell: (filter) => <FilterActions dataset={dataset} filter={filter} />,
    },
  ]
}

function wordsOf(columns: DataFilter['columns']): string {
  if ('include' in columns) return columns.include.join(', ')
  return columns.exclude.length === 0 ? 'all' : `all but ${columns.exclude.join(', ')}`
}

function FilterActions({ dataset, filter }: { dataset: Dataset; filter: DataFilter }) {
  return (
    <RowActions
      of={filter.name}
      changing={(close) => <FilterDialog dataset={dataset} filter={filter} close={close} />}
      deleting={(close) => <DeleteFilterDialog dataset={dataset} filter={filter} close={close} />}
    />
  )
}
